import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../api/client.ts';
import { shortActor } from '../../components/actor.ts';
import type { Column } from '../../components/DataTable.tsx';
import { eventReference } from '../../components/eventReference.ts';
import { PanelLink } from '../../components/PanelLink.tsx';
import { useSourceTitle } from '../../components/SourceFilter.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Events.module.css';

/** The columns of a list of events, newest first. */
export function useEventColumns(): Column<Activity>[] {
  const { t } = useTranslation();
  const text = useText();
  const source = useSourceTitle();
  return [
    { id: 'time', header: t('events.column.time'), width: '140px', cell: ({ time }) => <Moment at={time} /> },
    {
      id: 'what',
      header: t('events.column.what'),
      width: 'minmax(200px, 2fr)',
      cell: (event) => (
        <PanelLink
          kind="event"
          id={eventReference(event)}
          className={`clip ${classes.what}`}
          title={[event.action, event.service].join(' · ')}
        >
          {event.title ? text(event.title) : event.action || event.service}
          {event.title && <small>{event.action}</small>}
        </PanelLink>
      ),
    },
    {
      id: 'who',
      header: t('events.column.who'),
      width: 'minmax(140px, 1.2fr)',
      cell: (event) => <Actor event={event} />,
    },
    {
      id: 'outcome',
      header: t('events.column.outcome'),
      width: 'minmax(120px, 0.8fr)',
      from: 760,
      cell: (event) => <Outcome event={event} />,
    },
    {
      id: 'from',
      header: t('events.column.from'),
      width: 'minmax(130px, 1fr)',
      from: 900,
      cell: (event) => <From event={event} />,
    },
    {
      id: 'place',
      header: t('events.column.place'),
      width: 'minmax(150px, 1.3fr)',
      from: 1080,
      cell: ({ accountName, account, region }) => (
        <span className="clip" title={account}>
          {[accountName || account, region].filter(Boolean).join(' · ')}
        </span>
      ),
    },
    {
      id: 'source',
      header: t('events.column.source'),
      width: 'minmax(124px, 0.8fr)',
      from: 1180,
      cell: (event) => <span className="clip faint">{source(event.source)}</span>,
    },
  ];
}

/** A moment to the second, as logs are read; the day only where it is not today. */
export function Moment({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.exact(at)} className={classes.moment}>
      {format.stamp(at)}
    </time>
  );
}

function Actor({ event }: { event: Activity }) {
  const { t } = useTranslation();
  return (
    <span className="clip" title={event.actor.id}>
      {shortActor(event.actor.name || event.actor.id) || t('incidents.nobody')}
    </span>
  );
}

const outcomeMarks = { success: IconCheck, failure: IconX, unknown: IconQuestionMark };

/** Whether it went through: a mark and a word, or the error. */
export function Outcome({ event: { outcome, error } }: { event: Activity }) {
  const { t } = useTranslation();
  const Mark = outcomeMarks[outcome];
  return (
    <span className={classes.outcome} data-outcome={outcome} title={error ?? undefined}>
      <Mark size={13} stroke={2.2} aria-hidden />
      <span className="clip">{error ?? t(`incidents.outcome.${outcome}`)}</span>
    </span>
  );
}

function From({ event: { ip, place } }: { event: Activity }) {
  if (ip === null) return <span className="faint">–</span>;
  const where = [place?.country, place?.organisation ?? place?.cloud].filter(Boolean).join(', ');
  return (
    <span className="clip" title={where}>
      <span className="mono">{ip}</span>
      {where && <span className="faint"> {where}</span>}
    </span>
  );
}

/** An event as a card, where there is no room for columns. */
export function EventCard({ event }: { event: Activity }) {
  const text = useText();
  return (
    <>
      <span className={classes.cardTop}>
        <Outcome event={event} />
        <Moment at={event.time} />
      </span>
      <span className={`clip ${classes.cardTitle}`}>{event.title ? text(event.title) : event.action}</span>
      <span className={classes.cardTop}>
        <Actor event={event} />
        <span className="mono clip">{event.ip}</span>
      </span>
    </>
  );
}
