import type { EventLog } from '../../eventlog/index.ts';
import { type Library, readLibrary } from '../detections/library.ts';
import { refuse } from '../http/refusal.ts';
import { remember, remembered } from '../remembered.ts';
import type { Services } from '../services.ts';
import { serverEnrichment } from './enrichment.ts';
import type { EventServices } from './services.ts';

/** Row of the settings that says when another server last changed the library. */
const CHANGED = 'detections-changed';

/** How often the library is read again here. */
const REFRESH_MS = 15_000;

/** Tells the server that takes events in that it has to read its library again. */
async function tellChanged(services: Pick<Services, 'db' | 'tenant'>, now: Date): Promise<void> {
  await remember(services, CHANGED, true, now);
}

/** True where another server has changed the library since it was read. */
export async function changedElsewhere(
  services: Pick<Services, 'db' | 'tenant'>,
  { readAt }: Library,
): Promise<boolean> {
  const changed = await remembered(services, CHANGED);
  return changed !== undefined && changed.at >= readAt;
}

/**
 * The event side of a server beside the one that takes events in: there is one detector and one event log. Incidents,
 * alerts and the library are in the store and served; whatever needs the events themselves is refused.
 */
export async function eventsElsewhere(
  services: Services,
): Promise<{ events: EventServices; stop: () => Promise<void> }> {
  const { clock, dataDir, log } = services;
  const enrichment = await serverEnrichment(dataDir, log);
  let library = await readLibrary(services, clock());
  const refresh = async () => {
    library = await readLibrary(services, clock());
  };
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => log.error({ err: error }, 'cannot read the detections'));
  }, REFRESH_MS);
  timer.unref();
  const elsewhere = (): never => {
    throw refuse('events-elsewhere');
  };
  const refused = async () => elsewhere();
  const noLog: EventLog = {
    ...{ append: refused, search: refused, byIds: refused, histogram: refused, query: refused, compact: refused },
    ...{ tail: elsewhere, read: elsewhere, oldest: refused, setApart: refused, close: async () => {} },
    // The server that keeps the log sees to it.
    dropApart: async () => {},
  };
  const events: EventServices = {
    intake: { accept: refused },
    log: noLog,
    live: { watched: false, publish: () => {}, follow: elsewhere, close: () => {} },
    replays: { start: elsewhere, get: () => undefined, cancel: () => false, close: async () => {} },
    enrichment,
    library: () => library,
    reload: async () => {
      await refresh();
      await tellChanged(services, clock());
    },
    rejections: () => [],
    newJudge: elsewhere,
  };
  const stop = async () => {
    clearInterval(timer);
    enrichment.stop();
  };
  return { events, stop };
}
