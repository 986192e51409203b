import type { S3Client } from '@aws-sdk/client-s3';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { isObject, type Json } from '../../model/index.ts';
import { isLog } from '../events/read/files.ts';
import { deliverObject, openBucket } from './objects.ts';
import type { FeedKind, RunningFeed } from './types.ts';

const settings = z.strictObject({
  queueUrl: z.url({ protocol: /^https?$/ }).max(500),
  region: z.string().max(40).default('us-east-1'),
});

type Settings = z.output<typeof settings>;

/** How long one message is ours, in seconds. Events that take longer are read twice, which does no harm. */
const VISIBLE_S = 300;

interface Named {
  bucket: string;
  key: string;
}

/**
 * Logs in a bucket that a queue tells us of: notifications of S3, by itself, through SNS or EventBridge. A message is deleted when
 * the events of all its objects are stored; until then the queue keeps it for us.
 */
export const queueFeed: FeedKind<Settings> = {
  settings,
  secret: 'none',
  aws: true,
  permissions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 's3:GetObject'],
  async run(feed) {
    const { SQSClient: Client } = await import('@aws-sdk/client-sqs');
    const { credentials, endpoint } = feed.aws ?? {};
    const queue = new Client({
      region: feed.settings.region,
      ...(credentials === undefined ? {} : { credentials }),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const bucket = await openBucket(feed, feed.settings.region);
    try {
      while (!feed.signal.aborted) {
        const messages = await receive(feed, queue);
        feed.well();
        for (const message of messages) await take(feed, queue, bucket, message);
      }
    } finally {
      queue.destroy();
      bucket.destroy();
    }
  },
};

async function receive(
  { settings: { queueUrl }, signal }: RunningFeed<Settings>,
  queue: SQSClient,
): Promise<Message[]> {
  const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const asked = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 20,
    VisibilityTimeout: VISIBLE_S,
  });
  try {
    return (await queue.send(asked, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

async function take(feed: RunningFeed<Settings>, queue: SQSClient, client: S3Client, message: Message): Promise<void> {
  const { DeleteMessageCommand } = await import('@aws-sdk/client-sqs');
  const named = objectsIn(message.Body ?? '');
  if (named === undefined) await feed.deliver({ records: [], lost: { malformed: 1 } });
  for (const object of named ?? []) {
    if (!isLog(object.key)) continue;
    try {
      await deliverObject(feed, client, object);
    } catch (error) {
      // What was deleted meanwhile will never be there again; everything else is tried again when the message comes back.
      if ((error as Error).name !== 'NoSuchKey') throw error;
      await feed.deliver({ records: [], lost: { gap: 1 } });
    }
  }
  const { queueUrl } = feed.settings;
  await queue.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
}

/** The objects that a message names; undefined where it is none of S3. A test event of S3 names none. */
export function objectsIn(body: string): Named[] | undefined {
  const value = parsed(body);
  if (!isObject(value)) return undefined;
  // SNS wraps the message as text, unless raw delivery is on.
  if (value['Type'] === 'Notification' && typeof value['Message'] === 'string') return objectsIn(value['Message']);
  if (value['Event'] === 's3:TestEvent') return [];
  // CloudTrail's own SNS notifications name the keys without a wrapper.
  if (typeof value['s3Bucket'] === 'string' && Array.isArray(value['s3ObjectKey'])) {
    const bucket = value['s3Bucket'];
    return value['s3ObjectKey'].filter((key) => typeof key === 'string').map((key) => ({ bucket, key }));
  }
  if (Array.isArray(value['Records'])) {
    return value['Records'].flatMap((record) => named(isObject(record) ? record['s3'] : undefined, true));
  }
  return isObject(value['detail']) ? named(value['detail'], false) : undefined;
}

/** S3 encodes keys in its own notifications as forms do; EventBridge gets them plain. */
function named(s3: Json | undefined, encoded: boolean): Named[] {
  if (!isObject(s3) || !isObject(s3['bucket']) || !isObject(s3['object'])) return [];
  const { name } = s3['bucket'];
  const { key } = s3['object'];
  if (typeof name !== 'string' || typeof key !== 'string') return [];
  return [{ bucket: name, key: encoded ? decoded(key) : key }];
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
