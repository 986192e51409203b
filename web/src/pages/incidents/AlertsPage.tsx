import { IconBellCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/client.ts';
import { alertsQuery } from '../../api/event-queries.ts';
import type { AlertsSearch } from '../../app/addresses.ts';
import { useShortActor } from '../../components/actor.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { useNow } from '../../components/now.ts';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { Time } from '../../components/Time.tsx';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import { alertFilters, filterCount } from './filters.ts';
import classes from './Incidents.module.css';
import { SharedFilters } from './IncidentsPage.tsx';

const route = getRouteApi('/alerts');

/** Everything that detections and watches raised, newest first. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate();
  const list = useInfiniteQuery(alertsQuery(alertFilters(search, account, useNow())));
  const { open, openId } = usePanelOf('alert');
  const columns = useColumns();
  const change = (next: AlertsSearch) =>
    void navigate({ to: '/alerts', search: (before) => ({ ...before, panel: undefined, ...next }), replace: true });
  const filtered = filterCount(search) > 0;
  return (
    <>
      <PageHeader answer={t('incidents.alertsAnswer')} />
      <EntryTabs of="incidents" />
      <Toolbar
        search={<SearchBox label={t('incidents.searchAlerts')} value={search.q} onSearch={(q) => change({ q })} />}
      >
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        <SharedFilters search={search} change={change} />
        <FilterMenu
          single
          label={t('status.excepted')}
          choices={[
            { value: 'only', label: t('incidents.exceptedOnly') },
            { value: 'all', label: t('incidents.exceptedAll') },
          ]}
          chosen={search.excepted === undefined ? [] : [search.excepted]}
          onChange={([value]) => change({ excepted: value as AlertsSearch['excepted'] })}
        />
        {(['detection', 'watch'] as const).map((name) => {
          const value = search[name];
          return value === undefined ? null : (
            <FilterMenu
              key={name}
              single
              label={t(`incidents.column.${name}`)}
              choices={[{ value, label: value }]}
              chosen={[value]}
              onChange={() => change({ [name]: undefined })}
            />
          );
        })}
        {filtered && <ClearFilters onClear={() => void navigate({ to: '/alerts', search: { account } })} />}
      </Toolbar>
      <QueryTable
        label={t('incidents.tab.alerts')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        card={(alert) => <AlertCard alert={alert} />}
        onOpen={({ id }) => open(id)}
        openId={openId}
        empty={
          <EmptyState
            icon={IconBellCheck}
            title={t(filtered ? 'incidents.none.alertsFiltered' : 'incidents.none.alerts')}
          >
            {t(filtered ? 'incidents.none.filteredText' : 'incidents.none.text')}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): Column<Alert>[] {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const short = useShortActor();
  const accountName = useAccountName();
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'title',
      header: t('incidents.column.alert'),
      width: 'minmax(240px, 2.4fr)',
      cell: ({ id, title, excepted }) => (
        <>
          <PanelLink kind="alert" id={id} className="clip" title={text(title)}>
            {text(title)}
          </PanelLink>
          {excepted && <StatusChip status="excepted" />}
        </>
      ),
    },
    {
      id: 'who',
      header: t('incidents.column.who'),
      width: 'minmax(140px, 1.2fr)',
      from: 680,
      cell: ({ actor }) => (
        <span className="clip" title={actor}>
          {short([actor])}
        </span>
      ),
    },
    {
      id: 'from',
      header: t('incidents.column.from'),
      width: '132px',
      from: 860,
      cell: ({ ip }) => <span className="clip mono">{ip ?? ''}</span>,
    },
    {
      id: 'account',
      header: t('column.account'),
      width: 'minmax(120px, 0.9fr)',
      from: 980,
      cell: ({ account }) => (
        <span className="clip" title={account}>
          {accountName(account)}
        </span>
      ),
    },
    {
      id: 'events',
      header: t('incidents.column.events'),
      width: '72px',
      from: 1060,
      cell: ({ events }) => <span className="figures">{format.number(events)}</span>,
    },
    { id: 'last', header: t('incidents.column.last'), width: '120px', cell: ({ lastAt }) => <Time at={lastAt} /> },
  ];
}

function AlertCard({ alert }: { alert: Alert }) {
  const text = useText();
  const short = useShortActor();
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={alert.severity} />
        {alert.excepted && <StatusChip status="excepted" />}
        <Time at={alert.lastAt} />
      </span>
      <PanelLink kind="alert" id={alert.id} className={`clip ${classes.cardTitle}`}>
        {text(alert.title)}
      </PanelLink>
      <span className={classes.cardTop}>
        <span className="clip">{short([alert.actor])}</span>
        {alert.ip && <span className="mono">{alert.ip}</span>}
      </span>
    </>
  );
}
