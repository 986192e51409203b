import { useTranslation } from 'react-i18next';
import type { Activity } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import classes from './ActivityLine.module.css';
import { shortActor } from './actor.ts';
import { eventReference } from './eventReference.ts';
import { PanelLink } from './PanelLink.tsx';

interface Props {
  event: Activity;
  /** It stands beside what matters. */
  quiet?: boolean;
  /** What was done is the way to the event's panel. */
  linked?: boolean;
}

/** What an event says in one or two lines: who did what, from where, on which asset, and whether it went through. */
export function ActivityLine({ event, quiet = false, linked = false }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const place = [event.place?.city, event.place?.country, event.place?.organisation ?? event.place?.cloud].filter(
    Boolean,
  );
  const tags = (event.place?.tags ?? []).map((tag) =>
    tag === 'internal' || tag === 'tor' || tag === 'vpn' ? t(`incidents.tags.${tag}`) : tag,
  );
  const what = event.title ? text(event.title) : event.action;
  return (
    <div className={quiet ? classes.quiet : undefined}>
      <span title={event.actor.id}>{shortActor(event.actor.name || event.actor.id) || t('incidents.nobody')}</span>
      {' · '}
      {linked ? (
        <PanelLink kind="event" id={eventReference(event)} className={classes.done} title={event.action}>
          {what}
        </PanelLink>
      ) : (
        <b title={event.action}>{what}</b>
      )}
      {event.outcome !== 'success' && (
        <>
          {' · '}
          <span>{event.error ?? t(`incidents.outcome.${event.outcome}`)}</span>
        </>
      )}
      <p className="faint">
        {[event.action, event.service, event.region].filter(Boolean).join(' · ')}
        {event.ip && (
          <>
            {' · '}
            <span className="mono">{event.ip}</span>
            {place.length > 0 && ` (${place.join(', ')})`}
          </>
        )}
        {tags.length > 0 && ` · ${tags.join(', ')}`}
      </p>
      {event.assets.length > 0 && (
        <p>
          {event.assets.slice(0, 3).map((asset) => (
            <PanelLink key={asset} kind="asset" id={asset} className={`clip ${classes.asset}`} title={asset}>
              {shortActor(asset)}
            </PanelLink>
          ))}
          {event.assets.length > 3 && t('incidents.more', { count: event.assets.length - 3 })}
        </p>
      )}
    </div>
  );
}
