import { type Severity, severities } from '../../api/words.ts';

export interface Layer {
  severity: Severity;
  lower: number[];
  upper: number[];
}

/** Counts stacked severity upon severity, the worst lowest: a lower and an upper edge for each day. */
export function layers(days: readonly Record<Severity, number>[]): Layer[] {
  let floor = days.map(() => 0);
  return severities.map((severity) => {
    const lower = floor;
    const upper = days.map((open, index) => (lower[index] ?? 0) + open[severity]);
    floor = upper;
    return { severity, lower, upper };
  });
}

/** Round numbers from 0 to one at or above `highest`: two to five steps of 1, 2 or 5 times a power of ten. */
export function ticks(highest: number): number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
