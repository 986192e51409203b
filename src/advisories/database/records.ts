import type { DatabaseSync } from 'node:sqlite';
import { type FeedRecord, isEnrichment } from '../feeds/index.ts';
import type { FeedMeta } from './meta.ts';
import { packed, unpacked } from './pack.ts';

/** Records in one blob. */
const CHUNK = 400;

/** Writes a feed's records as they come. */
export function chunkWriter(database: DatabaseSync, feed: string) {
  const insert = database.prepare('INSERT INTO chunk (feed, records) VALUES (?, ?)');
  let waiting: FeedRecord[] = [];
  const write = () => {
    if (waiting.length > 0) insert.run(feed, packed(waiting, 3));
    waiting = [];
  };
  return {
    add(record: FeedRecord): void {
      waiting.push(record);
      if (waiting.length >= CHUNK) write();
    },
    end: write,
  };
}

/** The records of a feed, in the order in which they were written. */
export function* recordsOf(database: DatabaseSync, feed: string): Generator<FeedRecord> {
  for (const { records } of database.prepare('SELECT records FROM chunk WHERE feed = ? ORDER BY rowid').iterate(feed)) {
    yield* unpacked<FeedRecord[]>(records);
  }
}

/**
 * Records of all feeds that count: of an advisory that comes by several feeds, the copy that was changed last, and none where its maker took it back.
 */
export function chosenRecords(
  database: DatabaseSync,
  feeds: readonly FeedMeta[],
): () => Generator<{ feed: string; record: FeedRecord }> {
  const times = new Map<string, number>();
  for (const { sources } of feeds) for (const source of sources) times.set(source, (times.get(source) ?? 0) + 1);
  const shared = new Set([...times].filter(([, count]) => count > 1).map(([source]) => source));
  const winners = new Map<string, { feed: string; modified: string }>();
  const withdrawn = new Set<string>();
  if (shared.size > 0) {
    for (const { id: feed, sources } of feeds) {
      if (!sources.some((source) => shared.has(source))) continue;
      for (const record of recordsOf(database, feed)) {
        if (isEnrichment(record)) {
          if (record.enriches === 'withdrawn') withdrawn.add(keyOf(record));
          continue;
        }
        if (!shared.has(record.source)) continue;
        const { modified = '' } = record;
        const known = winners.get(keyOf(record));
        if (known === undefined || modified > known.modified) winners.set(keyOf(record), { feed, modified });
      }
    }
  }
  return function* () {
    for (const { id: feed } of feeds) {
      for (const record of recordsOf(database, feed)) {
        if (!isEnrichment(record) && shared.has(record.source)) {
          if (winners.get(keyOf(record))?.feed !== feed || withdrawn.has(keyOf(record))) continue;
        }
        yield { feed, record };
      }
    }
  };
}

function keyOf({ id, source }: { id: string; source: string }): string {
  return `${source}\n${id}`;
}
