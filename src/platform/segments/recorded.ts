import { callKey, type Fact } from '../../model/index.ts';
import { readSegments } from './reader.ts';

/** What a recording has already: which calls are complete, and their facts. */
export interface RecordedCalls {
  /** How many calls are complete. */
  size: number;
  done(key: string): boolean;
  facts(key: string): AsyncIterable<Fact>;
}

/**
 * The complete calls of a folder of segments, for a collector that goes on where it was interrupted;
 * undefined where there are none. Their facts are kept in memory as JSON text.
 */
export async function recordedIn(dir: string): Promise<RecordedCalls | undefined> {
  const pending = new Map<string, string[]>();
  const complete = new Map<string, string[]>();
  for await (const record of readSegments(dir)) {
    const key = callKey(record);
    if (record.type === 'fact') {
      // The first item of a call starts anew: an earlier try was cut.
      if (record.item === 0) pending.set(key, []);
      const facts = pending.get(key) ?? [];
      facts.push(JSON.stringify(record));
      pending.set(key, facts);
    } else {
      if (record.complete) complete.set(key, pending.get(key) ?? []);
      pending.delete(key);
    }
  }
  if (complete.size === 0) return undefined;
  return {
    size: complete.size,
    done: (key) => complete.has(key),
    async *facts(key) {
      for (const text of complete.get(key) ?? []) yield JSON.parse(text) as Fact;
    },
  };
}
