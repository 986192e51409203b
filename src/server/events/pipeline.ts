import type { EventLog, LogPosition, StoredEvent } from '../../eventlog/types.ts';
import type { Alert } from '../../incidents/types.ts';
import type { Firing } from '../../model/index.ts';
import type { Library } from '../detections/library.ts';
import type { Services } from '../services.ts';
import { alertMaker } from './alerts.ts';
import type { AssetLookup } from './asset-facts.ts';
import { batchLength, type ReadDelivery, readBatch, type Waiting } from './batch.ts';
import type { Judge, JudgeState } from './judge.ts';
import { knownAmong, lostSince, noOutcome, type Outcome, sum, talliesOf } from './outcome.ts';
import { type ReadEvent, storedEvent } from './read.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { type Intake, IntakeFull } from './types.ts';

/** Records that wait at the most; whoever brings more is told to come again. */
const MOST_WAITING = 20_000;

/** When to come again, in seconds. */
const COME_AGAIN = 5;

/** Outcomes that may wait for a store that does not answer. */
const MOST_UNSAVED = 50;

/** How often what waits is tried again and what can only be said later is asked for; how often a snapshot is taken. */
const TICK_MS = 5000;
const SNAPSHOT_MS = 60_000;

/** What is counted for no feed: lost by the detector itself, or found in the event log after a crash. */
const DETECTOR = 'detector';
const RECOVERED = 'recovered';

export interface PipelineParts extends Pick<Services, 'clock' | 'log'> {
  events: EventLog;
  /** A judge that remembers nothing. */
  newJudge(): Judge;
  /** The library as it is set now. */
  readLibrary(): Promise<Library>;
  /** True where another server has changed the library since it was read. */
  changedElsewhere(library: Library): Promise<boolean>;
  assets: AssetLookup;
  /** Up to where the store says everything is judged. */
  committed(): Promise<LogPosition | undefined>;
  /** Stores an outcome, whole or not at all. */
  commit(outcome: Outcome, library: Library): Promise<void>;
  /** Told of what is new, once it is kept. */
  passed(events: readonly StoredEvent[]): void;
  /** Told from time to time how much waits and is remembered. */
  observe(waiting: number, keys: number): void;
  snapshotFile: string;
}

/** The way of events from a delivery to the store. */
export interface Pipeline extends Intake {
  library(): Library;
  /** Takes up what was changed in the library. Resolves when events are judged by it. */
  reload(): Promise<void>;
  readonly state: JudgeState;
  /** Up to there everything is in a snapshot: the event log may compact it. */
  readonly safe: LogPosition | undefined;
  /** Records that wait. */
  readonly waiting: number;
  /** Takes no more, finishes what waits, and writes a last snapshot. */
  stop(): Promise<void>;
}

/**
 * Starts the pipeline: takes up the last snapshot, judges what the event log holds after it, and then takes events in.
 *
 * An event goes through these steps in order, so that nothing is lost and nothing is raised twice wherever the process
 * ends: (1) it is appended to the event log and synced; (2) it is judged; (3) its alerts are stored, together with the
 * counters and the position in the log; (4) its delivery resolves. A snapshot of what the detector remembers is taken
 * only when everything it has seen is stored. After a crash the events behind the last snapshot are judged again: what
 * they raise has the same ids, and is there already as far as it was stored.
 */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { events: log, clock, log: logger } = parts;
  const alerts = alertMaker(log);
  const queue: Waiting[] = [];
  const unsaved: Outcome[] = [];
  let waiting = 0;
  let draining = false;
  let stopped = false;
  let library = await parts.readLibrary();
  let judge: Judge | undefined;
  let state: JudgeState = { rejections: [], losses: { evicted: 0, late: 0, future: 0, abandoned: 0 }, keys: 0 };
  let told = state.losses;
  let position: LogPosition | undefined;
  let safe: LogPosition | undefined;
  let unsettled = false;
  let snapshotDue = clock().getTime() + SNAPSHOT_MS;

  /** One thing at a time: the detector sees events in the order of the log. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  async function save(outcome: Outcome): Promise<void> {
    unsaved.push(outcome);
    await saveAll();
  }

  async function saveAll(): Promise<void> {
    for (let next = unsaved[0]; next !== undefined; next = unsaved[0]) {
      await parts.commit(next, library);
      unsaved.shift();
    }
  }

  /** Alerts of events that the log holds already. */
  async function judged(by: Judge, read: readonly ReadEvent[]): Promise<Alert[]> {
    const events = read.map(({ event }) => event);
    const activities = read.map(({ stored }) => stored.activity);
    alerts.remember(activities);
    const assets = await parts.assets.fresh(activities.flatMap((activity) => activity.assets));
    const arrived = read.map(({ stored }) => Date.parse(stored.receivedAt));
    const firings = await by.push({ events, assets, arrived });
    unsettled ||= events.length > 0;
    return make(firings);
  }

  const make = (firings: readonly Firing[]) => alerts.make(firings, library.detections);

  /** A judge that has seen everything in the log: from the last snapshot on, or from the oldest chunk. */
  async function resume(): Promise<void> {
    await judge?.close();
    judge = undefined;
    const committed = await parts.committed();
    await countUncounted(committed);
    const fresh = parts.newJudge();
    try {
      parts.assets.forget();
      await fresh.load(library.plan);
      let from = await restored(fresh, committed);
      for await (const { events, ...end } of log.tail(from)) {
        const read = events.flatMap((stored): ReadEvent[] => {
          const event = storedEvent(stored);
          return event === undefined ? [] : [{ event, stored }];
        });
        const raised = await judged(fresh, read);
        await save({ ...noOutcome, alerts: raised, position: end });
        from = end;
      }
      position = from;
      state = await fresh.state();
      told = state.losses;
      judge = fresh;
      snapshotDue = clock().getTime();
    } finally {
      if (judge === undefined) await fresh.close();
    }
  }

  /** What a delivery brought that was never answered for is in the log, and in no counter: it is there already when it comes again. */
  async function countUncounted(committed: LogPosition | undefined): Promise<void> {
    for await (const { events, ...end } of log.tail(committed)) {
      await save({
        ...noOutcome,
        tallies: talliesOf(RECOVERED, events, []),
        known: knownAmong(library, events),
        position: end,
      });
    }
  }

  async function restored(fresh: Judge, committed: LogPosition | undefined): Promise<LogPosition | undefined> {
    try {
      const snapshot = await readSnapshot(parts.snapshotFile);
      // A store that was put back from a backup lacks alerts that the snapshot takes for raised.
      if (snapshot === undefined || isAfter(snapshot.position, committed)) return undefined;
      await fresh.restore(snapshot.chunks);
      safe = snapshot.position;
      return snapshot.position;
    } catch (error) {
      logger.warn({ err: error }, 'the detector begins without its memory');
      return undefined;
    }
  }

  async function takeBatch(): Promise<void> {
    draining = false;
    const batch = queue.splice(0, batchLength(queue));
    const records = batch.reduce((sum, { delivery }) => sum + delivery.records.length, 0);
    try {
      await takeIn(batch);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      waiting -= records;
      drain();
    }
  }

  function drain(): void {
    if (draining || queue.length === 0) return;
    draining = true;
    void inTurn(takeBatch);
  }

  async function takeIn(batch: readonly Waiting[]): Promise<void> {
    const read = await readBatch(
      batch.map(({ delivery }) => delivery),
      clock().toISOString(),
    );
    const all = read.flatMap(({ events }) => events);
    const stored = all.map((one) => one.stored);
    // Where nothing is new the position stays.
    const { fresh, ...end } =
      stored.length === 0 ? { fresh: [] as readonly StoredEvent[], ...position } : await log.append(stored);
    const isFresh = new Set(fresh);
    const outcome: Outcome = {
      alerts: [],
      tallies: read.flatMap(({ delivery, events }) =>
        talliesOf(
          delivery.feed,
          events.filter((one) => isFresh.has(one.stored)).map((one) => one.stored),
          events.filter((one) => !isFresh.has(one.stored)).map((one) => one.stored),
        ),
      ),
      lost: read.map(({ delivery, lost }) => ({ feed: delivery.feed, lost })),
      known: knownAmong(library, fresh),
      ...(end.chunk === undefined || end.offset === undefined
        ? {}
        : { position: { chunk: end.chunk, offset: end.offset } }),
    };
    let raised: Alert[] | undefined;
    try {
      if (judge === undefined) throw new Error('there is no detector');
      raised = await judged(judge, all);
    } catch (error) {
      logger.error({ err: error }, 'the detector broke off and is started anew');
      // The log holds the events: they are judged with what comes after the last snapshot.
      await save(outcome);
      await resume();
      raised = undefined;
    }
    if (outcome.position !== undefined) position = outcome.position;
    if (raised !== undefined) await save({ ...outcome, alerts: raised });
    parts.passed(fresh);
    for (const [index, { resolve }] of batch.entries()) {
      const { events, lost } = read[index] as ReadDelivery;
      const taken = events.filter((one) => isFresh.has(one.stored)).length;
      resolve({ taken, duplicates: events.length - taken, lost: sum(lost) });
    }
  }

  async function tick(): Promise<void> {
    parts.observe(waiting, state.keys);
    if (judge === undefined) await resume();
    await saveAll();
    const now = clock();
    const expired = library.exceptions.some(({ expires_at }) => expires_at <= now && expires_at > library.readAt);
    if (expired || (await parts.changedElsewhere(library))) await refresh();
    if (unsettled) {
      const at = judge as unknown as Judge;
      const raised = await make(await at.settle());
      unsettled = false;
      state = await at.state();
      const lost = lostSince(told, state.losses);
      told = state.losses;
      if (raised.length > 0 || sum(lost) > 0) {
        await save({ ...noOutcome, alerts: raised, lost: [{ feed: DETECTOR, lost }] });
      }
    }
    if (now.getTime() >= snapshotDue) await takeSnapshot();
  }

  async function takeSnapshot(): Promise<void> {
    snapshotDue = clock().getTime() + SNAPSHOT_MS;
    if (judge === undefined || position === undefined || unsaved.length > 0 || !isAfter(position, safe)) return;
    await writeSnapshot(parts.snapshotFile, { position, chunks: await judge.snapshot() });
    safe = position;
  }

  async function refresh(): Promise<void> {
    library = await parts.readLibrary();
    if (judge === undefined) await resume();
    else state = await judge.load(library.plan);
    told = state.losses;
  }

  const guarded = (what: string, work: () => Promise<void>) => async () => {
    try {
      await work();
    } catch (error) {
      logger.error({ err: error }, what);
    }
  };

  void inTurn(guarded('the event pipeline cannot begin yet', resume));
  let ticking = false;
  const timer = setInterval(() => {
    if (ticking) return;
    ticking = true;
    void inTurn(guarded('the event pipeline waits', tick)).finally(() => {
      ticking = false;
    });
  }, TICK_MS);
  timer.unref();

  return {
    async accept(delivery) {
      const { length } = delivery.records;
      const full = waiting > 0 && waiting + length > MOST_WAITING;
      if (stopped || full || unsaved.length >= MOST_UNSAVED) throw new IntakeFull(COME_AGAIN);
      return new Promise((resolve, reject) => {
        queue.push({ delivery, resolve, reject });
        waiting += length;
        drain();
      });
    },
    library: () => library,
    reload: () => inTurn(refresh),
    get state() {
      return state;
    },
    get safe() {
      return safe;
    },
    get waiting() {
      return waiting;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      while (queue.length > 0) await inTurn(async () => {});
      await inTurn(guarded('no last snapshot of the detector', takeSnapshot));
      await judge?.close();
    },
  };
}

/** True if a position lies after another; every one does after none. */
function isAfter(one: LogPosition, other: LogPosition | undefined): boolean {
  if (other === undefined) return true;
  return one.chunk === other.chunk ? one.offset > other.offset : one.chunk > other.chunk;
}
