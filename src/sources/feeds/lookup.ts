import { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { pause } from './pause.ts';
import { hoursBack } from './start.ts';
import type { FeedKind, RunningFeed } from './types.ts';

const settings = z.strictObject({
  /** Regions, with commas between them. Global services log in us-east-1. */
  regions: z
    .string()
    .max(1000)
    .default('us-east-1')
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  /** How far back the first look goes. */
  startHours: hoursBack.default(24),
  everySeconds: z.number().int().min(30).max(3600).default(60),
});

type Settings = z.output<typeof settings>;

/** CloudTrail answers with an event up to so long after it happened: so far back every look goes again. */
const DELAY_MS = 20 * 60_000;

/** CloudTrail lets an account look up twice a second in each region. */
const BETWEEN_MS = 550;

/**
 * Management events of the last 90 days as CloudTrail keeps them for everyone, where no trail writes to a bucket. Slow, and
 * without data events: good enough to begin with.
 */
export const lookupFeed: FeedKind<Settings> = {
  settings,
  secret: 'none',
  aws: true,
  permissions: ['cloudtrail:LookupEvents'],
  async run(feed) {
    while (!feed.signal.aborted) {
      for (const region of feed.settings.regions) {
        if (feed.signal.aborted) return;
        await look(feed, region);
      }
      feed.well();
      await pause(feed.settings.everySeconds * 1000, feed.signal);
    }
  },
};

async function look(feed: RunningFeed<Settings>, region: string): Promise<void> {
  const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
  const { credentials, endpoint } = feed.aws ?? {};
  const client = new CloudTrailClient({
    region,
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const now = feed.clock();
  const kept = isObject(feed.marker) ? feed.marker : {};
  const until = typeof kept[region] === 'string' ? new Date(kept[region]) : undefined;
  const since =
    until === undefined
      ? new Date(now.getTime() - feed.settings.startHours * 3_600_000)
      : new Date(until.getTime() - DELAY_MS);
  try {
    for (let token: string | undefined; ; ) {
      const page = await client.send(
        new LookupEventsCommand({ StartTime: since, EndTime: now, MaxResults: 50, NextToken: token }),
        { abortSignal: feed.signal },
      );
      const texts = (page.Events ?? []).map(({ CloudTrailEvent }) => CloudTrailEvent ?? '');
      const records = texts.map(parsed).filter(isObject);
      const malformed = texts.length - records.length;
      if (texts.length > 0) {
        await feed.deliver({ source: 'cloudtrail', records, ...(malformed === 0 ? {} : { lost: { malformed } }) });
      }
      token = page.NextToken;
      if (token === undefined || feed.signal.aborted) break;
      await pause(BETWEEN_MS, feed.signal);
    }
  } finally {
    client.destroy();
  }
  // A look that was cut short is made again from where it began.
  if (feed.signal.aborted) return;
  const marker: JsonObject = { ...kept, [region]: now.toISOString() };
  feed.marker = marker;
  await feed.keep(marker);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
