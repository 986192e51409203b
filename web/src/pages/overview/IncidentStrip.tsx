import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../api/client.ts';
import { detectionOverviewQuery, newestIncidentsQuery } from '../../api/event-queries.ts';
import { severities } from '../../api/words.ts';
import { useLosses } from '../../components/losses.ts';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './IncidentStrip.module.css';

/** What happens, beside what is wrong: open incidents, the newest of them, and whether events come in at all. */
export function IncidentStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const losses = useLosses();
  const { data } = useQuery(detectionOverviewQuery(30));
  const newest = useQuery(newestIncidentsQuery).data?.items ?? [];
  if (data === undefined) return <section className={classes.strip} aria-busy="true" />;
  const { open, events } = data;
  const some = severities.filter((severity) => open[severity] > 0);
  return (
    <section className={classes.strip} aria-labelledby="incidents">
      <header>
        <h2 id="incidents">{t('incidents.strip.title')}</h2>
        {some.map((severity) => (
          <Link key={severity} to="/incidents" search={{ severity: [severity] }} className={classes.count}>
            <SeverityMark severity={severity} />
            <b className="figures">{format.number(open[severity])}</b> {t(`severity.${severity}`)}
          </Link>
        ))}
        {some.length === 0 && <span className="faint">{t('incidents.answerNone')}</span>}
        <span className={classes.events}>
          {events.newest === null ? (
            <Link to="/settings/{-$section}" params={{ section: 'feeds' }}>
              {t('incidents.strip.noEvents')}
            </Link>
          ) : (
            <Link to="/events" search={{}}>
              {t('incidents.strip.events', { n: format.compact(events.lastDay) })}
            </Link>
          )}
          {events.lost > 0 && (
            <Link to="/settings/{-$section}" params={{ section: 'feeds' }} className={classes.lost}>
              {t('incidents.strip.lost', { what: losses(events.lostBy) })}
            </Link>
          )}
        </span>
      </header>
      {newest.length > 0 && (
        <ol>
          {newest.map((incident) => (
            <Newest key={incident.id} incident={incident} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Newest({ incident: { id, title, severity, lastAt } }: { incident: Incident }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <li>
      <SeverityMark severity={severity} size={11} />
      <Link to="/incidents/$id" params={{ id }} search={{}} className="clip">
        <span className="sr-only">{t(`severity.${severity}`)}: </span>
        {text(title)}
      </Link>
      <Time at={lastAt} />
    </li>
  );
}
