import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import { SeverityMark } from '../../components/SeverityBadge.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './OverviewPage.module.css';

/** Open findings by severity, each number the way to its list. */
export function SeverityTiles({ open, fresh }: { open: Schema['SeverityCounts']; fresh: Schema['SeverityCounts'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <nav className={classes.tiles} aria-label={t('overview.bySeverity')}>
      {severities.map((severity) => (
        <Link key={severity} to="/findings" search={{ severity: [severity] }} className={classes.tile}>
          <span className={classes.tileName}>
            <SeverityMark severity={severity} />
            {t(`severity.${severity}`)}
          </span>
          <span className={classes.tileCount}>{format.number(open[severity])}</span>
          {fresh[severity] > 0 && (
            <span className={classes.tileFresh}>{t('overview.new24h', { n: format.number(fresh[severity]) })}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
