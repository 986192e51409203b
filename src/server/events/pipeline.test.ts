import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventContent, trailRecord } from '../../../test/server/events.ts';
import { openPglite, type TestStore, temporaryFolder } from '../../../test/stores.ts';
import { type EventLog, openEventLog } from '../../eventlog/index.ts';
import { DEFAULT_TENANT as tenant } from '../../platform/store/index.ts';
import { contentOf } from '../content.ts';
import { readLibrary } from '../detections/library.ts';
import { directJudge, type Judge } from './judge.ts';
import type { Outcome } from './outcome.ts';
import { type Pipeline, type PipelineParts, startPipeline } from './pipeline.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { IntakeFull } from './types.ts';

const content = contentOf([], [], [], eventContent());
const nowhere = { address: () => undefined };
const log = pino({ level: 'silent' });

let test: TestStore;
let dir: string;
let events: EventLog;
const pipelines: Pipeline[] = [];
/** What was stored, in order. */
let outcomes: Outcome[];

beforeAll(async () => {
  test = await openPglite();
});
afterAll(async () => test?.end());

async function start(more: Partial<PipelineParts> = {}): Promise<Pipeline> {
  const pipeline = await startPipeline({
    ...{ events, log, clock: () => new Date() },
    newJudge: () => directJudge(nowhere),
    readLibrary: () => readLibrary({ db: test.store.db, tenant, content }, new Date()),
    changedElsewhere: async () => false,
    assets: { fresh: async () => [], forget: () => undefined },
    committed: async () => outcomes.findLast(({ position }) => position !== undefined)?.position,
    commit: async (outcome) => void outcomes.push(outcome),
    passed: () => undefined,
    observe: () => undefined,
    snapshotFile: path.join(dir, 'detector.snapshot'),
    ...more,
  });
  pipelines.push(pipeline);
  return pipeline;
}

async function begin(): Promise<void> {
  dir = temporaryFolder();
  outcomes = [];
  events = await openEventLog(path.join(dir, 'log'));
}

afterEach(async () => {
  for (const pipeline of pipelines.splice(0)) await pipeline.stop();
  await events.close();
  await rm(dir, { recursive: true, force: true });
});

const stopped = (minute: number) => trailRecord('StopLogging', `2026-11-01T10:${String(minute).padStart(2, '0')}:00Z`);
const delivery = (...records: ReturnType<typeof stopped>[]) => ({ feed: 'http', records });
const raised = () => outcomes.flatMap(({ alerts }) => alerts.map(({ detection }) => detection));
const taken = () => outcomes.flatMap(({ tallies }) => tallies).reduce((sum, tally) => sum + tally.taken, 0);

describe('a store that does not answer', () => {
  it('gets what it did not take once it answers again; nothing is counted twice', async () => {
    await begin();
    let answers = false;
    const commit = async (outcome: Outcome) => {
      if (!answers) throw new Error('no store');
      outcomes.push(outcome);
    };
    const pipeline = await start({ commit });
    const one = stopped(1);
    await expect(pipeline.accept(delivery(one))).rejects.toThrow('no store');
    answers = true;
    expect(await pipeline.accept(delivery(one))).toEqual({ taken: 0, duplicates: 1, lost: 0 });
    expect(raised()).toContain('aws-test-trail-stopped');
    expect(taken()).toBe(1);
  });
});

describe('a detector that dies', () => {
  it('is started anew and judges what the log holds; nobody notices', async () => {
    await begin();
    let lives = 0;
    const newJudge = (): Judge => {
      const judge = directJudge(nowhere);
      lives += 1;
      return lives > 1 ? judge : { ...judge, push: () => Promise.reject(new Error('out of memory')) };
    };
    const pipeline = await start({ newJudge });
    expect(await pipeline.accept(delivery(stopped(1)))).toEqual({ taken: 1, duplicates: 0, lost: 0 });
    expect(raised()).toEqual(['aws-test-trail-stopped']);
    expect([taken(), lives]).toEqual([1, 2]);
  });
});

describe('a start', () => {
  it('goes on from the snapshot: the log behind it is judged again, what lies before it is not', async () => {
    await begin();
    const first = await start();
    await first.accept(delivery(stopped(1)));
    await first.stop();
    const snapshot = await readSnapshot(path.join(dir, 'detector.snapshot'));
    const { chunk, offset } = await events.append([]);
    expect(snapshot?.position).toEqual({ chunk, offset });
    outcomes = outcomes.map((outcome) => ({ ...outcome, alerts: [] }));
    const second = await start();
    await second.accept(delivery(trailRecord('DescribeTrails', '2026-11-01T10:30:00Z')));
    expect(raised()).toEqual([]);
  });

  it.each([
    ['damaged', async (file: string) => writeFile(file, 'no snapshot at all')],
    [
      'ahead of a store that was put back from a backup',
      async (file: string) => writeSnapshot(file, { position: { chunk: '9', offset: 1 }, chunks: [] }),
    ],
  ])('judges the whole log where the snapshot is %s', async (_name, spoil) => {
    await begin();
    const first = await start();
    await first.accept(delivery(stopped(1)));
    await first.stop();
    await mkdir(dir, { recursive: true });
    await spoil(path.join(dir, 'detector.snapshot'));
    outcomes = outcomes.map((outcome) => ({ ...outcome, alerts: [] }));
    const second = await start();
    await second.accept(delivery(trailRecord('DescribeTrails', '2026-11-01T10:30:00Z')));
    expect(raised()).toEqual(['aws-test-trail-stopped']);
    expect(taken()).toBe(2);
  });
});

describe('an event from the future', () => {
  it('is judged, counted, and says nothing of how far its feed is', async () => {
    await begin();
    const now = new Date('2026-11-01T10:00:00Z');
    const pipeline = await start({ clock: () => now });
    await pipeline.accept(delivery(trailRecord('StopLogging', '2036-11-01T10:00:00Z')));
    expect(raised()).toEqual(['aws-test-trail-stopped']);
    expect(outcomes[0]?.tallies[0]?.newest).toEqual(now);
    await expect.poll(() => outcomes.at(-1)?.lost[0]?.lost, { timeout: 20_000 }).toMatchObject({ future: 1 });
  }, 30_000);
});

describe('more than can be taken', () => {
  it('is turned away with the time to come again, and nothing of it is taken', async () => {
    await begin();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const pipeline = await start({
      commit: async (outcome) => {
        await held;
        outcomes.push(outcome);
      },
    });
    const many = (count: number) => delivery(...Array.from({ length: count }, () => ({ no: 'log' })));
    const first = pipeline.accept(many(15_000));
    await expect(pipeline.accept(many(6000))).rejects.toThrow(IntakeFull);
    const second = pipeline.accept(many(1000));
    release();
    expect(await first).toEqual({ taken: 0, duplicates: 0, lost: 15_000 });
    expect((await second).lost).toBe(1000);
    expect(pipeline.waiting).toBe(0);
  });
});
