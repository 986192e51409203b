import { Button } from '@mantine/core';
import { IconBroadcast, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveSearch } from '../../app/addresses.ts';
import { useHotkeys } from '../../app/hotkeys.ts';
import { shortActor } from '../../components/actor.ts';
import { ClearFilters } from '../../components/ClearFilters.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { EntryTabs } from '../../components/EntryTabs.tsx';
import { eventReference } from '../../components/eventReference.ts';
import { PageHeader, Toolbar } from '../../components/PageHeader.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { SourceFilter } from '../../components/SourceFilter.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import { EventCard, Moment, useEventColumns } from './columns.tsx';
import classes from './Events.module.css';
import { FeedStrip } from './FeedStrip.tsx';
import { mostShown, type Passing, type Stream, useStream } from './live.ts';
import { TextFilter } from './TextFilter.tsx';

const route = getRouteApi('/events/live');

/** Events and alerts as they pass. */
export function LivePage() {
  const { t } = useTranslation();
  const { account, panel, tab: _, ...search } = route.useSearch();
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const stream = useStream({ ...search, account }, paused);
  const columns = useColumns();
  const turn = () => setPaused(!paused);
  useHotkeys({ p: turn });
  const change = (next: LiveSearch) =>
    void navigate({ to: '/events/live', search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <>
      <PageHeader
        answer={t('events.live.answer')}
        note={<Note stream={stream} paused={paused} />}
        actions={
          <>
            <Button
              variant={paused ? 'filled' : 'default'}
              onClick={turn}
              leftSection={paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
              title="p"
            >
              {t(paused ? 'events.live.resume' : 'events.live.pause')}
            </Button>
            <Button variant="default" onClick={stream.clear} disabled={stream.entries.length === 0}>
              {t('events.live.clear')}
            </Button>
          </>
        }
      />
      <EntryTabs of="events" />
      <FeedStrip />
      <Toolbar>
        <SourceFilter chosen={search.source} onChange={(source) => change({ source })} />
        <TextFilter
          label={t('events.filter.action')}
          hint={t('events.hint.liveAction')}
          value={search.action}
          onChange={(action) => change({ action })}
        />
        <TextFilter
          label={t('events.filter.actor')}
          hint={t('events.hint.liveActor')}
          value={search.actor}
          onChange={(actor) => change({ actor })}
        />
        {Object.keys(search).length > 0 && (
          <ClearFilters onClear={() => void navigate({ to: '/events/live', search: { account } })} />
        )}
      </Toolbar>
      {stream.leftOut > 0 && <LeftOut count={stream.leftOut} />}
      <DataTable
        label={t('events.tab.live')}
        columns={columns}
        rows={stream.entries}
        rowId={({ key }) => key}
        rowHeight={38}
        card={(entry) => (entry.type === 'event' ? <EventCard event={entry.event} /> : <AlertCard entry={entry} />)}
        onOpen={(entry) =>
          void navigate({
            to: '/events/live',
            search: (before) => ({ ...before, panel: panelOf(entry) }),
            replace: panel !== undefined,
            resetScroll: false,
          })
        }
        openId={stream.entries.find((entry) => panel === panelOf(entry))?.key}
        pending={false}
        empty={
          <EmptyState
            icon={IconBroadcast}
            title={t('events.live.none')}
            action={
              <Link to="/events" search={search}>
                {t('events.live.toSearch')}
              </Link>
            }
          >
            {t('events.live.noneText')}
          </EmptyState>
        }
      />
    </>
  );
}

function panelOf(entry: Passing): string {
  return entry.type === 'event' ? `event:${eventReference(entry.event)}` : `alert:${entry.alert.id}`;
}

function Note({ stream, paused }: { stream: Stream; paused: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = paused
    ? t('events.live.paused', { count: stream.waiting, n: format.number(stream.waiting) })
    : t(`events.live.${stream.state}`);
  return (
    <span className={classes.live} data-state={paused ? 'paused' : stream.state} role="status">
      {state}
      {' · '}
      {t('events.live.seen', { n: format.number(stream.seen), time: format.stamp(stream.since) })}
      {stream.seen > mostShown && ` · ${t('events.live.kept', { n: format.number(mostShown) })}`}
    </span>
  );
}

function LeftOut({ count }: { count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className={classes.leftOut} role="alert">
      {t('events.live.leftOut', { n: format.number(count) })}
    </p>
  );
}

/** The columns of events; an alert stands among them with its severity and title. */
function useColumns(): Column<Passing>[] {
  const events = useEventColumns();
  const text = useText();
  return events.map((column) => ({
    ...column,
    cell: (entry) => {
      if (entry.type === 'event') return column.cell(entry.event);
      const { alert } = entry;
      switch (column.id) {
        case 'time':
          return <Moment at={alert.lastAt} />;
        case 'what':
          return (
            <span className={classes.alert}>
              <SeverityBadge severity={alert.severity} />
              <PanelLink kind="alert" id={alert.id} className="clip" title={text(alert.title)}>
                <b>{text(alert.title)}</b>
              </PanelLink>
            </span>
          );
        case 'who':
          return (
            <span className="clip" title={alert.actor}>
              {shortActor(alert.actor)}
            </span>
          );
        case 'from':
          return <span className="mono clip">{alert.ip}</span>;
        case 'place':
          return <span className="clip">{[alert.account, alert.region].filter(Boolean).join(' · ')}</span>;
        default:
          return null;
      }
    },
  }));
}

function AlertCard({ entry: { alert } }: { entry: Extract<Passing, { type: 'alert' }> }) {
  const text = useText();
  return (
    <>
      <span className={classes.cardTop}>
        <SeverityBadge severity={alert.severity} />
        <Moment at={alert.lastAt} />
      </span>
      <span className={`clip ${classes.cardTitle}`}>{text(alert.title)}</span>
      <span className={classes.cardTop}>
        <span className="clip">{shortActor(alert.actor)}</span>
      </span>
    </>
  );
}
