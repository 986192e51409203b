import { useTranslation } from 'react-i18next';
import type { Schema } from '../api/client.ts';
import { requirementStates } from '../api/words.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './StatusBar.module.css';

/** How a part is drawn; `unknown` is hatched, `none` is empty ground. */
type Tone = 'pass' | 'given' | 'fail' | 'unknown' | 'manual' | 'error' | 'none';

export interface Part {
  key: string;
  label: string;
  tone: Tone;
  count: number;
}

/**
 * A bar whose parts keep their own length and colour. The numbers stand in its label, so that nothing is told by length
 * alone.
 */
export function Bar({ parts, height = 8 }: { parts: readonly Part[]; height?: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const drawn = parts.filter(({ count }) => count > 0);
  const words = drawn.map(({ label, count }) => `${label} ${format.number(count)}`).join(', ') || t('status.none');
  return (
    <div className={classes.bar} style={{ height }} role="img" aria-label={words} title={words}>
      {drawn.map(({ key, tone, count }) => (
        <span key={key} data-tone={tone} style={{ flexGrow: count }} />
      ))}
    </div>
  );
}

/** The same parts as words and numbers. */
export function BarLegend({ parts }: { parts: readonly Part[] }) {
  const format = useFormat();
  return (
    <span className={classes.counts}>
      {parts.map(({ key, label, tone, count }) => (
        <span key={key} className={classes.count} data-tone={tone}>
          <i aria-hidden />
          {label} <b>{format.number(count)}</b>
        </span>
      ))}
    </span>
  );
}

const resultTones = { pass: 'pass', fail: 'fail', unknown: 'unknown', manual: 'manual', error: 'error' } as const;

/** Results by status; unknown and manual are there even at nought, so that a reader sees they were counted. */
export function useResultParts(counts: Schema['StatusCounts']): Part[] {
  const { t } = useTranslation();
  return (['pass', 'fail', 'unknown', 'manual', 'error'] as const)
    .filter((status) => counts[status] > 0 || status !== 'error')
    .map((status) => ({ key: status, label: t(`status.${status}`), tone: resultTones[status], count: counts[status] }));
}

const stateTones = {
  failing: 'fail',
  unknown: 'unknown',
  manual: 'manual',
  passing: 'pass',
  evidenced: 'given',
  'not-applicable': 'none',
  'not-covered': 'none',
} as const;

/** Requirements by state: what passes first, what nobody can tell last. */
export function useStateParts(counts: Schema['RequirementCounts']): Part[] {
  const { t } = useTranslation();
  const order = requirementStates.toSorted((a, b) => rank(a) - rank(b));
  return order
    .map((state) => ({
      key: state,
      label: t(`compliance.state.${state}`),
      tone: stateTones[state],
      count: counts[state],
    }))
    .filter(({ count }) => count > 0);
}

function rank(state: (typeof requirementStates)[number]): number {
  return ['passing', 'evidenced', 'failing', 'unknown', 'manual', 'not-covered', 'not-applicable'].indexOf(state);
}
