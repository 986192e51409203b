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
