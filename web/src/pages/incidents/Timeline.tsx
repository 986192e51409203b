import { useTranslation } from 'react-i18next';
import type { IncidentDetail } from '../../api/client.ts';
import { ActivityLine } from '../../components/ActivityLine.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { useFormat, useLanguage, useText } from '../../i18n/format.ts';
import classes from './Incidents.module.css';

type Entry = IncidentDetail['timeline'][number];

/** What happened, in order, with what people did about it. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const format = useFormat();
  const language = useLanguage();
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const days = Map.groupBy(entries, ({ at }) => format.date(at));
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h3 className={classes.day}>{day}</h3>
          <ol className={classes.timeline}>
            {ofDay.map((entry, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no ids of their own, and keep their order
              <li key={position} className={classes.entry}>
                <time dateTime={entry.at} title={format.exact(entry.at)}>
                  {clock.format(new Date(entry.at))}
                </time>
                <span className={classes.rail} aria-hidden>
                  <Dot entry={entry} />
                </span>
                <div className={classes.words}>
                  <Words entry={entry} />
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Dot({ entry }: { entry: Entry }) {
  if (entry.type === 'alert') return <SeverityMark severity={entry.alert.severity} size={14} />;
  const hollow = entry.type !== 'event' || entry.alerts.length === 0;
  return <i className={classes.dot} data-hollow={hollow || undefined} />;
}

function Words({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const text = useText();
  switch (entry.type) {
    case 'alert':
      return (
        <PanelLink kind="alert" id={entry.alert.id}>
          <b>{text(entry.alert.title)}</b>
        </PanelLink>
      );
    case 'event':
      return <ActivityLine event={entry.event} quiet={entry.alerts.length === 0} linked />;
    case 'note':
      return (
        <p className={classes.note}>
          <b>{entry.by}</b>
          {'\n'}
          {entry.note}
        </p>
      );
    case 'told':
      return <span className="faint">{t(`incidents.told.${entry.state}`, { channel: entry.channel })}</span>;
    case 'change':
      return <Change entry={entry} />;
  }
}

function Change({ entry }: { entry: Extract<Entry, { type: 'change' }> }) {
  const { t } = useTranslation();
  const word = (value: string | null): string => {
    if (value === null) return t('incidents.unassigned');
    if (entry.what === 'status') return t(`incidents.status.${value as 'open'}`);
    if (entry.what === 'verdict') return t(`incidents.verdict.${value as 'benign'}`);
    return entry.what === 'severity' ? t(`severity.${value as 'high'}`) : value;
  };
  const what = (['status', 'verdict', 'assignee', 'severity'] as const).find((name) => name === entry.what) ?? 'other';
  return (
    <span className="faint">
      {t(`incidents.change.${what}`, { by: entry.by, what: entry.what, from: word(entry.from), to: word(entry.to) })}
    </span>
  );
}
