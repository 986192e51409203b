import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Detector } from '../src/engines/detection/index.ts';
import type { JsonObject } from '../src/model/index.ts';
import { eventOf } from '../src/sources/events/index.ts';
import { type Benchmark, coreSecondsSince, type Row } from './benchmark.ts';
import { cloudTrail } from './detect/cloudtrail.ts';
import { productDetections } from './detect/product.ts';

const EVENTS = 1_000_000;
/** Events of actors never seen before, two each. */
const NEW_ACTORS = 800_000;
/** Events in memory at once. */
const CHUNK = 5000;

/** How fast all detections judge a trail on one core, from bytes to alerts, and what they remember. */
export const detecting: Benchmark = {
  name: 'detect',
  title: 'All detections over a trail of CloudTrail, one core',
  async run({ scale, say }) {
    const { library, create } = await productDetections();
    const detector = create();
    if (detector.rejections.length > 0) throw new Error(JSON.stringify(detector.rejections.slice(0, 3)));

    const passed = pass(detector, Math.round(EVENTS * scale), say);
    say(`${library.detections.length} detections; ${passed.alerts} alerts, ${detector.keys} keys remembered`);
    return [
      {
        name: `${library.detections.length} detections, from bytes to alerts`,
        value: passed.events / passed.seconds,
        unit: 'events/s',
        floor: passed.events / passed.parsing,
        bar: { least: 100_000 },
      },
      {
        name: '  of the floor, JSON.parse alone',
        value: passed.parsing / passed.seconds,
        unit: '',
        bar: { least: 0.5 },
      },
      { name: '  size of an event', value: passed.bytes / passed.events, unit: 'B' },
      { name: '  peak memory', value: peakMemory(), unit: 'MB', bar: { most: 600 } },
      ...remembering(Math.round(NEW_ACTORS * scale)),
    ];
  },
};

function pass(detector: Detector, events: number, say: (line: string) => void) {
  const trail = cloudTrail();
  const alerts = new Set<string>();
  let bytes = 0;
  let seconds = 0;
  let parsing = 0;
  for (let done = 0; done < events; done += CHUNK) {
    const chunk = trail.next(CHUNK);
    bytes += chunk.length;
    const lines = chunk.toString().trimEnd().split('\n');
    // The first chunk warms up both.
    const warming = done === 0;

    let before = process.cpuUsage();
    let kept = 0;
    for (const line of lines) kept += (JSON.parse(line) as JsonObject)['eventName'] === undefined ? 0 : 1;
    if (kept !== lines.length) throw new Error('a record is no event');
    if (!warming) parsing += coreSecondsSince(before);

    before = process.cpuUsage();
    for (const line of linesOf(chunk)) {
      const event = eventOf(JSON.parse(line) as JsonObject, 'cloudtrail');
      if (typeof event === 'string') throw new Error(event);
      for (const { id } of detector.push(event)) alerts.add(id);
    }
    if (!warming) seconds += coreSecondsSince(before);
    if (done % 200_000 === 0) say(`${done} events`);
  }
  return {
    events: Math.ceil(events / CHUNK) * CHUNK - CHUNK,
    bytes: bytes * (1 - CHUNK / (Math.ceil(events / CHUNK) * CHUNK)),
    seconds,
    parsing,
    alerts: alerts.size,
  };
}

function* linesOf(chunk: Buffer): Generator<string> {
  for (let from = 0; from < chunk.length; ) {
    const end = chunk.indexOf(10, from);
    yield chunk.toString('utf8', from, end === -1 ? chunk.length : end);
    from = end === -1 ? chunk.length : end + 1;
  }
}

/** What a million keys take: in a process of its own, with the young generation that the launcher sets. */
function remembering(events: number): Row[] {
  const program = path.join(import.meta.dirname, 'detect/memory.ts');
  const { stdout, status } = spawnSync(process.execPath, ['--max-semi-space-size=8', program, String(events)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return JSON.parse(stdout) as Row[];
}

/** The kernel's peak of this process, in megabytes. */
function peakMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
