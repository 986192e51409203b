import type { EventHubConsumerClient, ReceivedEventData } from '@azure/event-hubs';
import { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { deliverMessages, jsonOrText } from './deliver.ts';
import { hoursBack } from './start.ts';
import { FeedFailure, type FeedKind, type RunningFeed } from './types.ts';

const settings = z.strictObject({
  eventHub: z.string().min(1).max(256),
  consumerGroup: z.string().min(1).max(256).default('$Default'),
  /** How far back a partition is read that was never read before. */
  startHours: hoursBack.default(24),
});

type Settings = z.output<typeof settings>;

const MOST_EVENTS = 200;
const WAIT_S = 20;

/**
 * Azure's activity log, Entra's sign-in and audit logs and whatever else a diagnostic setting sends to an event hub. How far each
 * partition was read is kept when its events are stored. The secret is a connection string with the right to listen.
 */
export const eventHubsFeed: FeedKind<Settings> = {
  settings,
  secret: 'needed',
  aws: false,
  permissions: ['Microsoft.EventHub/namespaces/eventhubs/consumergroups (Listen)'],
  async run(feed) {
    const { EventHubConsumerClient: Client } = await import('@azure/event-hubs');
    const { eventHub, consumerGroup } = feed.settings;
    let client: EventHubConsumerClient;
    try {
      client = new Client(consumerGroup, feed.secret, eventHub);
    } catch (error) {
      throw failure((error as Error).message, error);
    }
    try {
      await receive(feed, client);
    } finally {
      await client.close();
    }
  },
};

async function receive(feed: RunningFeed<Settings>, client: EventHubConsumerClient): Promise<void> {
  const partitions = await client.getPartitionIds({ abortSignal: feed.signal }).catch((error: unknown) => {
    throw failure((error as Error).message, error);
  });
  feed.well();
  const offsets: JsonObject = isObject(feed.marker) ? { ...feed.marker } : {};
  const start = new Date(feed.clock().getTime() - feed.settings.startHours * 3_600_000);
  await new Promise<void>((resolve, reject) => {
    const subscriptions = partitions.map((partition) => {
      const offset = offsets[partition];
      return client.subscribe(
        partition,
        {
          async processEvents(events) {
            feed.well();
            const last = events.at(-1);
            if (last === undefined || feed.signal.aborted) return;
            try {
              await deliverMessages(feed, events.map(bodyOf));
              offsets[partition] = String(last.offset);
              feed.marker = { ...offsets };
              await feed.keep(feed.marker);
            } catch (error) {
              // Nothing of it was kept: it is read again when the feed is started again.
              end(error);
            }
          },
          async processError(error) {
            end(failure(error.message, error));
          },
        },
        {
          startPosition: typeof offset === 'string' ? { offset, isInclusive: false } : { enqueuedOn: start },
          maxBatchSize: MOST_EVENTS,
          maxWaitTimeInSeconds: WAIT_S,
          skipParsingBodyAsJson: true,
        },
      );
    });
    const stop = () => end(undefined);
    function end(error: unknown): void {
      feed.signal.removeEventListener('abort', stop);
      void Promise.allSettled(subscriptions.map((one) => one.close())).then(() =>
        error === undefined ? resolve() : reject(error as Error),
      );
    }
    feed.signal.addEventListener('abort', stop);
    if (feed.signal.aborted) stop();
  });
}

function bodyOf({ body }: ReceivedEventData): Json {
  const text: unknown = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : body;
  return typeof text === 'string' ? jsonOrText(text) : (text as Json);
}

function failure(said: string, cause: unknown): FeedFailure {
  return new FeedFailure(
    'feed-event-hubs',
    {
      en: `Event Hubs cannot be read (${said}). Check the connection string, the hub's name and the consumer group.`,
      ko: `Event Hubs를 읽을 수 없습니다(${said}). 연결 문자열, 허브 이름, 소비자 그룹을 확인하세요.`,
    },
    { cause },
  );
}
