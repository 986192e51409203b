import { useTranslation } from 'react-i18next';
import type { FindingDetail } from '../../api/client.ts';
import { PanelSection } from '../../components/SidePanel.tsx';
import classes from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';

/** What happened to a finding, newest first. */
export function FindingHistory({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const events = finding.history.toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <PanelSection title={t('findings.history')}>
      <ol className={classes.history}>
        {events.map((event) => (
          <li key={`${event.at} ${event.type}`} className={classes.event} data-type={event.type}>
            <span>
              {t(`findings.event.${event.type}`)}
              {event.actor && ` · ${event.actor}`}
            </span>
            <Time at={event.at} />
            {event.note && <q>{event.note}</q>}
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
