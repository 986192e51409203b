import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contentDir, loadDetections } from '../src/content/index.ts';
import { createDetector, type Detector } from '../src/engines/detection/index.ts';
import type { JsonObject } from '../src/model/index.ts';
import { eventFields, eventOf } from '../src/sources/events/index.ts';
import { type Benchmark, coreSecondsSince, type Row } from './benchmark.ts';
import { cloudTrail } from './detect/cloudtrail.ts';

const EVENTS = 1_000_000;
/** Events of actors never seen before, two each. */
const NEW_ACTORS = 800_000;
/** Events in memory at once. */
const CHUNK = 20_000;

/** How fast all detections judge a trail on one core, from bytes to alerts, and what they remember. */
export const detecting: Benchmark = {
  name: 'detect',
  title: 'All detections over a trail of CloudTrail, one core',
  async run({ scale, say }) {
    const fields = eventFields();
    const library = await loadDetections(fields.sourcesOf, path.join(contentDir(), 'detections'));
    const placeholders = new Map([...library.lists].map(([name, list]) => [name, list.default]));
    const create = (): Detector =>
      createDetector(library.detections, {
        fields,
        filters: library.filters,
        placeholders,
      });
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
      ...remember(create, Math.round(NEW_ACTORS * scale), say),
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

/**
 * More actors than keys are allowed, every one with a few events that many detections remember: what a million keys take,
 * and how fast it goes when each new one puts out another.
 */
function remember(create: () => Detector, events: number, say: (line: string) => void): Row[] {
  const detector = create();
  const before = process.cpuUsage();
  for (let number = 0; number < events; number++) {
    const actor = number >> 1;
    const account = String(111122223333 + (actor % 1000));
    const record: JsonObject = {
      eventVersion: '1.10',
      userIdentity: {
        type: 'IAMUser',
        principalId: `AIDA${actor}`,
        arn: `arn:aws:iam::${account}:user/person-${actor}`,
        accountId: account,
        accessKeyId: `AKIA${String(actor).padStart(16, '0')}`,
        userName: `person-${actor}`,
      },
      eventTime: new Date(Date.UTC(2026, 10, 2) + Math.floor(number / 50) * 1000).toISOString().replace('.000', ''),
      eventSource: number % 2 === 0 ? 'ec2.amazonaws.com' : 'iam.amazonaws.com',
      eventName: number % 2 === 0 ? 'DescribeInstances' : 'ListUsers',
      awsRegion: 'ap-northeast-2',
      sourceIPAddress: `203.0.113.${actor % 250}`,
      userAgent: 'aws-cli/2.18.0',
      requestParameters: null,
      responseElements: null,
      eventID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      eventType: 'AwsApiCall',
      recipientAccountId: account,
    };
    const event = eventOf(record, 'cloudtrail');
    if (typeof event === 'string') throw new Error(event);
    detector.push(event);
    if (number % 200_000 === 0)
      say(`${number} events of new actors, ${detector.keys} keys, ${residentMemory().toFixed(0)} MB`);
  }
  const seconds = coreSecondsSince(before);
  global.gc?.();
  const resident = residentMemory();
  const started = process.cpuUsage();
  const chunks = detector.snapshot();
  const writing = coreSecondsSince(started);
  const again = create();
  const reading = process.cpuUsage();
  again.restore(chunks);
  return [
    {
      name: `${detector.keys.toLocaleString('en')} keys remembered, ${detector.losses.evicted.toLocaleString('en')} put out: events with two new ones or more`,
      value: events / seconds,
      unit: 'events/s',
    },
    { name: '  resident memory', value: resident, unit: 'MB', bar: { most: 600 } },
    { name: '  snapshot', value: chunks.reduce((sum, { length }) => sum + length, 0) / 2 ** 20, unit: 'MB' },
    { name: '  written in', value: writing, unit: 's' },
    { name: '  taken up in', value: coreSecondsSince(reading), unit: 's' },
  ];
}

function residentMemory(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

/** The kernel's peak of this process, in megabytes. */
function peakMemory(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
