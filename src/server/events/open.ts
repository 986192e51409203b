import path from 'node:path';
import type { EventLog, StoredEvent } from '../../eventlog/index.ts';
import type { StoredAlert } from '../../incidents/query.ts';
import { takeExclusive } from '../../platform/store/exclusive.ts';
import type { Store } from '../../platform/store/index.ts';
import { newOutbox } from '../../response/index.ts';
import { readLibrary } from '../detections/library.ts';
import { addNamedWatches } from '../detections/watches.ts';
import { activityView, alertView, type Names, readNames } from '../incidents.ts';
import type { EventMetrics } from '../metrics.ts';
import type { Services } from '../services.ts';
import { assetLookup } from './asset-facts.ts';
import { commitOutcome, committedPosition } from './commit.ts';
import { changedElsewhere, eventsElsewhere } from './elsewhere.ts';
import { serverEnrichment } from './enrichment.ts';
import { addHttpFeed } from './feeds.ts';
import { directJudge, type Judge } from './judge.ts';
import { newLive } from './live.ts';
import type { Outcome } from './outcome.ts';
import { startPipeline } from './pipeline.ts';
import { newReplays } from './replay.ts';
import type { EventServices } from './services.ts';
import { threadJudge } from './thread.ts';
import { startUpkeep } from './upkeep.ts';

/** How long the names that live events are shown by hold. */
const NAMES_HOLD_MS = 60_000;

export interface OpenEvents {
  events: EventServices;
  /** False where another server on the database takes events in. */
  takesIn: boolean;
  /** Takes no more, finishes what waits, and closes the event log. */
  stop(): Promise<void>;
}

/** What the servers on one database agree by on who takes events in. */
const EXCLUSIVE = 'hwaseong events';

/** True where no other server can work on the same store, and this one keeps the events without asking. */
export function hasLogToItself(store: Store): boolean {
  return store.kind !== 'external' || store.connection === undefined;
}

/**
 * Starts the event side of the server. Where several servers work on one database, the first takes events in and keeps
 * them; the others serve what is in the store.
 *
 * @param entry the program itself: the detector then runs in a thread of it
 */
export async function openEventSide(
  services: Services,
  store: Store,
  openLog: () => Promise<EventLog>,
  entry: string | undefined,
): Promise<OpenEvents> {
  const release = hasLogToItself(store)
    ? async () => {}
    : await takeExclusive(store.connection as NonNullable<Store['connection']>, `${EXCLUSIVE} ${services.tenant}`, () =>
        services.log.error(
          'another server takes events in: the connection to the database was lost; start this one anew',
        ),
      );
  if (release === undefined) return { ...(await eventsElsewhere(services)), takesIn: false };
  const opened = [release];
  const stop = async () => {
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close();
  };
  try {
    const log = await openLog();
    opened.push(() => log.close());
    const { events, stop: stopEvents } = await openEvents(services, log, entry);
    opened.push(stopEvents);
    return { events, takesIn: true, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The library of detections, the pipeline, replays, what people see live, upkeep. */
async function openEvents(
  services: Services,
  log: EventLog,
  entry: string | undefined,
): Promise<Omit<OpenEvents, 'takesIn'>> {
  const { clock, dataDir } = services;
  await addHttpFeed(services, clock());
  await addNamedWatches(services, clock());
  const enrichment = await serverEnrichment(dataDir, services.log);
  const newJudge = (): Judge => (entry === undefined ? directJudge(enrichment) : threadJudge(entry, dataDir));
  const live = newLive();
  const replays = newReplays(log, newJudge, () => assetLookup(services));
  const queueNotices = newOutbox(clock);
  const pipeline = await startPipeline({
    ...{ events: log, newJudge, clock, log: services.log },
    readLibrary: () => readLibrary(services, clock()),
    changedElsewhere: (library) => changedElsewhere(services, library),
    assets: assetLookup(services),
    committed: () => committedPosition(services),
    commit: async (outcome, { watches }) => {
      const raised = await commitOutcome({ ...services, queueNotices, watches }, outcome);
      count(services.metrics.events, outcome, raised);
      if (live.watched) live.publish(raised.map((alert) => ({ type: 'alert', alert, view: () => alertView(alert) })));
    },
    passed: (fresh) => {
      if (live.watched && fresh.length > 0) void show(fresh);
    },
    observe: (waiting, keys) => {
      services.metrics.events.waiting.set(waiting);
      services.metrics.events.keys.set(keys);
    },
    snapshotFile: path.join(dataDir, 'events', 'detector.snapshot'),
  });
  const events: EventServices = {
    ...{ intake: pipeline, log, live, replays, enrichment, newJudge },
    library: pipeline.library,
    reload: pipeline.reload,
    rejections: () => pipeline.state.rejections,
  };

  let names: { at: number; read: Promise<Names> } | undefined;
  async function show(fresh: readonly StoredEvent[]): Promise<void> {
    const now = clock().getTime();
    if (names === undefined || now - names.at > NAMES_HOLD_MS) {
      names = { at: now, read: readNames({ ...services, events }) };
    }
    try {
      const known = await names.read;
      live.publish(
        fresh.map(({ activity }) => ({ type: 'event', activity, view: () => activityView(known, activity) })),
      );
    } catch (error) {
      names = undefined;
      services.log.warn({ err: error }, 'events are not shown live');
    }
  }

  const upkeep = startUpkeep(services, log, pipeline);
  const stop = async () => {
    live.close();
    enrichment.stop();
    await upkeep.stop();
    await replays.close();
    await pipeline.stop();
  };
  return { events, stop };
}

function count(metrics: EventMetrics, { tallies, lost }: Outcome, raised: readonly StoredAlert[]): void {
  for (const { source, taken, duplicates } of tallies) {
    metrics.taken.inc({ source }, taken);
    metrics.duplicates.inc({ source }, duplicates);
  }
  for (const { lost: counts } of lost) {
    for (const [reason, n] of Object.entries(counts)) metrics.lost.inc({ reason }, n);
  }
  for (const { severity } of raised) metrics.alerts.inc({ severity });
}
