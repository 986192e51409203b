import path from 'node:path';
import type { EventLog } from '../../eventlog/types.ts';
import { readLibrary } from '../detections/library.ts';
import { addNamedWatches } from '../detections/watches.ts';
import type { Services } from '../services.ts';
import { assetLookup } from './asset-facts.ts';
import { commitOutcome, committedPosition } from './commit.ts';
import { loadServerEnrichment } from './enrichment.ts';
import { addHttpFeed } from './feeds.ts';
import { directJudge, type Judge } from './judge.ts';
import { newLive } from './live.ts';
import { startPipeline } from './pipeline.ts';
import { newReplays } from './replay.ts';
import type { EventServices } from './services.ts';
import { threadJudge } from './thread.ts';

export interface OpenEvents {
  events: EventServices;
  /** Takes no more, finishes what waits. The event log is closed with it. */
  stop(): Promise<void>;
}

/**
 * Starts the event side of the server: the library of detections, the pipeline, replays, what people see live.
 *
 * @param entry the program itself: the detector then runs in a thread of it
 */
export async function openEvents(services: Services, log: EventLog, entry: string | undefined): Promise<OpenEvents> {
  const { clock, dataDir } = services;
  await addHttpFeed(services, clock());
  await addNamedWatches(services, clock());
  const enrichment = await loadServerEnrichment(dataDir);
  const newJudge = (): Judge => (entry === undefined ? directJudge(enrichment) : threadJudge(entry, dataDir));
  const live = newLive();
  const replays = newReplays(log, newJudge);
  const pipeline = await startPipeline({
    events: log,
    newJudge,
    readLibrary: () => readLibrary(services, clock()),
    assets: assetLookup(services),
    committed: () => committedPosition(services),
    commit: async (outcome) => {
      await commitOutcome(services, outcome);
    },
    passed: () => {},
    snapshotFile: path.join(dataDir, 'events', 'detector.snapshot'),
    clock,
    log: services.log,
  });
  const events: EventServices = {
    intake: pipeline,
    log,
    live,
    replays,
    enrichment,
    library: pipeline.library,
    reload: pipeline.reload,
    rejections: () => pipeline.state.rejections,
  };
  const stop = async () => {
    live.close();
    await replays.close();
    await pipeline.stop();
    await log.close();
  };
  return { events, stop };
}
