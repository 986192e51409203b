import type { Entries } from '../state/entries.ts';
import type { Judge } from './whole.ts';

type Holds = (value: number) => boolean;

/** How many events there are. */
export function countJudge(holds: Holds): Judge {
  return (_entries, window) => (holds(window.length) ? window : undefined);
}

/** How many different values they have; `value` of an entry tells its value apart. */
export function distinctJudge(holds: Holds): Judge {
  return (entries, window) => (holds(new Set(valuesOf(entries, window)).size) ? window : undefined);
}

export function sumJudge(holds: Holds): Judge {
  return (entries, window) => (holds(sum(valuesOf(entries, window))) ? window : undefined);
}

export function averageJudge(holds: Holds): Judge {
  return (entries, window) => (holds(sum(valuesOf(entries, window)) / window.length) ? window : undefined);
}

/** The value at a percentile (0 to 100), by nearest rank: the least one that so many per cent of all do not exceed. */
export function percentileJudge(percentile: number, holds: Holds): Judge {
  return (entries, window) => {
    const sorted = valuesOf(entries, window).sort((one, other) => one - other);
    const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
    return holds(sorted[rank - 1]!) ? window : undefined;
  };
}

/** The share of the events, in per cent, that have the same value as one of them: those of which it holds. */
export function shareJudge(holds: Holds): Judge {
  return (entries, window) => {
    const byValue = Map.groupBy(window, (at) => entries.value[at]!);
    const found = [...byValue.values()].filter(({ length }) => holds((100 * length) / window.length)).flat();
    return found.length > 0 ? found : undefined;
  };
}

function valuesOf(entries: Entries, window: readonly number[]): number[] {
  return window.map((at) => entries.value[at]!);
}

// Sorted first: sums of fractions hang on the order.
function sum(values: number[]): number {
  return values.sort((one, other) => one - other).reduce((total, value) => total + value, 0);
}
