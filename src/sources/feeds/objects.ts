import type { S3Client } from '@aws-sdk/client-s3';
import { deliverBytes } from './deliver.ts';
import type { RunningFeed } from './types.ts';

/** Opens S3 in a region, with a feed's credentials. */
export async function openBucket(feed: RunningFeed<unknown>, region: string): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const { credentials, endpoint } = feed.aws ?? {};
  return new Client({
    region,
    followRegionRedirects: true,
    ...(credentials === undefined ? {} : { credentials }),
    // An endpoint of one's own has no host name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
}

/** Delivers the events of one object. Resolves when all of them are stored. */
export async function deliverObject(
  feed: RunningFeed<unknown>,
  client: S3Client,
  { bucket, key, source }: { bucket: string; key: string; source?: string },
): Promise<void> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: feed.signal });
  if (Body === undefined) return;
  await deliverBytes(feed, Body as unknown as AsyncIterable<Uint8Array>, source === undefined ? {} : { source });
}
