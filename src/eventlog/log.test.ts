import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventLog, StoredEvent } from './index.ts';
import { openEventLog } from './index.ts';

let dir: string;
let now: Date;
const open: EventLog[] = [];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'eventlog-'));
  now = new Date('2026-11-01T12:00:00Z');
});

afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  await rm(dir, { recursive: true, force: true });
});

async function opened(): Promise<EventLog> {
  const log = await openEventLog(dir, () => now);
  open.push(log);
  return log;
}

function event(id: string, time: string, more: Partial<StoredEvent['activity']> = {}): StoredEvent {
  return {
    activity: {
      id,
      source: 'cloudtrail',
      time,
      action: 'ListBuckets',
      service: 's3.amazonaws.com',
      outcome: 'success',
      actor: { type: 'user', id: 'arn:aws:iam::111122223333:user/mina', name: 'mina' },
      account: '111122223333',
      region: 'us-east-1',
      ip: '198.51.100.7',
      assets: ['arn:aws:s3:::ledgers'],
      classUid: 6003,
      ...more,
    },
    receivedAt: '2026-11-01T12:00:00.000Z',
    record: { eventID: id, nested: { word: `w-${id}` } },
  };
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString();
const ids = (events: readonly StoredEvent[]) => events.map(({ activity }) => activity.id);

/** Closes the chunk that is written and puts all into Parquet. */
async function compacted(log: EventLog): Promise<void> {
  now = new Date(now.getTime() + 3_600_000);
  await log.compact(now, 365);
}

describe('the event log', () => {
  it('gives an event back as it was, from a chunk and from Parquet', async () => {
    const log = await opened();
    const given = event('a', at(1), { error: 'AccessDenied', agent: 'aws-cli/2', outcome: 'failure' });
    given.activity.actor.session = 'ASIAEXAMPLE';
    await log.append([given]);
    expect((await log.search({}, { limit: 10 })).items).toEqual([given]);
    await compacted(log);
    expect((await log.search({}, { limit: 10 })).items).toEqual([given]);
    expect(await log.byIds(['a', 'b'])).toEqual([given]);
  });

  it('keeps events apart that are found, but neither read as they come nor compacted, and leave together', async () => {
    const log = await opened();
    await log.append([event('a', at(1))]);
    await log.setApart('sample', [event('s', at(2)), event('t', at(3))]);
    expect(ids((await log.search({}, { limit: 10 })).items)).toEqual(['t', 's', 'a']);
    expect(ids(await log.byIds(['s']))).toEqual(['s']);
    const tailed: string[] = [];
    for await (const { events } of log.tail(undefined)) tailed.push(...ids(events));
    expect(tailed).toEqual(['a']);
    await compacted(log);
    await log.dropApart('sample');
    expect(ids((await log.search({}, { limit: 10 })).items)).toEqual(['a']);
  });

  it('holds an event that came twice once', async () => {
    const log = await opened();
    expect((await log.append([event('a', at(1)), event('a', at(1)), event('b', at(2))])).duplicates).toBe(1);
    const again = await log.append([event('b', at(2)), event('c', at(3))]);
    expect(ids(again.fresh)).toEqual(['c']);
    await log.close();
    const later = await opened();
    expect((await later.append([event('a', at(1))])).duplicates).toBe(1);
  });

  it('leaves out of Parquet what lies there already', async () => {
    const log = await opened();
    await log.append([event('a', at(1))]);
    await compacted(log);
    await compacted(log);
    await log.close();
    // Ids of compacted events are no longer remembered by a new process.
    const later = await opened();
    expect((await later.append([event('a', at(1)), event('b', at(2))])).duplicates).toBe(0);
    await compacted(later);
    expect(ids((await later.search({}, { limit: 10 })).items)).toEqual(['b', 'a']);
    expect((await later.query('select count(*)::INTEGER from events', 10)).rows).toEqual([[2]]);
  });

  it('pages from the newest to the oldest, whatever lies where', async () => {
    const log = await opened();
    await log.append(Array.from({ length: 30 }, (_, n) => event(`old-${String(n).padStart(2, '0')}`, at(n))));
    await compacted(log);
    await log.append(Array.from({ length: 30 }, (_, n) => event(`new-${String(n).padStart(2, '0')}`, at(n))));
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await log.search({}, { limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ activity }) => activity.time));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toHaveLength(60);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it('finds what is years older than the rest', async () => {
    const log = await opened();
    await log.append([event('ancient', '2019-03-01T00:00:00.000Z', { action: 'DeleteTrail' }), event('a', at(1))]);
    expect(ids((await log.search({ action: 'deletetrail' }, { limit: 1 })).items)).toEqual(['ancient']);
    expect((await log.oldest())?.toISOString()).toBe('2019-03-01T00:00:00.000Z');
  });

  it('filters by what an event says', async () => {
    const log = await opened();
    await log.append([
      event('a', at(1)),
      event('b', at(2), { ip: '203.0.113.9', outcome: 'failure', assets: [] }),
      event('c', at(3), { account: '444455556666', action: 'GetObject' }),
    ]);
    const found = async (filter: Parameters<EventLog['search']>[0]) =>
      ids((await log.search(filter, { limit: 10 })).items);
    expect(await found({ ip: '203.0.113.9' })).toEqual(['b']);
    expect(await found({ outcome: 'success' })).toEqual(['c', 'a']);
    expect(await found({ asset: 'arn:aws:s3:::ledgers' })).toEqual(['c', 'a']);
    expect(await found({ actor: 'mina', account: '444455556666' })).toEqual(['c']);
    expect(await found({ q: 'W-B listbuckets' })).toEqual(['b']);
    expect(await found({ q: "it's %_\\" })).toEqual([]);
    expect(await found({ since: new Date(at(2)), until: new Date(at(3)) })).toEqual(['b']);
  });

  it('counts over time in equal steps', async () => {
    const log = await opened();
    await log.append([0, 1, 2, 2, 9].map((minute, n) => event(`e${n}`, at(minute))));
    const steps = await log.histogram({ since: new Date(at(0)), until: new Date(at(10)) }, 5);
    expect(steps.map(({ count }) => count)).toEqual([2, 2, 0, 0, 1]);
    expect(steps[1]?.at).toBe(at(2));
  });

  it('reads all of a time in its order, for replay', async () => {
    const log = await opened();
    await log.append([3, 1, 2].map((minute) => event(`e${minute}`, at(minute))));
    await compacted(log);
    await log.append([event('e0', at(0)), event('e9', at(9))]);
    const read: string[] = [];
    for await (const events of log.read(new Date(at(0)), new Date(at(9)))) read.push(...ids(events));
    expect(read).toEqual(['e0', 'e1', 'e2', 'e3']);
  });

  it('drops what is older than it is to be kept', async () => {
    const log = await opened();
    await log.append([event('old', '2026-01-01T00:00:00.000Z'), event('new', at(1))]);
    now = new Date(now.getTime() + 3_600_000);
    await log.compact(now, 30);
    expect(ids((await log.search({}, { limit: 10 })).items)).toEqual(['new']);
    await log.compact(new Date('2027-06-01T00:00:00Z'), 30);
    expect(ids((await log.search({}, { limit: 10 })).items)).toEqual([]);
  });

  it('puts an hour in many files into one, and removes what is left over', async () => {
    const log = await opened();
    for (let n = 0; n < 7; n += 1) {
      await log.append([event(`e${n}`, at(n))]);
      await compacted(log);
    }
    expect((await log.search({}, { limit: 10 })).items).toHaveLength(7);
    expect(await readdir(path.join(dir, 'chunks'))).toHaveLength(1);
  });
});

describe('a reader of the event log', () => {
  it('goes on where it stopped', async () => {
    const log = await opened();
    const first = await log.append([event('a', at(1))]);
    await log.append([event('b', at(2))]);
    const tail = async (after?: { chunk: string; offset: number }) => {
      const seen: string[] = [];
      for await (const { events } of log.tail(after)) seen.push(...ids(events));
      return seen;
    };
    expect(await tail()).toEqual(['a', 'b']);
    expect(await tail(first)).toEqual(['b']);
    now = new Date(now.getTime() + 3_600_000);
    await log.compact(now, 365, first);
    expect(await tail(first)).toEqual(['b']);
  });

  it('never sees the line that a killed writer left torn', async () => {
    const log = await opened();
    const { chunk } = await log.append([event('a', at(1))]);
    await log.close();
    await appendFile(path.join(dir, 'chunks', chunk), '{"id":"torn","time":"2026-');
    const later = await opened();
    await later.append([event('b', at(2))]);
    expect(ids((await later.search({}, { limit: 10 })).items)).toEqual(['b', 'a']);
    const seen: string[] = [];
    for await (const { events } of later.tail(undefined)) seen.push(...ids(events));
    expect(seen).toEqual(['a', 'b']);
  });
});

describe('a statement of a person', () => {
  it('sees the table of events, and its columns with their types', async () => {
    const log = await opened();
    await log.append([event('a', at(1)), event('b', at(2))]);
    const answer = await log.query(`select id, time, record->>'$.nested.word' as word from events order by id`, 1);
    expect(answer.columns).toEqual([
      { name: 'id', type: 'VARCHAR' },
      { name: 'time', type: 'TIMESTAMP' },
      { name: 'word', type: 'VARCHAR' },
    ]);
    expect(answer.rows).toEqual([['a', '2026-11-01 10:01:00', 'w-a']]);
    expect(answer.cut).toBe(true);
  });

  const refused = [
    "copy (select 1) to '/tmp/out.csv'",
    'create table x as select 1',
    'select 1; select 2',
    'insert into events select * from events',
    "set memory_limit = '8GB'",
    "attach 'x.db'",
    'install httpfs',
    'pragma version',
    'call enable_logging()',
    '',
  ];
  it.each(refused)('is refused where it is anything but one SELECT: %s', async (sql) => {
    const log = await opened();
    await expect(log.query(sql, 10)).rejects.toMatchObject({ code: expect.stringMatching(/^query-(refused|failed)$/) });
  });

  const outside = [
    "select * from read_text('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from read_csv('http://192.0.2.1/x.csv')",
    "select * from glob('/etc/*')",
    "select * from read_parquet('../../../*.parquet')",
    'select nonsense from events',
  ];
  it.each(outside)('reaches nothing else: %s', async (sql) => {
    const log = await opened();
    await expect(log.query(sql, 10)).rejects.toMatchObject({ code: 'query-failed' });
  });

  it('leaves the log usable where it needs too much', async () => {
    const log = await opened();
    await log.append([event('a', at(1))]);
    const greedy = 'select string_agg(a.range::VARCHAR || b.range::VARCHAR) from range(100000) a, range(100000) b';
    await expect(log.query(greedy, 10)).rejects.toMatchObject({ code: 'query-too-costly' });
    expect(ids((await log.search({}, { limit: 10 })).items)).toEqual(['a']);
  }, 90_000);
});
