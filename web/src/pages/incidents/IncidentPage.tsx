import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentDetail } from '../../api/client.ts';
import { incidentQuery } from '../../api/event-queries.ts';
import { useMay } from '../../app/session.tsx';
import { useTitle } from '../../app/title.ts';
import { AssetLink } from '../../components/AssetLink.tsx';
import { shortActor } from '../../components/actor.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { Prose } from '../../components/Prose.tsx';
import { SeverityBadge, SeverityMark } from '../../components/SeverityBadge.tsx';
import { Time } from '../../components/Time.tsx';
import { timeAround } from '../../components/timeAround.ts';
import { useAccountName } from '../../components/useAccountName.ts';
import { useFormat, useText } from '../../i18n/format.ts';
import { IncidentActions, NoteForm } from './IncidentActions.tsx';
import classes from './Incidents.module.css';
import { IncidentState } from './IncidentsPage.tsx';
import { Timeline } from './Timeline.tsx';

const route = getRouteApi('/incidents/$id');

/** One incident: what to do, what happened in which order, who and what is part of it. */
export function IncidentPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(incidentQuery(id));
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={480} />;
  return <Story incident={data} />;
}

function Story({ incident }: { incident: IncidentDetail }) {
  const { t } = useTranslation();
  const text = useText();
  useTitle(text(incident.title));
  const mayWrite = useMay('analyst');
  return (
    <article>
      <header className={classes.head}>
        <Link to="/incidents" search={{}}>
          ← {t('incidents.back')}
        </Link>
        <h1>{text(incident.title)}</h1>
        <div className={classes.badges}>
          <SeverityBadge severity={incident.severity} />
          <IncidentState status={incident.status} />
          {incident.verdict && <span className={classes.state}>{t(`incidents.verdict.${incident.verdict}`)}</span>}
          <span className="faint">
            {t('incidents.column.assignee')}: {incident.assignee ?? t('incidents.unassigned')}
          </span>
        </div>
        {mayWrite && <IncidentActions incident={incident} />}
      </header>
      <div className={classes.page}>
        <div>
          {incident.respond.length > 0 && (
            <Section title={t('incidents.respond')}>
              {incident.respond.map((step) => (
                <div key={step.detection} className={classes.steps}>
                  {incident.respond.length > 1 && <h3>{text(step.title)}</h3>}
                  <Prose text={text(step.text)} />
                </div>
              ))}
            </Section>
          )}
          <Section title={t('incidents.timeline')} text={t('incidents.timelineText')}>
            <Timeline entries={incident.timeline} />
            <p className="faint">
              {incident.cut && t('incidents.cut')}{' '}
              <Link to="/events" search={eventsOf(incident)}>
                {t('incidents.allEvents')} →
              </Link>
            </p>
            {mayWrite && <NoteForm incident={incident} />}
          </Section>
          <Section title={t('incidents.why')}>
            {incident.why.map((one) => (
              <div key={one.detection} className={classes.steps}>
                <h3>{text(one.title)}</h3>
                <Prose text={text(one.text)} />
              </div>
            ))}
          </Section>
        </div>
        <Summary incident={incident} />
      </div>
    </article>
  );
}

/** The question to the event search: what its only actor, or else anybody, did in its time and an hour around it. */
function eventsOf({ actors, firstAt, lastAt }: IncidentDetail) {
  const [actor] = actors.filter((one) => one !== '');
  return { ...timeAround(firstAt, lastAt), ...(actors.length === 1 && actor !== undefined ? { actor } : {}) };
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </section>
  );
}

function Summary({ incident }: { incident: IncidentDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const accountName = useAccountName();
  const known = new Map(incident.known.map((asset) => [asset.id, asset]));
  return (
    <aside className={classes.aside} aria-label={t('incidents.summary')}>
      <dl className={classes.facts}>
        <dt>{t('incidents.first')}</dt>
        <dd>
          <Time at={incident.firstAt} exact />
        </dd>
        <dt>{t('incidents.last')}</dt>
        <dd>
          <Time at={incident.lastAt} exact />
        </dd>
        <dt>{t('incidents.column.alerts')}</dt>
        <dd>{format.number(incident.alerts)}</dd>
        {incident.actors.length > 0 && (
          <>
            <dt>{t('incidents.actors')}</dt>
            {incident.actors.map((actor) => (
              <dd key={actor}>
                <Link to="/alerts" search={{ actor }} title={actor}>
                  {shortActor(actor)}
                </Link>
              </dd>
            ))}
          </>
        )}
        {incident.accounts.length > 0 && (
          <>
            <dt>{t('incidents.accounts')}</dt>
            <dd>{format.list(incident.accounts.map(accountName))}</dd>
          </>
        )}
        {incident.techniques.length > 0 && (
          <>
            <dt>{t('incidents.techniques')}</dt>
            <dd>
              {incident.techniques.map((technique) => (
                <Link key={technique} to="/alerts" search={{ technique }} className={classes.chip}>
                  {technique}
                </Link>
              ))}
            </dd>
          </>
        )}
        {incident.assets.length > 0 && (
          <>
            <dt>{t('incidents.assets')}</dt>
            {incident.assets.slice(0, 12).map((id) => {
              const asset = known.get(id);
              return <dd key={id}>{asset ? <AssetLink asset={asset} /> : <span title={id}>{shortActor(id)}</span>}</dd>;
            })}
            {incident.assets.length > 12 && <dd>{t('incidents.more', { count: incident.assets.length - 12 })}</dd>}
          </>
        )}
        {incident.openFindings.length > 0 && (
          <>
            <dt>{t('incidents.findings')}</dt>
            {incident.openFindings.map(({ id, title, severity }) => (
              <dd key={id}>
                <SeverityMark severity={severity} size={10} />{' '}
                <PanelLink kind="finding" id={id}>
                  {text(title)}
                </PanelLink>
              </dd>
            ))}
          </>
        )}
      </dl>
    </aside>
  );
}
