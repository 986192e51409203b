import type { Detector } from '../../src/engines/detection/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { keepHeapSmall } from '../../src/platform/heap.ts';
import { eventOf } from '../../src/sources/events/index.ts';
import { coreSecondsSince, type Row } from '../benchmark.ts';
import { productDetections } from './product.ts';

// As the thread of the server that judges does.
keepHeapSmall();
const { create } = await productDetections();
process.stdout.write(JSON.stringify(remember(create, Number(process.argv[2]))));

/**
 * More actors than keys are allowed, every one with a few events that many detections remember: what a million keys take,
 * and how fast it goes when each new one puts out another.
 */
function remember(create: () => Detector, events: number): Row[] {
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
  }
  const seconds = coreSecondsSince(before);
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
