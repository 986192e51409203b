import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AlertDetail } from '../../api/client.ts';
import { alertQuery } from '../../api/event-queries.ts';
import { ActivityLine } from '../../components/ActivityLine.tsx';
import { DetailPanel } from '../../components/DetailPanel.tsx';
import { ExceptAction } from '../../components/ExceptAction.tsx';
import { JsonTree } from '../../components/JsonTree.tsx';
import { PanelLink } from '../../components/PanelLink.tsx';
import { Prose } from '../../components/Prose.tsx';
import { SeverityBadge } from '../../components/SeverityBadge.tsx';
import { PanelSection } from '../../components/SidePanel.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import classes from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { AlertExceptionDialog } from './AlertExceptionDialog.tsx';
import own from './Incidents.module.css';

/** One alert: what, why it matters, proof, what to do, and a way to be silent about the likes of it. */
export function AlertPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DetailPanel
      label={t('incidents.one')}
      id={id}
      onClose={onClose}
      query={useQuery(alertQuery(id))}
      actions={(alert) =>
        !alert.excepted &&
        alert.watch === null && (
          <ExceptAction dialog={(close) => <AlertExceptionDialog alert={alert} onClose={close} />}>
            {t('incidents.except')}
          </ExceptAction>
        )
      }
    >
      {(alert) => <AlertStory alert={alert} />}
    </DetailPanel>
  );
}

function AlertStory({ alert }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <article>
      <div className={classes.badges}>
        <SeverityBadge severity={alert.severity} />
        {alert.excepted && <StatusChip status="excepted" />}
        <Time at={alert.firstAt} exact />
        {alert.incident && (
          <Link to="/incidents/$id" params={{ id: alert.incident }} search={{}}>
            {t('incidents.inIncident')} →
          </Link>
        )}
      </div>
      <h2 className={classes.title}>{text(alert.title)}</h2>
      {alert.watch === null ? (
        <PanelLink kind="detection" id={alert.detection}>
          {t('incidents.column.detection')} →
        </PanelLink>
      ) : (
        <Link to="/detections/watches">{t('incidents.column.watch')} →</Link>
      )}
      <PanelSection title={t('incidents.why')}>
        <Prose text={text(alert.why)} />
        {alert.techniques.length > 0 && (
          <p>
            {alert.techniques.map((technique) => (
              <Link key={technique} to="/alerts" search={{ technique }} className={own.chip}>
                {technique}
              </Link>
            ))}
          </p>
        )}
      </PanelSection>
      {alert.respond && (
        <PanelSection title={t('incidents.respond')}>
          <Prose text={text(alert.respond)} />
        </PanelSection>
      )}
      {Object.keys(alert.group).length > 0 && (
        <PanelSection title={t('incidents.group')}>
          <dl className={classes.evidence}>
            {Object.entries(alert.group).map(([field, value]) => (
              <Pair key={field} field={field} value={value} />
            ))}
          </dl>
        </PanelSection>
      )}
      <PanelSection title={t('incidents.evidence')}>
        {alert.evidence.map(({ event, record, kept }) => (
          <div key={event.id} className={own.steps}>
            <Time at={event.time} exact />
            <ActivityLine event={event} linked={kept} />
            {kept ? <JsonTree value={record} open={0} /> : <p className="faint">{t('incidents.evidenceGone')}</p>}
          </div>
        ))}
      </PanelSection>
    </article>
  );
}

function Pair({ field, value }: { field: string; value: string }) {
  return (
    <>
      <dt className="mono">{field}</dt>
      <dd>{value}</dd>
    </>
  );
}
