import { IconAlertTriangle, IconCheck, IconClock, IconLoader2, IconPlayerStop, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Scan } from '../../api/client.ts';
import badges from '../../components/badges.module.css';
import { Time } from '../../components/Time.tsx';
import { useFormat, useText } from '../../i18n/format.ts';
import classes from './Connections.module.css';
import { running, share } from './scans.ts';

const looks = {
  queued: { icon: IconClock, tone: 'neutral' },
  running: { icon: IconLoader2, tone: 'manual' },
  done: { icon: IconCheck, tone: 'pass' },
  incomplete: { icon: IconAlertTriangle, tone: 'unknown' },
  failed: { icon: IconX, tone: 'fail' },
  cancelled: { icon: IconPlayerStop, tone: 'neutral' },
} as const satisfies Record<Scan['state'], unknown>;

/** How a scan stands: while it runs what it is at, afterwards what came of it. */
export function ScanState({ scan }: { scan: Scan }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { icon: Icon, tone } = looks[scan.state];
  const at = scan.finishedAt ?? scan.startedAt;
  return (
    <div className={classes.state}>
      <span className={badges.badge} data-tone={tone}>
        <Icon size={12} stroke={2.2} aria-hidden />
        {t(`scan.state.${scan.state}`)}
      </span>
      {at && <Time at={at} />}
      {!running(scan) && scan.counts && (
        <span className="faint">
          {t('scan.outcome', {
            assets: format.number(scan.counts.assets),
            opened: format.number(scan.counts.opened),
            resolved: format.number(scan.counts.resolved),
          })}
        </span>
      )}
      {scan.problems.length > 0 && !running(scan) && (
        <span className="faint">
          {t('scan.problemCount', { count: scan.problems.reduce((sum, { count }) => sum + count, 0) })}
        </span>
      )}
      {scan.error && <span>{text(scan.error)}</span>}
      {running(scan) && <Progress scan={scan} />}
    </div>
  );
}

function Progress({ scan }: { scan: Scan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = scan;
  const done = share(scan);
  return (
    <div className={classes.progress} aria-live="polite">
      <div
        className={classes.track}
        role="progressbar"
        aria-label={t(`scan.phase.${scan.phase}`)}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(done === undefined ? {} : { 'aria-valuenow': Math.round(done * 100) })}
      >
        {done === undefined ? <i data-unknown /> : <i style={{ width: `${done * 100}%` }} />}
      </div>
      <span className="faint clip">
        {t(`scan.phase.${scan.phase}`)} ·{' '}
        {t('scan.progress', {
          calls: format.number(progress.callsDone),
          facts: format.number(progress.facts),
        })}
        {progress.errors > 0 && ` · ${t('scan.errors', { count: progress.errors })}`}
        {progress.current && ` · ${progress.current}`}
      </span>
    </div>
  );
}
