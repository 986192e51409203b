import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { isObject } from '../../model/index.ts';
import { isLog } from '../events/read/files.ts';
import { prefixesOfDays } from './days.ts';
import { deliverObject, openBucket } from './objects.ts';
import { pause } from './pause.ts';
import { hoursBack } from './start.ts';
import type { FeedKind, RunningFeed } from './types.ts';

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket’s name');

const settings = z.strictObject({
  bucket: bucketName,
  prefix: z.string().max(1000).default(''),
  region: z.string().max(40).default('us-east-1'),
  /** How far back the first look goes. */
  startHours: hoursBack.default(24),
  everySeconds: z.number().int().min(10).max(3600).default(60),
});

type Settings = z.output<typeof settings>;

/** Objects may become visible later than others that were written after them: so far back every look goes again. */
const OVERLAP_MS = 15 * 60_000;

/** Objects told apart in that time. Should there be more, some are read twice, which does no harm. */
const MOST_SEEN = 50_000;

interface Marker {
  /** Everything written before this was read. ISO 8601. */
  since: string;
  /** Objects written after it that were read. */
  seen: string[];
}

/**
 * Logs in a bucket that nobody tells us of: the bucket is listed again and again. CloudTrail, flow logs and load balancers put
 * the day into their keys (`…/2026/11/28/…`), so that only the prefixes of the days that matter are listed.
 */
export const bucketFeed: FeedKind<Settings> = {
  settings,
  secret: 'none',
  aws: true,
  permissions: ['s3:ListBucket', 's3:GetObject'],
  async run(feed) {
    const client = await openBucket(feed, feed.settings.region);
    try {
      while (!feed.signal.aborted) {
        await look(feed, client);
        feed.well();
        await pause(feed.settings.everySeconds * 1000, feed.signal);
      }
    } finally {
      client.destroy();
    }
  },
};

async function look(feed: RunningFeed<Settings>, client: S3Client): Promise<void> {
  const { settings: given, clock } = feed;
  const started = clock();
  const before = markerOf(feed.marker) ?? {
    since: new Date(started.getTime() - given.startHours * 3_600_000).toISOString(),
    seen: [],
  };
  const since = new Date(before.since);
  const seen = new Set(before.seen);
  const read: { key: string; written: Date }[] = [];
  const list = (at: string) => folder(client, given.bucket, at, feed.signal);
  for await (const prefix of prefixesOfDays(given.prefix, since, started, list)) {
    for await (const object of objects(client, given.bucket, prefix, feed.signal)) {
      if (feed.signal.aborted) return;
      if (object.written < since || !isLog(object.key)) continue;
      if (!seen.has(object.key)) await deliverObject(feed, client, { bucket: given.bucket, key: object.key });
      read.push(object);
    }
  }
  const next = new Date(Math.max(started.getTime() - OVERLAP_MS, since.getTime()));
  const marker: Marker = {
    since: next.toISOString(),
    seen: read
      .filter(({ written }) => written >= next)
      .map(({ key }) => key)
      .slice(-MOST_SEEN),
  };
  feed.marker = { ...marker };
  await feed.keep(feed.marker);
}

function markerOf(marker: unknown): Marker | undefined {
  if (!isObject(marker) || typeof marker['since'] !== 'string' || !Array.isArray(marker['seen'])) return undefined;
  return { since: marker['since'], seen: marker['seen'].filter((key) => typeof key === 'string') };
}

async function folder(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<{ folders: string[]; files: number }> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const folders: string[] = [];
  let files = 0;
  for (let token: string | undefined; ; ) {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken: token }),
      { abortSignal: signal },
    );
    for (const one of page.CommonPrefixes ?? []) if (one.Prefix !== undefined) folders.push(one.Prefix);
    files += (page.Contents ?? []).filter(({ Key }) => Key !== prefix).length;
    token = page.NextContinuationToken;
    // Files beside each other are no layout by day: they are listed anyway.
    if (token === undefined || files > 0) return { folders, files };
  }
}

async function* objects(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<{ key: string; written: Date }> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  for (let token: string | undefined; ; ) {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      { abortSignal: signal },
    );
    for (const { Key, LastModified } of page.Contents ?? []) {
      if (Key !== undefined && LastModified !== undefined && !Key.endsWith('/'))
        yield { key: Key, written: LastModified };
    }
    token = page.NextContinuationToken;
    if (token === undefined) return;
  }
}
