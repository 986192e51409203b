import type { EventLog } from '../../eventlog/types.ts';
import { type Firing, type Text, UserError } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import type { DetectorPlan } from '../detections/library.ts';
import type { AssetLookup } from './asset-facts.ts';
import type { Judge } from './judge.ts';
import { storedEvent } from './read.ts';

/** Replays at a time: each has a thread of its own and reads much. */
const MOST_RUNNING = 2;

/** Replays whose outcome is remembered. */
const MOST_KEPT = 50;

/** Alerts of a replay that are shown. */
const MOST_SAMPLES = 50;

/** Alerts that are told apart; a rule that raises more is no good anyway. */
const MOST_ALERTS = 100_000;

export interface Replay {
  id: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  error: Text | null;
  /** Events read so far, and in all where that is known. */
  read: number;
  total: number | null;
  alerts: number;
  /** The earliest ones. */
  samples: { at: string; group: Record<string, string>; events: number }[];
  byDay: { day: string; count: number }[];
}

/** What detections would have raised over stored events. Kept in memory: a restart forgets them. */
export interface Replays {
  /**
   * Begins a replay.
   *
   * @param raises id of the detection whose alerts count
   * @throws UserError `replays-busy`
   */
  start(plan: DetectorPlan, raises: ReadonlySet<string>, since: Date, until: Date): Replay;
  get(id: string): Replay | undefined;
  /** False where there is none. */
  cancel(id: string): boolean;
  /** Ends all that run. */
  close(): Promise<void>;
}

/**
 * @param newJudge a judge of its own for each replay, so that it takes nothing from the one that works
 * @param newLookup what the inventory knows, for such a judge
 */
export function newReplays(log: EventLog, newJudge: () => Judge, newLookup: () => AssetLookup): Replays {
  const kept = new Map<string, Run>();
  const running = new Set<Promise<void>>();
  return {
    start(plan, raises, since, until) {
      if (running.size >= MOST_RUNNING) throw busy();
      const run = newRun();
      kept.set(run.id, run);
      for (const [id, { state }] of kept) {
        if (kept.size <= MOST_KEPT) break;
        if (state !== 'running') kept.delete(id);
      }
      const work = carryOut(run, { log, judge: newJudge(), assets: newLookup() }, plan, raises, since, until).finally(
        () => running.delete(work),
      );
      running.add(work);
      return viewOf(run);
    },
    get(id) {
      const run = kept.get(id);
      return run === undefined ? undefined : viewOf(run);
    },
    cancel(id) {
      const run = kept.get(id);
      run?.stopping.abort();
      return run !== undefined;
    },
    async close() {
      for (const run of kept.values()) run.stopping.abort();
      await Promise.all(running);
    },
  };
}

interface Run {
  id: string;
  state: Replay['state'];
  error: Text | null;
  read: number;
  total: number | null;
  /** By id of the alert. */
  firings: Map<string, Firing>;
  stopping: AbortController;
}

function newRun(): Run {
  return {
    id: newId(),
    state: 'running',
    error: null,
    read: 0,
    total: null,
    firings: new Map(),
    stopping: new AbortController(),
  };
}

async function carryOut(
  run: Run,
  { log, judge, assets }: { log: EventLog; judge: Judge; assets: AssetLookup },
  plan: DetectorPlan,
  raises: ReadonlySet<string>,
  since: Date,
  until: Date,
): Promise<void> {
  const take = (firings: readonly Firing[]) => {
    for (const firing of firings) {
      if (!raises.has(firing.detection)) continue;
      const before = run.firings.get(firing.id);
      if (before === undefined && run.firings.size >= MOST_ALERTS) throw tooMany();
      run.firings.set(firing.id, before === undefined ? firing : merged(before, firing));
    }
  };
  try {
    const counts = await log.histogram({ since, until }, 1);
    run.total = counts.reduce((sum, { count }) => sum + count, 0);
    const { rejections } = await judge.load(plan);
    const [rejection] = rejections;
    if (rejection !== undefined) throw rejected(rejection.reason);
    for await (const batch of log.read(since, until)) {
      if (run.stopping.signal.aborted) break;
      const read = batch.flatMap((stored) => {
        const event = storedEvent(stored);
        return event === undefined ? [] : [{ event, arrived: Date.parse(stored.receivedAt) }];
      });
      const known = await assets.fresh(batch.flatMap(({ activity }) => activity.assets));
      take(
        await judge.push({
          events: read.map(({ event }) => event),
          assets: known,
          arrived: read.map(({ arrived }) => arrived),
        }),
      );
      run.read += batch.length;
    }
    if (!run.stopping.signal.aborted) take(await judge.finish());
    run.state = run.stopping.signal.aborted ? 'cancelled' : 'done';
  } catch (error) {
    run.state = 'failed';
    run.error = error instanceof UserError ? error.text : broke();
  } finally {
    await judge.close();
  }
}

/** Two firings of one alert: the earliest events of both. */
function merged(one: Firing, other: Firing): Firing {
  const events = new Map([...one.events, ...other.events].map((event) => [`${event.source}\n${event.id}`, event]));
  return { ...one, events: [...events.values()].sort((a, b) => a.time - b.time) };
}

function viewOf(run: Run): Replay {
  const { id, state, error, read, total, firings } = run;
  const days = new Map<string, number>();
  const alerts = [...firings.values()]
    .map(({ group, events, period }) => ({ time: events[0]?.time ?? period, group, events: events.length }))
    .sort((a, b) => a.time - b.time);
  for (const { time } of alerts) {
    const day = new Date(time).toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return {
    ...{ id, state, error, read, total, alerts: alerts.length },
    samples: alerts
      .slice(0, MOST_SAMPLES)
      .map(({ time, group, events }) => ({ at: new Date(time).toISOString(), group, events })),
    byDay: [...days].map(([day, count]) => ({ day, count })),
  };
}

function busy(): UserError {
  return new UserError('replays-busy', {
    en: `${MOST_RUNNING} replays run already. Wait for one of them, or stop it.`,
    ko: `이미 재생 ${MOST_RUNNING}건이 실행 중입니다. 끝날 때까지 기다리거나 하나를 중지하세요.`,
  });
}

function tooMany(): UserError {
  return new UserError('replay-too-many', {
    en: `The rule would raise more than ${MOST_ALERTS} alerts. Make it ask for more, or group by fewer fields.`,
    ko: `이 규칙은 경보를 ${MOST_ALERTS}건 넘게 발생시킵니다. 조건을 좁히거나 그룹 필드를 줄이세요.`,
  });
}

function rejected(reason: Text): UserError {
  return new UserError('rule-rejected', {
    en: `The rule cannot be used: ${reason.en}`,
    ko: `사용할 수 없는 규칙입니다: ${reason.ko}`,
  });
}

function broke(): Text {
  return {
    en: 'The replay broke off. The server’s log has the details.',
    ko: '재생이 중단되었습니다. 자세한 내용은 서버 로그를 확인하세요.',
  };
}
