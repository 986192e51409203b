import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../api/client.ts';
import { alertsQuery, eventQuery } from '../../api/event-queries.ts';
import { ActivityLine } from '../../components/ActivityLine.tsx';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { readReference } from '../../components/eventReference.ts';
import { JsonTree } from '../../components/JsonTree.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { useSourceTitle } from '../../components/SourceFilter.tsx';
import classes from '../../components/story.module.css';
import { timeAround } from '../../components/timeAround.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import own from './Events.module.css';

/** One stored event: what it says, what else the actor did, and the record itself. */
export function EventPanel({ reference, onClose }: { reference: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { id, time } = readReference(reference);
  return (
    <DetailPanel label={t('events.one')} id={reference} onClose={onClose} query={useQuery(eventQuery(id, time))}>
      {({ event, record }) => <EventStory event={event} record={record} />}
    </DetailPanel>
  );
}

function EventStory({ event, record }: { event: Activity; record: unknown }) {
  const { t } = useTranslation();
  const text = useText();
  const around = timeAround(event.time);
  return (
    <article>
      <h2 className={classes.title}>{event.title ? text(event.title) : event.action || event.service}</h2>
      <ActivityLine event={event} />
      <p className={own.around}>
        {event.actor.id !== '' && (
          <Link to="/events" search={{ actor: event.actor.id, ...around }}>
            {t('events.actorAround')} →
          </Link>
        )}
        {event.ip !== null && (
          <Link to="/events" search={{ ip: event.ip, ...around }}>
            {t('events.addressAround')} →
          </Link>
        )}
      </p>
      {event.actor.id !== '' && <NearbyAlerts actor={event.actor.id} time={event.time} />}
      <PanelSection title={t('events.fields')}>
        <Fields event={event} />
      </PanelSection>
      <PanelSection title={t('events.record')}>
        <JsonTree value={record} open={2} />
      </PanelSection>
    </article>
  );
}

function NearbyAlerts({ actor, time }: { actor: string; time: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { from, to } = timeAround(time);
  const alerts = useInfiniteQuery(alertsQuery({ actor, since: from, until: to })).data?.pages[0]?.items;
  if (alerts === undefined) return null;
  return (
    <PanelSection title={t('events.alerts')}>
      {alerts.length === 0 && <p className="faint">{t('events.noAlerts')}</p>}
      <ul className={classes.links}>
        {alerts.slice(0, 8).map(({ id, title, severity }) => (
          <li key={id}>
            <SeverityMark severity={severity} />
            <PanelLink kind="alert" id={id} className="clip">
              {text(title)}
            </PanelLink>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

function Fields({ event }: { event: Activity }) {
  const { t } = useTranslation();
  const format = useFormat();
  const source = useSourceTitle();
  const { actor } = event;
  const account = event.accountName === event.account ? event.account : `${event.accountName} · ${event.account}`;
  const fields = {
    time: format.exact(event.time),
    source: source(event.source),
    action: event.action,
    service: event.service,
    outcome: event.error ?? t(`incidents.outcome.${event.outcome}`),
    actor: actor.id || actor.name,
    actorType: actor.type,
    session: actor.session,
    account: event.account === '' ? '' : account,
    region: event.region,
    ip: event.ip,
    agent: event.agent,
    assets: event.assets.join('\n'),
    id: event.id,
  };
  return (
    <dl className={classes.evidence}>
      {Object.entries(fields)
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{t(`events.field.${name as keyof typeof fields}`)}</dt>
            <dd className={own.value}>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
