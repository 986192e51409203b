import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/index.ts';
import { bucketFeed } from '../../src/sources/feeds/bucket.ts';
import { queueFeed } from '../../src/sources/feeds/queue.ts';
import type { FeedBatch, RunningFeed } from '../../src/sources/feeds/types.ts';
import { type Moto, motoServer, startMoto } from '../moto.ts';

const identity = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const region = 'us-east-1';

describe.skipIf(motoServer === undefined)('feeds of AWS', () => {
  let moto: Moto;
  let s3: S3Client;
  let sqs: SQSClient;
  let queueUrl: string;
  let stop: AbortController;
  let batches: FeedBatch[];

  beforeAll(async () => {
    moto = await startMoto();
    const options = { region, credentials: identity, endpoint: moto.endpoint };
    s3 = new S3Client({ ...options, forcePathStyle: true });
    sqs = new SQSClient(options);
  }, 60_000);

  afterAll(async () => {
    s3.destroy();
    sqs.destroy();
    await moto.stop();
  });

  beforeEach(async () => {
    await moto.reset();
    await s3.send(new CreateBucketCommand({ Bucket: 'trails' }));
    queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'trails' }))).QueueUrl ?? '';
    batches = [];
    stop = new AbortController();
  });

  const ids = () => batches.flatMap(({ records }) => records.map((record) => record['eventID']));

  async function put(day: string, name: string, ...events: string[]): Promise<string> {
    const Key = `org/AWSLogs/111122223333/CloudTrail/us-east-1/${day}/${name}.json.gz`;
    const Body = gzipSync(JSON.stringify({ Records: events.map((eventID) => ({ eventVersion: '1.08', eventID })) }));
    await s3.send(new PutObjectCommand({ Bucket: 'trails', Key, Body }));
    return Key;
  }

  function feedOf<Settings>(settings: Settings, more: Partial<RunningFeed<Settings>> = {}): RunningFeed<Settings> {
    return {
      settings,
      secret: '',
      aws: { credentials: async () => identity, endpoint: moto.endpoint },
      marker: undefined,
      deliver: async (batch) => {
        batches.push(batch);
      },
      keep: async () => stop.abort(),
      well: () => {},
      clock: () => new Date(),
      signal: stop.signal,
      ...more,
    };
  }

  const dayOf = (ago: number) =>
    new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '/');

  it('list a bucket by the days that matter, and read each object once', async () => {
    await put(dayOf(0), 'new', 'a', 'b');
    await put(dayOf(400), 'old', 'ancient');
    await s3.send(
      new PutObjectCommand({
        Bucket: 'trails',
        Key: `org/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/${dayOf(0)}/d.json.gz`,
        Body: 'x',
      }),
    );
    const settings = bucketFeed.settings.parse({ bucket: 'trails', prefix: 'org' });
    let marker: Json | undefined;
    const keep = async (value: Json) => {
      marker = value;
      stop.abort();
    };
    await bucketFeed.run(feedOf(settings, { keep }));
    expect(ids()).toEqual(['a', 'b']);

    await put(dayOf(0), 'newer', 'c');
    stop = new AbortController();
    await bucketFeed.run(feedOf(settings, { keep, marker }));
    expect(ids()).toEqual(['a', 'b', 'c']);
  });

  it('list a bucket without days in its keys as a whole', async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket: 'trails',
        Key: 'flat/x.json',
        Body: '{"eventVersion":"1.08","eventID":"flat"}\n',
      }),
    );
    await bucketFeed.run(feedOf(bucketFeed.settings.parse({ bucket: 'trails' })));
    expect(ids()).toEqual(['flat']);
  });

  const waiting = async () => {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    return names.map((name) => Number(Attributes?.[name])).reduce((a, b) => a + b, 0);
  };
  const notify = (key: string) => {
    const record = {
      eventSource: 'aws:s3',
      s3: { bucket: { name: 'trails' }, object: { key: encodeURIComponent(key) } },
    };
    return sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ Records: [record] }) }));
  };
  const queue = () => queueFeed.settings.parse({ queueUrl });

  it('are told of objects by a queue, whose messages go when all is stored', async () => {
    await notify(await put(dayOf(0), 'a', 'a'));
    const gone = await put(dayOf(0), 'gone', 'gone');
    await notify(gone);
    await s3.send(new DeleteObjectCommand({ Bucket: 'trails', Key: gone }));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'nonsense' }));
    const running = queueFeed.run(feedOf(queue()));
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    stop.abort();
    await running;
    expect(ids()).toEqual(['a']);
    const lost = batches.map((batch) => batch.lost ?? {});
    expect(lost).toContainEqual({ gap: 1 });
    expect(lost).toContainEqual({ malformed: 1 });
  });

  it('leave a message in the queue where its events were not stored', async () => {
    await notify(await put(dayOf(0), 'a', 'a'));
    const deliver = async () => {
      throw new Error('the store is gone');
    };
    await expect(queueFeed.run(feedOf(queue(), { deliver }))).rejects.toThrow('the store is gone');
    expect(await waiting()).toBe(1);
  });
});
