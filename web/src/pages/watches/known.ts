import type { operations } from '../../api/schema.ts';

export type KnownEvent = operations['knownEvents']['responses'][200]['content']['application/json']['items'][number];

/** Events in which every word occurs, whatever the language; those that happen here first. */
export function foundEvents(events: readonly KnownEvent[], words: string): KnownEvent[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return events
    .filter(({ id, name, service, title, category }) => {
      const text = [id, name, service, title.en, title.ko, category].join('\n').toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .toSorted((a, b) => b.seenLastMonth - a.seenLastMonth || Number(b.named) - Number(a.named));
}
