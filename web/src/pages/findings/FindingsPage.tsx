import { Button } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../api/client.ts';
import { findingGroupsQuery, findingsQuery } from '../../api/queries.ts';
import { severities } from '../../api/words.ts';
import type { FindingsSearch } from '../../app/addresses.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ExceptionDialog } from '../../components/lazyDialogs.ts';
import { NoMatch } from '../../components/NoMatch.tsx';
import { useNow } from '../../components/now.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { useSelection } from '../../components/selection.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import { useColumns, useFindingColumns } from './columns.tsx';
import { FindingCard } from './FindingCard.tsx';
import { FindingGroups } from './FindingGroups.tsx';
import classes from './FindingsPage.module.css';
import { FindingsToolbar } from './FindingsToolbar.tsx';
import { filterCount, findingFilters } from './filters.ts';

const route = getRouteApi('/findings');

/** Every finding, narrowed by the address. */
export function FindingsPage() {
  const { t } = useTranslation();
  const text = useText();
  const { account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate();
  const filters = findingFilters(search, account, useNow());
  const list = useInfiniteQuery({ ...findingsQuery(filters), enabled: search.by === undefined });
  const { open, openId } = usePanelOf('finding');
  const selection = useSelection();
  const [excepting, setExcepting] = useState<readonly Finding[]>();
  const mayWrite = useMay('analyst');
  const [shown, setShown] = useColumns();

  const change = (next: FindingsSearch) =>
    void navigate({ to: '/findings', search: (before) => ({ ...before, panel: undefined, ...next }), replace: true });
  const columns = useFindingColumns(search.sort ?? 'risk', (sort) =>
    change({ sort: sort === 'risk' ? undefined : sort }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = rows.filter(({ id }) => selection.ids.has(id));

  return (
    <>
      <FindingsHeader search={search} account={account} />
      <FindingsToolbar
        search={search}
        filters={filters}
        change={change}
        columns={columns}
        shown={shown}
        onShow={setShown}
      />
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
      {search.by ? (
        <FindingGroups filters={filters} by={search.by} change={change} />
      ) : list.error && rows.length === 0 ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <QueryTable
          label={t('frame.page.findings')}
          columns={columns.filter(({ id }) => shown.includes(id))}
          list={list}
          rowId={(finding) => finding.id}
          card={(finding) => <FindingCard finding={finding} />}
          onOpen={(finding) => open(finding.id)}
          openId={openId}
          {...(mayWrite ? { selection, onException: (finding: Finding) => setExcepting([finding]) } : {})}
          empty={<NoFindings search={search} onClear={() => void navigate({ to: '/findings', search: { account } })} />}
        />
      )}
      {excepting && (
        <Suspense fallback={null}>
          <ExceptionDialog
            targets={excepting.map(({ id }) => ({ finding: id }))}
            subject={
              excepting.length === 1 && excepting[0]
                ? `${text(excepting[0].title)} — ${excepting[0].asset.name}`
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

/** How many there are, by severity: each a link to its share. */
function FindingsHeader({ search, account }: { search: FindingsSearch; account: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(findingGroupsQuery(findingFilters(search, account, useNow()), 'severity'));
  const groups = data?.groups ?? [];
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const status = search.status ?? 'open';
  return (
    <PageHeader
      answer={data ? t(`findings.answer.${status}`, { count, n: format.number(count) }) : ' '}
      note={
        <span className={classes.shares}>
          {severities.map((severity) => {
            const group = groups.find(({ key }) => key === severity);
            return group ? (
              <Link
                key={severity}
                to="/findings"
                search={(before) => ({ ...before, severity: [severity], panel: undefined })}
                className={classes.share}
              >
                <SeverityBadge severity={severity} /> {format.number(group.count)}
              </Link>
            ) : null;
          })}
          <Link to="/exceptions" className={classes.exceptions}>
            {t('findings.exceptionsLink')}
          </Link>
        </span>
      }
    />
  );
}

function NoFindings({ search, onClear }: { search: FindingsSearch; onClear: () => void }) {
  const { t } = useTranslation();
  if (filterCount(search) > 0) {
    return (
      <NoMatch title={t('findings.none.filtered')} onClear={onClear}>
        {t('findings.none.filteredText')}
      </NoMatch>
    );
  }
  return (
    <EmptyState
      icon={IconShieldCheck}
      title={t('findings.none.title')}
      action={<Link to="/connections">{t('frame.page.connections')}</Link>}
    >
      {t('findings.none.text')}
    </EmptyState>
  );
}
