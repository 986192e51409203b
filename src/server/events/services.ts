import type { Rejection } from '../../engines/detection/types.ts';
import type { EventLog } from '../../eventlog/types.ts';
import type { Library } from '../detections/library.ts';
import type { ServerEnrichment } from './enrichment.ts';
import type { Judge } from './judge.ts';
import type { Live } from './live.ts';
import type { Replays } from './replay.ts';
import type { Intake } from './types.ts';

/** The event side of the server, as handlers and feeds use it. */
export interface EventServices {
  intake: Intake;
  log: EventLog;
  live: Live;
  replays: Replays;
  enrichment: ServerEnrichment;
  /** All detections as they stand. */
  library(): Library;
  /** Takes up what was changed in the library: resolves when events are judged by it. */
  reload(): Promise<void>;
  /** Rules that the engine could not use. */
  rejections(): readonly Rejection[];
  /** A judge of its own, that remembers nothing and takes nothing from the one that works. */
  newJudge(): Judge;
}
