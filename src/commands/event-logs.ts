import { createWriteStream } from 'node:fs';
import { lstat, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Detector } from '../engines/detection/index.ts';
import { firingCollector } from '../incidents/alerts.ts';
import type { Activity, Firing, Language, LogEvent } from '../model/index.ts';
import { eventOf, sourceById } from '../sources/events/index.ts';
import {
  bucketLogs,
  inOrder,
  type LogFile,
  type LogFiles,
  localLogs,
  lose,
  type ReadLosses,
  recordsOf,
} from '../sources/events/read/index.ts';
import { createLogProgress } from './log-progress.ts';

/** Events that are held back to be put in order: logs that are shorter come sorted, whatever their order. */
const AHEAD = 50_000;

/** What detections found in logs, and what of the logs could not be judged. */
export interface LogScan {
  firings: Firing[];
  /** What an event was that a firing rests on. */
  activityOf(source: string, id: string): Activity | undefined;
  files: number;
  passedOver: number;
  events: number;
  /** Events by source. */
  sources: Map<string, number>;
  /** ISO 8601 of the first and last event; undefined where there is none. */
  span: { first: string; last: string } | undefined;
  /** By reason: records that were no events, events that came too late, state that was given up. */
  lost: Record<string, number>;
}

/**
 * The logs at a path or an address of a bucket.
 *
 * @throws UserError where there are none to be read
 */
export function logsAt(place: string): Promise<LogFiles> {
  return place.startsWith('s3://') ? bucketLogs(place) : localLogs(place);
}

/**
 * Judges logs: everything is read once, and what alerts rest on is read again, so that memory does not grow with the logs.
 */
export async function detectInLogs(
  { files, passedOver }: LogFiles,
  detector: Detector,
  { source, language }: { source: string | undefined; language: Language },
): Promise<LogScan> {
  const spool = await spoolPipes(files);
  const progress = createLogProgress(process.stderr, language, files);
  try {
    const lost: ReadLosses & Record<string, number> = {};
    const collector = firingCollector();
    const sources = new Map<string, number>();
    const spans = new Map<LogFile, { first: number; last: number }>();
    let events = 0;

    const read = eventsOf(
      spool.files,
      source,
      lost,
      (file, event) => {
        const span = spans.get(file) ?? { first: event.time, last: event.time };
        spans.set(file, { first: Math.min(span.first, event.time), last: Math.max(span.last, event.time) });
        sources.set(event.source, (sources.get(event.source) ?? 0) + 1);
        events += 1;
      },
      progress.file,
    );
    for await (const batch of inOrder(read, AHEAD)) {
      for (const event of batch) for (const firing of detector.push(event)) collector.add(firing);
      for (const firing of detector.settle()) collector.add(firing);
      progress.events(events);
    }
    for (const firing of detector.finish()) collector.add(firing);

    const firings = collector.firings();
    const activities = await describe(firings, spool.files, spans, source);
    const { late, evicted, abandoned } = detector.losses;
    for (const [reason, count] of Object.entries({ late, evicted, abandoned })) if (count > 0) lost[reason] = count;
    const all = [...spans.values()];
    return {
      firings,
      activityOf: (from, id) => activities.get(`${from}\n${id}`),
      files: files.length,
      passedOver,
      events,
      sources,
      span:
        all.length === 0
          ? undefined
          : {
              first: isoOf(Math.min(...all.map(({ first }) => first))),
              last: isoOf(Math.max(...all.map(({ last }) => last))),
            },
      lost,
    };
  } finally {
    progress.end();
    await spool.discard();
  }
}

async function* eventsOf(
  files: readonly LogFile[],
  source: string | undefined,
  lost: ReadLosses,
  seen: (file: LogFile, event: LogEvent) => void,
  done: (file: LogFile) => void = () => {},
): AsyncGenerator<LogEvent[]> {
  for (const file of files) {
    for await (const records of recordsOf(file.open(), lost)) {
      const events: LogEvent[] = [];
      for (const record of records) {
        const event = eventOf(record, source);
        if (typeof event === 'string') lose(lost, event);
        else {
          seen(file, event);
          events.push(event);
        }
      }
      yield events;
    }
    done(file);
  }
}

/** What the events were that firings rest on: out of the files that reach over their times. */
async function describe(
  firings: readonly Firing[],
  files: readonly LogFile[],
  spans: ReadonlyMap<LogFile, { first: number; last: number }>,
  source: string | undefined,
): Promise<Map<string, Activity>> {
  const wanted = new Map<string, number>(
    firings.flatMap(({ events }) => events.map((event) => [`${event.source}\n${event.id}`, event.time] as const)),
  );
  const times = [...wanted.values()].sort((one, other) => one - other);
  const holding = files.filter((file) => {
    const span = spans.get(file);
    return span !== undefined && times.some((time) => time >= span.first && time <= span.last);
  });
  const found = new Map<string, Activity>();
  for await (const events of eventsOf(holding, source, {}, () => {})) {
    for (const event of events) {
      const key = `${event.source}\n${event.id}`;
      const from = wanted.has(key) && !found.has(key) ? sourceById(event.source) : undefined;
      if (from !== undefined) found.set(key, from.describe(event));
    }
    if (found.size === wanted.size) break;
  }
  return found;
}

/** What comes by a pipe can be read once only: it is put into a file first. */
async function spoolPipes(files: readonly LogFile[]): Promise<{ files: LogFile[]; discard(): Promise<void> }> {
  let dir: string | undefined;
  const spooled: LogFile[] = [];
  for (const file of files) {
    if (!(await isPipe(file.name))) {
      spooled.push(file);
      continue;
    }
    dir ??= await mkdtemp(path.join(tmpdir(), 'hwaseong-logs-'));
    const copy = path.join(dir, String(spooled.length));
    await pipeline(file.open(), createWriteStream(copy, { mode: 0o600 }));
    const [local] = (await localLogs(copy)).files;
    if (local !== undefined) spooled.push(local);
  }
  return {
    files: spooled,
    discard: async () => {
      if (dir !== undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

async function isPipe(name: string): Promise<boolean> {
  if (name.startsWith('s3://')) return false;
  const about = (await lstat(name)).isSymbolicLink() ? await stat(name) : await lstat(name);
  return !about.isFile();
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
