import { IconServer2 } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../api/client.ts';
import { hostsQuery, imageSummaryQuery } from '../../api/image-queries.ts';
import type { HostsSearch } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { NoMatch } from '../../components/NoMatch.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBar } from '../../components/SeverityBar.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useSoftwareColumns } from '../images/columns.tsx';
import { cleared, filterCount, hostFilters } from '../images/filters.ts';
import classes from '../images/Images.module.css';
import { SwitchFilter } from '../images/ImagesPage.tsx';
import { Risk } from '../images/marks.tsx';

const route = getRouteApi('/hosts');

/** Servers and virtual machines, of highest risk first. */
export function HostsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { account: _account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/hosts' });
  const { data: summary } = useQuery(imageSummaryQuery);
  const list = useInfiniteQuery(hostsQuery(hostFilters(search)));
  const columns = useColumns();
  const { open, openId } = usePanelOf('host');
  const change = (next: HostsSearch) =>
    void navigate({
      search: (before) => ({ ...before, panel: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
  const clear = () => change(cleared(search));
  return (
    <>
      <PageHeader
        answer={summary ? t('hosts.answer', { count: summary.hosts, n: format.number(summary.hosts) }) : ' '}
      />
      <EntryTabs of="images" />
      <Toolbar search={<SearchBox label={t('hosts.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        {(['exploited', 'fixable', 'endOfLife'] as const).map((name) => (
          <SwitchFilter
            key={name}
            label={t(`images.filter.${name}`)}
            on={search[name]}
            onChange={(on) => change({ [name]: on })}
          />
        ))}
        {filterCount(search) > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      <QueryTable
        label={t('images.tab.hosts')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        rowHeight={52}
        card={(host) => <HostCard host={host} />}
        cardHeight={118}
        onOpen={({ id }) => open(id)}
        openId={openId}
        empty={<NoHosts filtered={filterCount(search) > 0} onClear={clear} />}
      />
    </>
  );
}

function useColumns(): Column<Host>[] {
  const { t } = useTranslation();
  const { open, fixable, exploited, distribution, scanned, judged } = useSoftwareColumns<Host>();
  return [
    {
      id: 'name',
      header: t('hosts.column.host'),
      width: 'minmax(180px, 1.6fr)',
      cell: (host) => <HostName host={host} />,
    },
    { id: 'risk', header: t('column.risk'), width: '92px', from: 560, cell: ({ risk }) => <Risk risk={risk} /> },
    ...[open, fixable, exploited],
    {
      id: 'controls',
      header: t('hosts.column.controls'),
      width: 'minmax(150px, 1fr)',
      from: 900,
      cell: ({ controls }) => <SeverityBar open={controls} />,
    },
    ...[distribution, scanned, judged],
  ];
}

function HostName({ host }: { host: Host }) {
  return (
    <span className={classes.name}>
      <PanelLink kind="host" id={host.id} className="clip">
        {host.name}
      </PanelLink>
      <span className={`clip ${classes.below}`}>{[host.kernel, host.architecture].filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function HostCard({ host }: { host: Host }) {
  return (
    <>
      <span className={classes.cardTop}>
        <Risk risk={host.risk} />
        <Time at={host.scannedAt} />
      </span>
      <HostName host={host} />
      <span className={classes.cardFoot}>
        <SeverityBar open={host.open} />
      </span>
    </>
  );
}

function NoHosts({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <NoMatch title={t('vulnerabilities.none.filtered')} onClear={onClear}>
        {t('images.filteredText')}
      </NoMatch>
    );
  }
  return (
    <EmptyState
      icon={IconServer2}
      title={t('hosts.none')}
      action={
        <div className={classes.command}>
          <CodeBlock
            code={`hwaseong scan host --server ${window.location.origin} --token TOKEN`}
            label={t('images.empty.command')}
          />
        </div>
      }
    >
      {t('hosts.noneText')}
    </EmptyState>
  );
}
