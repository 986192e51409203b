import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { feedKinds } from './index.ts';
import { lookupFeed } from './lookup.ts';
import { pubsubFeed } from './pubsub.ts';
import { objectsIn } from './queue.ts';
import type { FeedBatch, RunningFeed } from './types.ts';

let server: Server;
let url: string;
let answer: (
  path: string,
  body: JsonObject,
  headers: NodeJS.Dict<string | string[]>,
) => { status?: number; body: unknown };
let asked: { path: string; body: JsonObject }[];
let batches: FeedBatch[];
let kept: Json[];
let now: Date;
let stop: AbortController;

beforeEach(async () => {
  [asked, batches, kept] = [[], [], []];
  now = new Date('2026-11-01T12:00:00Z');
  stop = new AbortController();
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      const body = JSON.parse(text || '{}') as JsonObject;
      asked.push({ path: request.url ?? '', body });
      const said = answer(request.url ?? '', body, request.headers);
      response.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function feedOf<Settings>(settings: Settings, more: Partial<RunningFeed<Settings>> = {}): RunningFeed<Settings> {
  return {
    settings,
    secret: '',
    aws: { credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }), endpoint: url },
    marker: undefined,
    deliver: async (batch) => {
      batches.push(batch);
    },
    keep: async (marker) => {
      kept.push(marker);
    },
    well: () => {},
    clock: () => now,
    signal: stop.signal,
    ...more,
  };
}

const records = () => batches.flatMap((batch) => batch.records);

describe('Pub/Sub', () => {
  const subscription = 'projects/ledger/subscriptions/audit';
  const message = (value: unknown, ackId: string) => ({
    ackId,
    message: { data: Buffer.from(JSON.stringify(value)).toString('base64'), messageId: ackId },
  });
  const settings = () => pubsubFeed.settings.parse({ subscription, endpoint: url });

  it('acknowledges messages once their events are stored', async () => {
    let pulls = 0;
    answer = (path) => {
      if (path.endsWith(':acknowledge')) {
        stop.abort();
        return { body: {} };
      }
      pulls += 1;
      return {
        body: pulls > 1 ? {} : { receivedMessages: [message({ insertId: 'a' }, '1'), message('no entry', '2')] },
      };
    };
    await pubsubFeed.run(feedOf(settings()));
    expect(records()).toEqual([{ insertId: 'a' }]);
    expect(batches[0]?.lost).toEqual({ malformed: 1 });
    expect(asked.at(-1)).toEqual({ path: `/v1/${subscription}:acknowledge`, body: { ackIds: ['1', '2'] } });
  });

  it('acknowledges nothing that was not stored', async () => {
    answer = () => ({ body: { receivedMessages: [message({ insertId: 'a' }, '1')] } });
    const deliver = async () => {
      throw new Error('the store is gone');
    };
    await expect(pubsubFeed.run(feedOf(settings(), { deliver }))).rejects.toThrow('the store is gone');
    expect(asked.map(({ path }) => path)).toEqual([`/v1/${subscription}:pull`]);
  });

  it('says what is wrong with the subscription or the key', async () => {
    answer = () => ({ status: 404, body: { error: { message: 'Resource not found' } } });
    await expect(pubsubFeed.run(feedOf(settings()))).rejects.toMatchObject({ code: 'feed-pubsub' });
    const google = pubsubFeed.settings.parse({ subscription });
    const secret = JSON.stringify({ type: 'external_account', credential_source: { executable: { command: 'x' } } });
    await expect(pubsubFeed.run(feedOf(google, { secret }))).rejects.toMatchObject({ code: 'feed-secret' });
  });
});

describe('LookupEvents', () => {
  const event = (id: string) => ({ EventId: id, CloudTrailEvent: JSON.stringify({ eventID: id }) });
  const settings = lookupFeed.settings.parse({ regions: 'us-east-1, ap-northeast-2', startHours: 2 });

  it('reads page after page in every region, and goes on where it was, with room for what comes late', async () => {
    answer = (_path, body) =>
      body['NextToken'] === undefined
        ? { body: { Events: [event('a'), event('b')], NextToken: 'more' } }
        : { body: { Events: [event('c'), { CloudTrailEvent: 'torn {' }] } };
    const keep = async (marker: Json) => {
      kept.push(marker);
      if (kept.length === 2) stop.abort();
    };
    await lookupFeed.run(feedOf(settings, { keep }));
    expect(records()).toHaveLength(6);
    expect(batches.map(({ lost }) => lost)).toContainEqual({ malformed: 1 });
    expect(asked[0]?.body['StartTime']).toBe(new Date('2026-11-01T10:00:00Z').getTime() / 1000);
    expect(kept.at(-1)).toEqual({ 'us-east-1': now.toISOString(), 'ap-northeast-2': now.toISOString() });

    asked = [];
    stop = new AbortController();
    const once_ = async () => stop.abort();
    await lookupFeed.run(feedOf({ ...settings, regions: ['us-east-1'] }, { marker: kept.at(-1) as Json, keep: once_ }));
    expect(asked[0]?.body['StartTime']).toBe(new Date('2026-11-01T11:40:00Z').getTime() / 1000);
  });

  it('keeps no place that was not reached', async () => {
    answer = () => ({ body: { Events: [event('a')], NextToken: 'more' } });
    const deliver = async () => stop.abort();
    await lookupFeed.run(feedOf(settings, { deliver }));
    expect(kept).toEqual([]);
  });
});

describe('notifications of objects', () => {
  const s3 = { bucket: { name: 'trails' }, object: { key: 'AWSLogs/a+b%3D1.json.gz' } };
  const wanted = [{ bucket: 'trails', key: 'AWSLogs/a b=1.json.gz' }];

  it('are understood from S3, through SNS and EventBridge, and from CloudTrail itself', () => {
    const direct = JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3 }] });
    expect(objectsIn(direct)).toEqual(wanted);
    expect(objectsIn(JSON.stringify({ Type: 'Notification', Message: direct }))).toEqual(wanted);
    const plain = { bucket: { name: 'trails' }, object: { key: 'a+b%3D1.json.gz' } };
    expect(objectsIn(JSON.stringify({ source: 'aws.s3', detail: plain }))).toEqual([
      { bucket: 'trails', key: 'a+b%3D1.json.gz' },
    ]);
    expect(objectsIn(JSON.stringify({ s3Bucket: 'trails', s3ObjectKey: ['k.json.gz'] }))).toEqual([
      { bucket: 'trails', key: 'k.json.gz' },
    ]);
    expect(objectsIn(JSON.stringify({ Event: 's3:TestEvent' }))).toEqual([]);
  });

  it.each(['', 'null', '[]', '{"Records":', '{"hello":1}', '{"Type":"Notification","Message":"x"}'])(
    'are nothing else: %s',
    (body) => {
      expect(objectsIn(body)).toBeUndefined();
    },
  );
});

it('every kind refuses settings that it does not know', () => {
  for (const kind of Object.values(feedKinds)) {
    expect(kind.settings.safeParse({ surprise: true }).success).toBe(false);
    expect(isObject(kind)).toBe(true);
  }
});
