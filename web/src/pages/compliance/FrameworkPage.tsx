import { Button, Menu, Skeleton } from '@mantine/core';
import { IconDownload, IconMoodSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { frameworkQuery } from '../../api/queries.ts';
import { type RequirementState, requirementStates } from '../../api/words.ts';
import { useTitle } from '../../app/title.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { Bar, BarLegend, useStateParts } from '../../components/StatusBar.tsx';
import { useFormat, useLanguage, useText } from '../../i18n/format.ts';
import classes from './CompliancePage.module.css';
import { RequirementPanel } from './RequirementPanel.tsx';
import { RequirementTree } from './RequirementTree.tsx';
import { findRequirement, narrowed } from './tree.ts';

const route = getRouteApi('/compliance/$framework');

/** One framework: its tree of requirements, each with what it rests on. */
export function FrameworkPage() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { framework: id } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(frameworkQuery(id, search.account));
  useTitle(data && text(data.title));

  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={480} />;
  const open = (requirement: string | undefined) =>
    void navigate({
      to: '/compliance/$framework',
      params: { framework: id },
      search: (before) => ({ ...before, requirement, panel: undefined }),
      replace: search.requirement !== undefined,
      resetScroll: false,
    });
  const narrow = (state: RequirementState | undefined) =>
    void navigate({
      to: '/compliance/$framework',
      params: { framework: id },
      search: (before) => ({ ...before, state }),
      replace: true,
    });
  const tree = search.state ? narrowed(data.tree, search.state) : data.tree;
  const requirement = search.requirement ? findRequirement(data.tree, search.requirement) : undefined;

  return (
    <>
      <PageHeader
        answer={t('compliance.one', {
          framework: text(data.title),
          share: format.share(data.score.passing, data.score.judged),
        })}
        note={
          <>
            {t('compliance.oneNote', {
              passing: format.number(data.score.passing),
              judged: format.number(data.score.judged),
              all: format.number(data.requirements),
            })}
            {' · '}
            <a href={data.source} target="_blank" rel="noreferrer">
              {data.publisher}, {data.version}
            </a>
          </>
        }
        actions={<ReportMenu framework={id} account={search.account} />}
      />
      <Overall framework={data} />
      <Toolbar end={<Link to="/compliance">{t('compliance.all')}</Link>}>
        <FilterMenu
          label={t('column.state')}
          single
          choices={requirementStates.map((state) => ({
            value: state,
            label: t(`compliance.state.${state}`),
            count: data.counts[state],
          }))}
          chosen={search.state ? [search.state] : []}
          onChange={([state]) => narrow(state as RequirementState | undefined)}
        />
      </Toolbar>
      {tree.length === 0 ? (
        <EmptyState
          icon={IconMoodSearch}
          title={t('compliance.noneInState')}
          action={
            <Button variant="default" onClick={() => narrow(undefined)}>
              {t('filter.clearAll')}
            </Button>
          }
        />
      ) : (
        <RequirementTree
          key={search.state}
          tree={tree}
          open={search.requirement}
          unfolded={search.state !== undefined}
          onOpen={open}
        />
      )}
      {data.strays.length > 0 && (
        <p className={classes.strays}>
          {t('compliance.strays', {
            names: data.strays.map(({ control, requirement }) => `${control} → ${requirement}`).join(', '),
          })}
        </p>
      )}
      {requirement && search.panel === undefined && (
        <RequirementPanel framework={id} requirement={requirement} onClose={() => open(undefined)} />
      )}
    </>
  );
}

function Overall({ framework }: { framework: Schema['FrameworkDetail'] }) {
  const parts = useStateParts(framework.counts);
  return (
    <div className={classes.overall}>
      <Bar parts={parts} height={12} />
      <BarLegend parts={parts} />
    </div>
  );
}

function ReportMenu({ framework, account }: { framework: string; account: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const address = (format: string) => {
    const query = new URLSearchParams({ format, language, ...(account ? { account } : {}) });
    return `/api/v1/compliance/${encodeURIComponent(framework)}/report?${query}`;
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} />}>
          {t('compliance.report')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['html', 'csv'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={address(format)} download>
            {t(`compliance.format.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
