import { azureStorageFeed } from './azure-storage.ts';
import { bucketFeed } from './bucket.ts';
import { eventHubsFeed } from './event-hubs.ts';
import { findingsFeed } from './findings.ts';
import { lookupFeed } from './lookup.ts';
import { pubsubFeed } from './pubsub.ts';
import { queueFeed } from './queue.ts';
import { syslogFeed } from './syslog.ts';
import type { FeedKind } from './types.ts';

export type { FeedBatch, FeedKind, RunningFeed } from './types.ts';

/** Every kind of feed that has something to do by itself; those of `http` are pushed to the intake. */
export const feedKinds: Readonly<Record<string, FeedKind>> = {
  'cloudtrail-s3': bucketFeed,
  'cloudtrail-sqs': queueFeed,
  'cloudtrail-lookup': lookupFeed,
  'flow-logs-s3': bucketFeed,
  'aws-findings': findingsFeed,
  'event-hubs': eventHubsFeed,
  'azure-storage': azureStorageFeed,
  pubsub: pubsubFeed,
  syslog: syslogFeed,
};
