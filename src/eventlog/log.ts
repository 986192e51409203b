import path from 'node:path';
import { UserError } from '../model/index.ts';
import { openChunks } from './chunks.ts';
import { newClient } from './client.ts';
import type { Position } from './protocol.ts';
import { rememberIds } from './remembered.ts';
import { eventOf, eventOfLine, lineOf } from './table.ts';
import type { EventFilter, EventLog, StoredEvent } from './types.ts';

const DAY_MS = 86_400_000;

/** Events of a batch of `read`. */
const BATCH = 5000;

/** Ids of the newest events that are remembered at the start. */
const REMEMBERED = 300_000;

/** Opens the event log of a folder, making it where there is none. One process at a time. */
export async function openEventLog(dir: string, clock: () => Date = () => new Date()): Promise<EventLog> {
  const chunks = await openChunks(path.join(dir, 'chunks'));
  const client = newClient(path.resolve(dir));
  const remembered = rememberIds();
  for (const id of (await client.ask('recentIds', { limit: REMEMBERED })).reverse()) remembered.add(id);

  return {
    async append(events) {
      const once = new Map<string, StoredEvent>();
      for (const event of events) {
        const { id } = event.activity;
        if (!remembered.has(id) && !once.has(id)) once.set(id, event);
      }
      const fresh = [...once.values()];
      const position = await chunks.append(fresh.map(lineOf), clock());
      // Only what is on disk is known: an append that fails is delivered again.
      for (const id of once.keys()) remembered.add(id);
      return { duplicates: events.length - fresh.length, fresh, ...position };
    },

    async *tail(after) {
      for await (const { lines, chunk, offset } of chunks.after(after)) {
        yield { events: lines.map(eventOfLine), chunk, offset };
      }
    },

    async search(filter, { limit, cursor }) {
      const started = performance.now();
      const after = cursor === undefined ? undefined : positionOf(cursor);
      const rows = await client.ask('search', { filter, limit: limit + 1, ...(after === undefined ? {} : { after }) });
      const items = rows.slice(0, limit).map(eventOf);
      return {
        items,
        next: rows.length > limit ? cursorAfter(items.at(-1) as StoredEvent) : null,
        seconds: (performance.now() - started) / 1000,
      };
    },

    byIds: async (ids, around) => (await client.ask('byIds', { ids, ...around })).map(eventOf),

    async histogram(filter, steps) {
      const { since, until } = await span(filter);
      const counts = await client.ask('histogram', { filter, since, until, steps });
      const width = (until.getTime() - since.getTime()) / steps;
      return counts.map((count, n) => ({ at: new Date(since.getTime() + n * width).toISOString(), count }));
    },

    async query(sql, limit) {
      const started = performance.now();
      const result = await client.ask('query', { sql, limit });
      return { ...result, seconds: (performance.now() - started) / 1000 };
    },

    async *read(since, until) {
      for (let after: Position | undefined; ; ) {
        const rows = await client.ask('read', {
          since,
          until,
          limit: BATCH,
          ...(after === undefined ? {} : { after }),
        });
        const events = rows.map(eventOf);
        const last = events.at(-1);
        if (last === undefined) return;
        yield events;
        if (events.length < BATCH) return;
        after = positionAt(last);
      }
    },

    async compact(now, keepDays, read) {
      await chunks.roll(now);
      await client.ask('compact', {
        chunks: (await chunks.closed()).filter((name) => read === undefined || name < read.chunk),
        keepFrom: new Date(now.getTime() - keepDays * DAY_MS),
      });
    },

    async oldest() {
      const oldest = await client.ask('oldest', {});
      return oldest === undefined ? undefined : new Date(oldest);
    },

    setApart: (name, events) => chunks.apart(name, events.map(lineOf)),
    dropApart: (name) => chunks.apart(name, []),

    async close() {
      await chunks.close();
      await client.close();
    },
  };

  /** The time that a filter means: where it leaves it open, from the oldest event until now. */
  async function span({ since, until }: EventFilter): Promise<{ since: Date; until: Date }> {
    const end = until ?? clock();
    const oldest = since === undefined ? await client.ask('oldest', {}) : undefined;
    const start = since ?? new Date(oldest ?? end.getTime() - DAY_MS);
    return start < end ? { since: start, until: end } : { since: new Date(end.getTime() - 1000), until: end };
  }
}

function positionAt({ activity }: StoredEvent): Position {
  return { time: Date.parse(activity.time), id: activity.id };
}

function cursorAfter(event: StoredEvent): string {
  const { time, id } = positionAt(event);
  return Buffer.from(JSON.stringify([time, id])).toString('base64url');
}

/** @throws UserError `cursor-invalid` */
function positionOf(cursor: string): Position {
  try {
    const [time, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof time === 'number' && Number.isSafeInteger(time) && typeof id === 'string') return { time, id };
  } catch {
    // Said below.
  }
  throw new UserError('cursor-invalid', {
    en: 'This cursor is not one of this list. Begin again at the first page.',
    ko: '이 목록의 커서가 아닙니다. 첫 페이지부터 다시 조회하세요.',
  });
}
