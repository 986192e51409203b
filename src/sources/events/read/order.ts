import type { LogEvent } from '../../../model/index.ts';

/**
 * Puts events in the order of their time, as far as `ahead` of them reach: whole logs that are no longer come out sorted,
 * whatever their order; answers of APIs, for one, begin with the newest.
 */
export async function* inOrder(
  batches: AsyncIterable<readonly LogEvent[]>,
  ahead: number,
): AsyncGenerator<readonly LogEvent[]> {
  let waiting: LogEvent[] = [];
  for await (const batch of batches) {
    for (const event of batch) waiting.push(event);
    if (waiting.length >= ahead) {
      waiting.sort(byTime);
      const half = Math.floor(waiting.length / 2);
      yield waiting.slice(0, half);
      waiting = waiting.slice(half);
    }
  }
  if (waiting.length > 0) yield waiting.sort(byTime);
}

/** Events of one time keep to an order of their own, so that a log gives the same however it is cut into files. */
function byTime(one: LogEvent, other: LogEvent): number {
  return one.time - other.time || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
