import { IconBellCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../api/client.ts';
import { detectionOverviewQuery, incidentsQuery } from '../../api/event-queries.ts';
import { severities } from '../../api/words.ts';
import { type IncidentsSearch, incidentStatuses } from '../../app/addresses.ts';
import { useShortActor } from '../../components/actor.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { useLosses } from '../../components/losses.ts';
import { NoMatch } from '../../components/NoMatch.tsx';
import { useNow } from '../../components/now.ts';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { QueryTable } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SeverityFilter } from '../../components/SeverityFilter.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { filterCount, incidentFilters } from './filters.ts';
import classes from './Incidents.module.css';

const route = getRouteApi('/incidents');

/** What is waiting for somebody, newest activity first. */
export function IncidentsPage() {
  const { t } = useTranslation();
  const { account, panel: _panel, tab: _tab, ...search } = route.useSearch();
  const navigate = useNavigate();
  const list = useInfiniteQuery(incidentsQuery(incidentFilters(search, account, useNow())));
  const columns = useColumns();
  const change = (next: IncidentsSearch) =>
    void navigate({ to: '/incidents', search: (before) => ({ ...before, ...next }), replace: true });
  const clear = () => void navigate({ to: '/incidents', search: { account } });
  return (
    <>
      <Header />
      <EntryTabs of="incidents" />
      <Toolbar search={<SearchBox label={t('incidents.search')} value={search.q} onSearch={(q) => change({ q })} />}>
        <SeverityFilter chosen={search.severity} onChange={(severity) => change({ severity })} />
        <FilterMenu
          label={t('column.status')}
          choices={incidentStatuses.map((value) => ({ value, label: t(`incidents.status.${value}`) }))}
          chosen={search.stage ?? []}
          onChange={(chosen) =>
            change({ stage: chosen.length === 0 ? undefined : (chosen as NonNullable<IncidentsSearch['stage']>) })
          }
        />
        <SharedFilters search={search} change={change} />
        {filterCount(search) > 0 && <ClearFilters onClear={clear} />}
      </Toolbar>
      <QueryTable
        label={t('frame.page.incidents')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        card={(incident) => <IncidentCard incident={incident} />}
        onOpen={({ id }) => void navigate({ to: '/incidents/$id', params: { id }, search: { account } })}
        empty={<NoIncidents filtered={filterCount(search) > 0} onClear={clear} />}
      />
    </>
  );
}

function Header() {
  const { t } = useTranslation();
  const format = useFormat();
  const losses = useLosses();
  const { data } = useQuery(detectionOverviewQuery(30));
  const count = data === undefined ? 0 : severities.reduce((sum, severity) => sum + data.open[severity], 0);
  const answer = count === 0 ? t('incidents.answerNone') : t('incidents.answer', { count, n: format.number(count) });
  return (
    <PageHeader
      answer={data === undefined ? ' ' : answer}
      note={
        data &&
        t('incidents.eventsNote', {
          count: data.events.lastHour,
          lost: losses(data.events.lostBy) || t('feeds.nothingLost'),
        })
      }
    />
  );
}

type Shared = Pick<IncidentsSearch, 'since' | 'actor' | 'asset' | 'technique'>;

/** The time, and what only a link from elsewhere sets. */
export function SharedFilters({ search, change }: { search: Shared; change: (search: Shared) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <FilterMenu
        single
        label={t('incidents.column.time')}
        choices={(['24h', '7d', '30d'] as const).map((value) => ({ value, label: t(`incidents.since.${value}`) }))}
        chosen={search.since === undefined ? [] : [search.since]}
        onChange={([value]) => change({ since: value as Shared['since'] })}
      />
      {(['actor', 'asset', 'technique'] as const).map((name) => {
        const value = search[name];
        return value === undefined ? null : (
          <FilterMenu
            key={name}
            single
            label={name === 'asset' ? t('column.asset') : t(`incidents.column.${name}`)}
            choices={[{ value, label: value }]}
            chosen={[value]}
            onChange={() => change({ [name]: undefined })}
          />
        );
      })}
    </>
  );
}

function useColumns(): Column<Incident>[] {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const short = useShortActor();
  return [
    {
      id: 'severity',
      header: t('column.severity'),
      width: '104px',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: 'title',
      header: t('incidents.column.incident'),
      width: 'minmax(240px, 2.4fr)',
      cell: ({ id, title }) => (
        <Link to="/incidents/$id" params={{ id }} search={{}} className="clip" title={text(title)}>
          {text(title)}
        </Link>
      ),
    },
    {
      id: 'who',
      header: t('incidents.column.who'),
      width: 'minmax(140px, 1.2fr)',
      from: 720,
      cell: ({ actors }) => (
        <span className="clip" title={actors.join('\n')}>
          {short(actors)}
        </span>
      ),
    },
    {
      id: 'status',
      header: t('column.status'),
      width: '132px',
      from: 620,
      cell: ({ status }) => <IncidentState status={status} />,
    },
    {
      id: 'assignee',
      header: t('incidents.column.assignee'),
      width: '120px',
      from: 980,
      cell: ({ assignee }) => <span className="clip">{assignee ?? '–'}</span>,
    },
    {
      id: 'alerts',
      header: t('incidents.column.alerts'),
      width: '72px',
      from: 860,
      cell: ({ alerts }) => <span className="figures">{format.number(alerts)}</span>,
    },
    {
      id: 'last',
      header: t('incidents.column.last'),
      width: '120px',
      cell: ({ lastAt }) => <Time at={lastAt} />,
    },
  ];
}

/** How far an incident is: a filled ring, an open one, a grey one, with its word. */
export function IncidentState({ status }: { status: Incident['status'] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-state={status}>
      {t(`incidents.status.${status}`)}
    </span>
  );
}

function IncidentCard({ incident }: { incident: Incident }) {
  const text = useText();
  const short = useShortActor();
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={incident.severity} />
        <IncidentState status={incident.status} />
        <Time at={incident.lastAt} />
      </span>
      <span className={`clip ${classes.cardTitle}`}>{text(incident.title)}</span>
      <span className={classes.cardTop}>
        <span className="clip">{short(incident.actors)}</span>
      </span>
    </>
  );
}

function NoIncidents({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <NoMatch title={t('incidents.none.filtered')} onClear={onClear}>
        {t('incidents.none.filteredText')}
      </NoMatch>
    );
  }
  return (
    <EmptyState
      icon={IconBellCheck}
      title={t('incidents.none.title')}
      action={
        <Link to="/settings/{-$section}" params={{ section: 'feeds' }}>
          {t('incidents.none.act')}
        </Link>
      }
    >
      {t('incidents.none.text')}
    </EmptyState>
  );
}
