import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './StatusBar.module.css';

/** The parts an honest bar keeps apart, in drawing order. */
export const barParts = ['pass', 'fail', 'unknown', 'manual', 'error'] as const;
export type BarPart = (typeof barParts)[number];
export type BarCounts = Partial<Record<BarPart, number>>;

/**
 * A bar of results in which pass, fail, unknown and manual keep their own length and colour; unknown is hatched.
 * The numbers stand in its label, so that nothing is told by length alone.
 */
export function StatusBar({ counts, height = 8 }: { counts: BarCounts; height?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = barParts.map((part) => ({ part, count: counts[part] ?? 0 })).filter(({ count }) => count > 0);
  const words = parts.map(({ part, count }) => `${t(`status.${part}`)} ${format.number(count)}`).join(', ');
  return (
    <div
      className={classes.bar}
      style={{ height }}
      role="img"
      aria-label={words || t('status.none')}
      title={words || t('status.none')}
    >
      {parts.map(({ part, count }) => (
        <span key={part} data-part={part} style={{ flexGrow: count }} />
      ))}
    </div>
  );
}

/** The same counts as words and numbers. */
export function StatusCounts({ counts, all = false }: { counts: BarCounts; all?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={classes.counts}>
      {barParts
        .filter((part) => (counts[part] ?? 0) > 0 || (all && part !== 'error'))
        .map((part) => (
          <span key={part} className={classes.count} data-part={part}>
            <i aria-hidden />
            {t(`status.${part}`)} <b>{format.number(counts[part] ?? 0)}</b>
          </span>
        ))}
    </span>
  );
}
