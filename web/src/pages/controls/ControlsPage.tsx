import { Button } from '@mantine/core';
import { IconMoodSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { controlsQuery, frameworksQuery } from '../../api/queries.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { Bar, useResultParts } from '../../components/StatusBar.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './ControlsPage.module.css';

type Control = Schema['Control'];
const route = getRouteApi('/controls');

/** Everything that ought to be true, and whether it is. */
export function ControlsPage() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(controlsQuery);
  const frameworks = useQuery(frameworksQuery).data?.items ?? [];
  const columns = useControlColumns();
  const { open, openId } = usePanelOf('control');

  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const wanted = search.q?.toLowerCase() ?? '';
  const rows = (data?.items ?? []).filter(
    (control) =>
      `${control.title.en} ${control.title.ko} ${control.id} ${control.kind}`.toLowerCase().includes(wanted) &&
      (search.severity === undefined || search.severity.includes(control.severity)) &&
      (search.framework === undefined || control.frameworks.includes(search.framework)) &&
      (!search.adjustable || control.adjustable),
  );
  const failing = rows.filter(({ results }) => results.fail > 0).length;
  const change = (next: typeof search) =>
    void navigate({ to: '/controls', search: (before) => ({ ...before, panel: undefined, ...next }), replace: true });

  return (
    <>
      <PageHeader
        answer={
          data
            ? t('controls.answer', {
                count: rows.length,
                n: format.number(rows.length),
                failing: format.number(failing),
              })
            : ' '
        }
        note={t('controls.note')}
      />
      <Toolbar search={<SearchBox label={t('controls.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        <FilterMenu
          label={t('controls.framework')}
          single
          choices={frameworks.map(({ id, title }) => ({ value: id, label: text(title) }))}
          chosen={search.framework ? [search.framework] : []}
          onChange={([framework]) => change({ framework })}
        />
        <FilterMenu
          label={t('controls.adjustable')}
          single
          choices={[{ value: 'true', label: t('controls.adjustableOnly') }]}
          chosen={search.adjustable ? ['true'] : []}
          onChange={([value]) => change({ adjustable: value === undefined ? undefined : true })}
        />
      </Toolbar>
      <DataTable
        label={t('frame.page.controls')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        card={(control) => <ControlCard control={control} />}
        cardHeight={84}
        onOpen={({ id }) => open(id)}
        openId={openId}
        pending={isPending}
        empty={
          <EmptyState
            icon={IconMoodSearch}
            title={t('controls.none')}
            action={
              <Button variant="default" onClick={() => void navigate({ to: '/controls', search: {} })}>
                {t('filter.clearAll')}
              </Button>
            }
          />
        }
      />
    </>
  );
}

function useControlColumns(): Column<Control>[] {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'title',
      header: t('column.control'),
      width: 'minmax(240px, 3fr)',
      cell: ({ id, title }) => (
        <PanelLink kind="control" id={id} className={`clip ${classes.title}`} title={text(title)}>
          {text(title)}
        </PanelLink>
      ),
    },
    {
      id: 'kind',
      header: t('column.kind'),
      width: 'minmax(120px, 1fr)',
      from: 760,
      cell: ({ kindTitle }) => <span className="clip">{text(kindTitle)}</span>,
    },
    {
      id: 'results',
      header: t('column.results'),
      width: 'minmax(120px, 1fr)',
      from: 900,
      cell: ({ results }) => <Results results={results} />,
    },
    {
      id: 'fail',
      header: t('status.fail'),
      width: '88px',
      cell: ({ results }) => (
        <span className={results.fail === 0 ? 'faint' : undefined}>{format.number(results.fail)}</span>
      ),
    },
    {
      id: 'unknown',
      header: t('status.unknown'),
      width: '88px',
      cell: ({ results }) => (
        <span className={results.unknown === 0 ? 'faint' : classes.unknown}>{format.number(results.unknown)}</span>
      ),
    },
  ];
}

function Results({ results }: { results: Schema['StatusCounts'] }) {
  return (
    <span className={classes.bar}>
      <Bar parts={useResultParts(results)} />
    </span>
  );
}

function ControlCard({ control }: { control: Control }) {
  const text = useText();
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={control.severity} />
        <span className="clip faint">{text(control.kindTitle)}</span>
      </span>
      <PanelLink kind="control" id={control.id} className={`clip ${classes.title} ${classes.block}`}>
        {text(control.title)}
      </PanelLink>
      <Results results={control.results} />
    </>
  );
}
