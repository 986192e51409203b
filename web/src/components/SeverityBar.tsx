import { useTranslation } from 'react-i18next';
import type { Schema } from '../api/client.ts';
import { severities } from '../api/words.ts';
import { useFormat } from '../i18n/format.ts';
import { SeverityMark } from './SeverityBadge.tsx';
import classes from './SeverityBar.module.css';

/** Worst severities whose numbers stand beside the bar. */
const named = 2;

/**
 * What stands open by severity: the two worst as marks with numbers, all of them as a bar. The bar is drawn for the eye; its
 * numbers are in the label.
 */
export function SeverityBar({ open, wide = false }: { open: Schema['SeverityCounts']; wide?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const there = severities.filter((severity) => open[severity] > 0);
  if (there.length === 0) return <span className="faint">–</span>;
  const label = format.list(there.map((severity) => `${t(`severity.${severity}`)} ${format.number(open[severity])}`));
  return (
    <span className={classes.open} data-wide={wide || undefined} role="img" aria-label={label} title={label}>
      <span className={classes.numbers} aria-hidden>
        {there.slice(0, wide ? severities.length : named).map((severity) => (
          <span key={severity}>
            <SeverityMark severity={severity} size={11} />
            {format.compact(open[severity])}
          </span>
        ))}
      </span>
      <span className={classes.bar} aria-hidden>
        {there.map((severity) => (
          <i key={severity} data-severity={severity} style={{ flexGrow: open[severity] }} />
        ))}
      </span>
    </span>
  );
}
