import type { Detection } from '../../api/client.ts';
import { severities } from '../../api/words.ts';
import type { DetectionsSearch } from '../../app/addresses.ts';

/** Detections that an address asks for. `excepted`: ids of those with exceptions. */
export function chosenDetections(
  items: readonly Detection[],
  search: DetectionsSearch,
  excepted: ReadonlySet<string>,
): Detection[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((detection) => {
    const { id, title, severity, state, sources, techniques, origin } = detection;
    const text = `${id}\n${title.en}\n${title.ko}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (search.severity === undefined || search.severity.includes(severity)) &&
      (search.condition === undefined || search.condition.includes(state)) &&
      (search.source === undefined || sources.includes(search.source)) &&
      (search.technique === undefined || speaksTo(techniques, search.technique)) &&
      (search.origin === undefined || search.origin === origin) &&
      (search.exceptions === undefined || excepted.has(id))
    );
  });
}

export type Order = 'severity' | 'alerts' | 'last';

const comparisons: Record<Order, (a: Detection, b: Detection) => number> = {
  severity: (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  alerts: (a, b) => b.alertsLastMonth - a.alertsLastMonth,
  last: (a, b) => (b.lastAlert ?? '').localeCompare(a.lastAlert ?? ''),
};

/** Worst, most or newest first; equal ones by severity, then by alerts. */
export function inOrder(items: readonly Detection[], order: Order): Detection[] {
  return items.toSorted((a, b) => comparisons[order](a, b) || comparisons.severity(a, b) || comparisons.alerts(a, b));
}

/** A technique stands for its sub-techniques too. */
function speaksTo(techniques: readonly string[], wanted: string): boolean {
  return techniques.some((one) => one === wanted || one.startsWith(`${wanted}.`));
}

/** How many detections read each kind of log. */
export function countBySource(items: readonly Detection[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sources } of items) for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}
