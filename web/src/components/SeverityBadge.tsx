import { useTranslation } from 'react-i18next';
import type { Severity } from '../api/words.ts';
import classes from './badges.module.css';

/** Each severity has an outline of its own, so that no meaning rests on colour. */
const outlines: Record<Severity, string> = {
  critical: 'M4.2 1h5.6L13 4.2v5.6L9.8 13H4.2L1 9.8V4.2z',
  high: 'M7 1.2 13.4 12.6H.6z',
  medium: 'M7 .6 13.4 7 7 13.4.6 7z',
  low: 'M7 12.8.6 1.4h12.8z',
  info: 'M7 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z',
};

/** The bare mark, for dense places whose words stand elsewhere. */
export function SeverityMark({ severity, size = 12 }: { severity: Severity; size?: number }) {
  const hollow = severity === 'info';
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" className={classes.mark} data-severity={severity} aria-hidden>
      <path
        d={outlines[severity]}
        fill={hollow ? 'none' : 'currentColor'}
        stroke={hollow ? 'currentColor' : 'none'}
        strokeWidth={hollow ? 2 : 0}
      />
    </svg>
  );
}

/** Mark and word of a severity on its tinted ground. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return (
    <span className={classes.badge} data-severity={severity}>
      <SeverityMark severity={severity} size={10} />
      {t(`severity.${severity}`)}
    </span>
  );
}
