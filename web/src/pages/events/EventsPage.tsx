import { ActionIcon, Button } from '@mantine/core';
import { IconActivity, IconMoodSearch, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventHistogramQuery, eventsQuery } from '../../api/event-queries.ts';
import type { EventsSearch } from '../../app/addresses.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { eventReference } from '../../components/eventReference.ts';
import { FilterMenu } from '../../components/FilterMenu.tsx';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { QueryTable, usePanelOf } from '../../components/QueryTable.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SourceFilter } from '../../components/SourceFilter.tsx';
import { useFormat } from '../../i18n/format.ts';
import { EventCard, useEventColumns } from './columns.tsx';
import { FeedStrip } from './FeedStrip.tsx';
import { eventFilters } from './filters.ts';
import { Histogram } from './Histogram.tsx';
import { TextFilter } from './TextFilter.tsx';
import { TimeFilter, TimeInputs } from './TimeFilter.tsx';

const route = getRouteApi('/events');

/** Steps of the histogram. */
const steps = 80;

const outcomes = ['success', 'failure', 'unknown'] as const;

/** Every event that is kept, newest first, with how many there were over time. */
export function EventsPage() {
  const { t } = useTranslation();
  const { account, panel, tab: _, ...search } = route.useSearch();
  const navigate = useNavigate();
  // The clock stands still while the answer is read, so that the list keeps its place.
  const [now, setNow] = useState(() => Date.now());
  const filters = eventFilters(search, account, now);
  const list = useInfiniteQuery(eventsQuery(filters));
  const { open } = usePanelOf('event');
  const histogram = useQuery(eventHistogramQuery(filters, steps));
  const columns = useEventColumns();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: EventsSearch) =>
    void navigate({ to: '/events', search: (before) => ({ ...before, panel: undefined, ...next }), replace: true });
  const clear = () => void navigate({ to: '/events', search: { account } });
  const refresh = () => {
    setNow(Date.now());
    void list.refetch();
    void histogram.refetch();
  };
  const filtered = Object.values(search).some((value) => value !== undefined);
  const oldest = list.data?.pages[0]?.oldest ?? null;
  return (
    <>
      <Header total={histogram.data?.total} seconds={list.data?.pages[0]?.seconds} oldest={oldest} />
      <EntryTabs of="events" />
      <FeedStrip />
      <Toolbar
        search={<SearchBox label={t('events.search')} value={search.q} onSearch={(q) => change({ q })} />}
        end={
          <ActionIcon
            variant="default"
            size={30}
            onClick={refresh}
            aria-label={t('events.refresh')}
            title={t('events.refresh')}
          >
            <IconRefresh size={16} stroke={1.8} />
          </ActionIcon>
        }
      >
        <TimeFilter search={search} change={change} />
        <SourceFilter chosen={search.source} onChange={(source) => change({ source })} />
        {(['action', 'actor', 'ip', 'region', 'asset'] as const).map((name) => (
          <TextFilter
            key={name}
            label={t(`events.filter.${name}`)}
            hint={t(`events.hint.${name}`)}
            value={search[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
        <FilterMenu
          single
          label={t('events.filter.outcome')}
          choices={outcomes.map((value) => ({ value, label: t(`incidents.outcome.${value}`) }))}
          chosen={search.outcome === undefined ? [] : [search.outcome]}
          onChange={([value]) => change({ outcome: value as EventsSearch['outcome'] })}
        />
        {filtered && <ClearFilters onClear={clear} />}
      </Toolbar>
      {(search.from !== undefined || search.to !== undefined) && <TimeInputs search={search} change={change} />}
      {(histogram.data === undefined || histogram.data.total > 0) && (
        <Histogram steps={histogram.data?.steps ?? []} onStep={(from, to) => change({ from, to, span: undefined })} />
      )}
      <QueryTable
        label={t('frame.page.events')}
        columns={columns}
        list={list}
        rowId={({ id }) => id}
        rowHeight={38}
        card={(event) => <EventCard event={event} />}
        onOpen={(event) => open(eventReference(event))}
        openId={rows.find((event) => panel === `event:${eventReference(event)}`)?.id}
        empty={
          <NoEvents kept={oldest !== null} onAll={() => change({ span: 'all', from: undefined, to: undefined })} />
        }
      />
    </>
  );
}

interface HeaderProps {
  total: number | undefined;
  seconds: number | undefined;
  oldest: string | null;
}

function Header({ total, seconds, oldest }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <PageHeader
      answer={total === undefined ? ' ' : t('events.answer', { count: total, n: format.number(total) })}
      note={
        seconds !== undefined && (
          <>
            {t('events.took', { n: seconds.toFixed(2) })}
            {oldest !== null && ` · ${t('events.oldest', { time: format.dateTime(oldest) })}`}
          </>
        )
      }
    />
  );
}

function NoEvents({ kept, onAll }: { kept: boolean; onAll: () => void }) {
  const { t } = useTranslation();
  if (kept) {
    return (
      <EmptyState
        icon={IconMoodSearch}
        title={t('events.none.title')}
        action={
          <Button variant="default" onClick={onAll}>
            {t('events.none.all')}
          </Button>
        }
      >
        {t('events.none.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconActivity}
      title={t('events.none.empty')}
      action={
        <Link to="/settings/{-$section}" params={{ section: 'feeds' }}>
          {t('events.none.act')}
        </Link>
      }
    >
      {t('events.none.emptyText')}
    </EmptyState>
  );
}
