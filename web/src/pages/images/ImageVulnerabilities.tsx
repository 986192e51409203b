import { Button, SegmentedControl } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Affected, ImageDetail } from '../../api/client.ts';
import { affectedPackagesQuery, affectedQuery } from '../../api/image-queries.ts';
import type { ImageSearch } from '../../app/addresses.ts';
import { useMay } from '../../app/session.tsx';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { ExceptionDialog } from '../../components/lazyDialogs.ts';
import { NoMatch } from '../../components/NoMatch.tsx';
import { Toolbar } from '../../components/PageHeader.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { useSelection } from '../../components/selection.ts';
import { AffectedCard, useAffectedColumns } from '../vulnerabilities/affected-columns.tsx';
import { GroupCard, useGroupColumns } from '../vulnerabilities/group-columns.tsx';
import { affectedFilters, cleared, filterCount } from './filters.ts';
import classes from './Images.module.css';
import { SwitchFilter } from './ImagesPage.tsx';

const route = getRouteApi('/images/$id/{-$section}');

/** Vulnerabilities of an image, one by one or by the package that an update mends. */
export function ImageVulnerabilities({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const { account: _account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const change = useChange();
  const clear = () => change({ ...cleared(search), group: search.group });
  return (
    <>
      <Toolbar
        search={<SearchBox label={t('vulnerabilities.search')} value={search.q} onSearch={(q) => change({ q })} />}
        end={
          <SegmentedControl
            size="xs"
            aria-label={t('vulnerabilities.view')}
            value={search.group ?? 'finding'}
            data={[
              { value: 'finding', label: t('vulnerabilities.byFinding') },
              { value: 'package', label: t('vulnerabilities.byPackage') },
            ]}
            onChange={(group) => change({ group: group === 'package' ? 'package' : undefined })}
          />
        }
      >
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        {(['exploited', 'fixable'] as const).map((name) => (
          <SwitchFilter
            key={name}
            label={t(`images.filter.${name}`)}
            on={search[name]}
            onChange={(on) => change({ [name]: on })}
          />
        ))}
        <FilterMenu
          single
          label={t('vulnerabilities.column.layer')}
          choices={image.layers.map(({ diffId, createdBy }, position) => ({
            value: diffId,
            label: t('images.layers.layer', { n: position + 1 }),
            detail: createdBy ?? '',
          }))}
          chosen={search.layer === undefined ? [] : [search.layer]}
          onChange={([layer]) => change({ layer })}
        />
        {filterCount({ ...search, type: undefined }) > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      {search.group === 'package' ? (
        <ByPackage image={image} search={search} onClear={clear} />
      ) : (
        <ByFinding image={image} search={search} onClear={clear} />
      )}
    </>
  );
}

function useChange() {
  const navigate = useNavigate({ from: '/images/$id/{-$section}' });
  return (next: ImageSearch) =>
    void navigate({
      search: (before) => ({ ...before, panel: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
}

interface Props {
  image: ImageDetail;
  search: ImageSearch;
  onClear: () => void;
}

function ByFinding({ image, search, onClear }: Props) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(affectedQuery(affectedFilters(image.id, search)));
  const columns = useAffectedColumns(image.layers);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { open, openId } = usePanelOf('finding');
  const selection = useSelection();
  const mayWrite = useMay('analyst');
  const [excepting, setExcepting] = useState<readonly Affected[]>();
  const chosen = rows.filter(({ finding }) => selection.ids.has(finding));
  if (list.error && rows.length === 0) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  return (
    <>
      {chosen.length > 0 && (
        <div className={classes.bulk} role="toolbar" aria-label={t('findings.bulk.label')}>
          <b>{t('findings.bulk.chosen', { count: chosen.length })}</b>
          <Button size="compact-sm" leftSection={<IconShieldOff size={14} />} onClick={() => setExcepting(chosen)}>
            {t('findings.except')}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={selection.clear}>
            {t('act.clearSelection')}
          </Button>
        </div>
      )}
      <QueryTable
        label={t('images.section.vulnerabilities')}
        columns={columns}
        list={list}
        rowId={({ finding }) => finding}
        rowHeight={52}
        card={(affected) => <AffectedCard affected={affected} />}
        cardHeight={96}
        onOpen={({ finding }) => open(finding)}
        openId={openId}
        {...(mayWrite ? { selection, onException: (affected: Affected) => setExcepting([affected]) } : {})}
        empty={<NoVulnerabilities filtered={filterCount({ ...search, type: undefined }) > 0} onClear={onClear} />}
      />
      {excepting && (
        <Suspense fallback={null}>
          <ExceptionDialog
            targets={excepting.map(({ finding }) => ({ finding }))}
            subject={
              excepting.length === 1 && excepting[0]
                ? `${excepting[0].vulnerability.id} · ${excepting[0].package.name} — ${image.name}`
                : t('findings.bulk.chosen', { count: excepting.length })
            }
            onClose={() => setExcepting(undefined)}
            onDone={selection.clear}
          />
        </Suspense>
      )}
    </>
  );
}

function ByPackage({ image, search, onClear }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(
    affectedPackagesQuery(affectedFilters(image.id, search)),
  );
  const columns = useGroupColumns();
  const { open } = usePanelOf('package');
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <>
      {data?.exact === false && <p className="faint">{t('vulnerabilities.cut')}</p>}
      <DataTable
        label={t('images.section.packages')}
        columns={columns}
        rows={data?.groups ?? []}
        rowId={({ purl, paths }) => `${purl} ${paths.join(' ')}`}
        rowHeight={52}
        card={(group) => <GroupCard group={group} />}
        cardHeight={96}
        onOpen={({ purl }) => open(purl)}
        pending={isPending}
        outdated={isPlaceholderData}
        empty={<NoVulnerabilities filtered={filterCount({ ...search, type: undefined }) > 0} onClear={onClear} />}
      />
    </>
  );
}

export function NoVulnerabilities({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  return filtered ? (
    <NoMatch title={t('vulnerabilities.none.filtered')} onClear={onClear}>
      {t('vulnerabilities.none.filteredText')}
    </NoMatch>
  ) : (
    <EmptyState icon={IconShieldCheck} title={t('vulnerabilities.none.title')}>
      {t('vulnerabilities.none.text')}
    </EmptyState>
  );
}
