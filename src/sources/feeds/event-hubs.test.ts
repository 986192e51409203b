import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { type Connection, create_container, type EventContext, message, type Sender } from 'rhea';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import { eventHubsFeed } from './event-hubs.ts';
import type { FeedBatch } from './types.ts';

/** An AMQP 1.0 server that answers as an event hub does: sign-in by `$cbs`, properties by `$management`, one link a partition. */
class Hub {
  readonly events: string[] = [];
  readonly asked: (string | undefined)[] = [];
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  constructor() {
    const container = create_container({ id: 'hub' });
    const replies = new Map<string, Sender>();
    container.on('connection_open', ({ connection }: EventContext) => this.#connections.add(connection));
    container.on('sender_open', ({ sender }: EventContext) => {
      if (sender === undefined) return;
      const from = sender.source?.address ?? '';
      // The other side opens a link to be answered on, and names its address in `reply_to`.
      sender.set_source({ address: from });
      replies.set(sender.target?.address ?? from, sender);
      replies.set(from, sender);
      if (from.includes('/Partitions/')) this.#send(sender);
    });
    container.on('receiver_open', ({ receiver }: EventContext) =>
      receiver?.set_target({ address: receiver.target?.address ?? '' }),
    );
    container.on('message', ({ message: got, receiver }: EventContext) => {
      if (got === undefined) return;
      const to = String(got.reply_to ?? receiver?.target?.address);
      const sender = replies.get(to) ?? replies.get(receiver?.target?.address ?? '');
      const operation = got.application_properties?.['operation'];
      const body =
        operation === 'put-token'
          ? undefined
          : {
              name: 'logs',
              type: 'com.microsoft:eventhub',
              created_at: new Date(0),
              partition_count: 1,
              partition_ids: ['0'],
            };
      sender?.send({
        correlation_id: got.correlation_id ?? got.message_id,
        application_properties: {
          'status-code': operation === 'put-token' ? 202 : 200,
          'status-description': 'ok',
          statusCode: 200,
        },
        body,
      } as never);
    });
    this.#server = container.listen({ port: 0, host: '127.0.0.1' }) as unknown as Server;
  }

  async port(): Promise<number> {
    if (!this.#server.listening) await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Everything after the offset that the reader asks for. */
  #send(sender: Sender): void {
    const filter = JSON.stringify(sender.source?.filter ?? {});
    const offset = /x-opt-offset\s*>=?\s*'(-?\d+)'/.exec(filter)?.[1];
    this.asked.push(offset);
    this.events.forEach((body, n) => {
      if (offset !== undefined && n <= Number(offset)) return;
      sender.send({
        message_annotations: {
          'x-opt-offset': String(n),
          'x-opt-sequence-number': n,
          'x-opt-enqueued-time': new Date(),
        },
        body: message.data_section(Buffer.from(body)),
      } as never);
    });
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe('Event Hubs', () => {
  let hub: Hub;
  let stop: AbortController;
  let batches: FeedBatch[];
  let kept: Json[];

  beforeEach(() => {
    hub = new Hub();
    stop = new AbortController();
    [batches, kept] = [[], []];
  });
  afterEach(() => hub.close());

  async function run(more: { marker?: Json; until: () => boolean }): Promise<void> {
    const secret = `Endpoint=sb://127.0.0.1:${await hub.port()};SharedAccessKeyName=listen;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true;`;
    const running = eventHubsFeed.run({
      settings: eventHubsFeed.settings.parse({ eventHub: 'logs' }),
      secret,
      marker: more.marker,
      deliver: async (batch) => {
        batches.push(batch);
      },
      keep: async (marker) => {
        kept.push(marker);
      },
      well: () => {},
      clock: () => new Date(),
      signal: stop.signal,
    });
    running.catch(() => undefined);
    await expect.poll(more.until, { timeout: 15_000 }).toBe(true);
    stop.abort();
    await running;
  }

  it('opens envelopes, counts what is no log, and keeps how far each partition was read', async () => {
    hub.events.push(JSON.stringify({ records: [{ operationName: 'A' }, { operationName: 'B' }] }), 'no log');
    await run({ until: () => kept.length > 0 && batches.flatMap(({ records }) => records).length === 2 });
    expect(batches.flatMap(({ records }) => records).map((record) => record['operationName'])).toEqual(['A', 'B']);
    await expect(kept.at(-1)).toEqual({ 0: expect.stringMatching(/^[01]$/) });
  }, 30_000);

  it('goes on after the event that was stored last', async () => {
    hub.events.push('{"operationName":"A"}', '{"operationName":"B"}');
    await run({ marker: { 0: '0' }, until: () => batches.length > 0 });
    expect(batches.flatMap(({ records }) => records).map((record) => record['operationName'])).toEqual(['B']);
    expect(hub.asked).toEqual(['0']);
  }, 30_000);
});
