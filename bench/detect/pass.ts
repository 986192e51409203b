import { readFileSync } from 'node:fs';
import type { Detector } from '../../src/engines/detection/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { eventOf } from '../../src/sources/events/index.ts';
import { coreSecondsSince, type Row } from '../benchmark.ts';
import { cloudTrail } from './cloudtrail.ts';
import { productDetections } from './product.ts';

/** Events in memory at once. */
const CHUNK = 5000;
/** Bytes that are decoded together, as they come from a file. */
const READ = 65_536;
const NEWLINE = 10;

const { library, create } = await productDetections();
process.stdout.write(JSON.stringify(measure(Number(process.argv[2]))));

/** A trail from bytes to alerts, and beside it the parsing alone. */
function measure(events: number): Row[] {
  const detector = create();
  if (detector.rejections.length > 0) throw new Error(JSON.stringify(detector.rejections.slice(0, 3)));
  const passed = pass(detector, events);
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
  ];
}

function pass(detector: Detector, events: number) {
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

/** The lines of a chunk, decoded as the reader of logs does it: those that came together at once. */
function* linesOf(chunk: Buffer): Generator<string> {
  for (let from = 0; from < chunk.length; ) {
    const end = chunk.lastIndexOf(NEWLINE, Math.min(from + READ, chunk.length) - 1);
    if (end < from) throw new Error('a record is longer than what is read at once');
    yield* chunk.toString('utf8', from, end).split('\n');
    from = end + 1;
  }
}

/** The kernel's peak of this process, in megabytes. */
function peakMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
