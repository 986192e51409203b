import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import { BlobContainer } from './azure-storage.fixture.ts';
import { azureStorageFeed } from './azure-storage.ts';
import type { FeedBatch, RunningFeed } from './types.ts';

const folder = 'flowLogResourceID=/EXAMPLE_NETWORKWATCHERRG/NETWORKWATCHER_KOREACENTRAL_VNET1';
const hour = (day: string, hour: string) =>
  `${folder}/y=2026/m=11/d=${day}/h=${hour}/m=00/macAddress=000D3AF87856/PT1H.json`;
const key = Buffer.from('an account key of our own').toString('base64');

/** A record of virtual networks' flow logs with one flow for each port, a minute's worth. */
function minute(at: string, ...ports: number[]): string {
  return JSON.stringify({
    time: `2026-11-28T${at}:00Z`,
    flowLogResourceID: '/SUBSCRIPTIONS/EXAMPLE/FLOWLOGS/ONE',
    targetResourceID: '/subscriptions/example/virtualNetworks/vnet1',
    macAddress: '000D3AF87856',
    flowRecords: {
      flows: [
        {
          aclID: '00000000-0000-0000-0000-000000000000',
          flowGroups: [
            {
              rule: 'DefaultRule_DenyAllInBound',
              flowTuples: ports.map((port) => `1764352800000,198.51.100.7,192.0.2.4,40000,${port},6,I,D,NX,0,0,0,0`),
            },
          ],
        },
      ],
    },
  });
}
const document = (...records: string[]) => `{"records":[${records.join(',')}]}`;

let container: BlobContainer;
let batches: FeedBatch[];
let marker: Json | undefined;
let now: Date;

beforeEach(() => {
  container = new BlobContainer('insights-logs-flowlogflowevent');
  batches = [];
  marker = undefined;
  now = new Date('2026-11-28T18:30:00Z');
});
afterEach(() => container.close());

/** What is written in the minute that it is now. */
function write(name: string, content: string, more: { type?: 'AppendBlob'; tier?: string } = {}): void {
  now = new Date(now.getTime() + 60_000);
  container.put(name, content, { written: now, ...more });
}

/** Looks once, with the marker of the last time. */
async function look(more: Partial<RunningFeed<never>> = {}, settings: { [name: string]: Json } = {}): Promise<void> {
  const stop = new AbortController();
  batches = [];
  container.reads.length = 0;
  container.listed.length = 0;
  const address = await container.address();
  await azureStorageFeed.run({
    settings: azureStorageFeed.settings.parse(settings),
    secret: `DefaultEndpointsProtocol=http;AccountName=examplelogs;AccountKey=${key};BlobEndpoint=${address};`,
    marker,
    deliver: async (batch) => {
      batches.push(batch);
    },
    keep: async (value) => {
      marker = JSON.parse(JSON.stringify(value)) as Json;
    },
    well: () => stop.abort(),
    clock: () => now,
    signal: stop.signal,
    ...more,
  });
}

const ports = () => batches.flatMap(({ records }) => records).map((record) => record['destinationPort']);
const losses = () =>
  batches.map(({ lost }) => lost).filter((lost) => lost !== undefined && Object.keys(lost).length > 0);

describe('flow logs in Azure storage', () => {
  it('are read from the start given, by the days in their names', async () => {
    write(hour('28', '18'), document(minute('18:00', 22, 80)));
    container.put(hour('28', '09'), document(minute('09:00', 443)), { written: new Date('2026-11-28T10:00:00Z') });
    container.put(hour('20', '09'), document(minute('09:00', 25)), { written: new Date('2026-11-20T10:00:00Z') });
    await look({}, { startHours: 4 });
    expect(ports()).toEqual(['22', '80']);
    expect(container.listed).toContain(`${folder}/y=2026/m=11/d=28/`);
    expect(container.listed).not.toContain(`${folder}/y=2026/m=11/d=20/`);
    await look();
    expect(container.reads).toEqual([]);
  });

  it('are read on where a blob has grown, and told once', async () => {
    const name = hour('28', '18');
    const first = document(minute('18:00', 22));
    write(name, first);
    await look();
    expect(ports()).toEqual(['22']);
    write(name, document(minute('18:00', 22), minute('18:01', 80, 443)));
    await look();
    expect(ports()).toEqual(['80', '443']);
    expect(container.reads).toEqual([`${name} ${first.length - 2 - 32}-`]);
    write(name, document(minute('18:00', 22), minute('18:01', 80, 443), minute('18:02', 25)));
    await look();
    expect(ports()).toEqual(['25']);
    expect(losses()).toEqual([]);
  });

  it('are read whole where a blob was written anew', async () => {
    const name = hour('28', '18');
    write(name, document(minute('18:00', 22)));
    await look();
    write(name, document(minute('18:05', 8080, 8443)));
    await look();
    expect(ports()).toEqual(['8080', '8443']);
  });

  it('are not read further than their events are stored', async () => {
    write(hour('28', '18'), document(minute('18:00', 22)));
    const deliver = async () => {
      throw new Error('the store is gone');
    };
    await expect(look({ deliver })).rejects.toThrow('the store is gone');
    expect(marker).toBeUndefined();
  });

  it('count what lies in the archive tier, once', async () => {
    write(hour('28', '18'), document(minute('18:00', 22)), { tier: 'Archive' });
    await look();
    expect(losses()).toEqual([{ gap: 1 }]);
    await look();
    expect(losses()).toEqual([]);
  });
});

describe('logs that diagnostic settings archive in Azure storage', () => {
  const name = 'resourceId=/SUBSCRIPTIONS/EXAMPLE/y=2026/m=11/d=28/h=18/m=00/PT1H.json';
  const line = (operation: string) => `${JSON.stringify({ operationName: operation, category: 'Administrative' })}\r\n`;
  const operations = () => batches.flatMap(({ records }) => records).map((record) => record['operationName']);
  const appended = (content: string) => write(name, content, { type: 'AppendBlob' });

  it('are lines that are appended; one that is not whole yet is waited for', async () => {
    appended(line('A') + line('B').slice(0, 20));
    await look();
    expect(operations()).toEqual(['A']);
    appended(line('A') + line('B') + line('C').trim());
    await look();
    expect(operations()).toEqual(['B', 'C']);
    appended(line('A') + line('B') + line('C') + line('D'));
    await look();
    expect(operations()).toEqual(['D']);
    expect(losses()).toEqual([]);
  });

  it('count a line that never became whole', async () => {
    appended(line('A') + line('B').slice(0, 20));
    await look();
    now = new Date('2026-11-28T21:00:00Z');
    await look();
    expect(losses()).toEqual([{ 'stream-cut': 1 }]);
  });
});

describe('the way into a storage account', () => {
  beforeEach(() => {
    container.put('a/PT1H.json', '{"operationName":"A"}');
  });

  it.each([
    [
      'a connection string with a SAS',
      (at: string) => `BlobEndpoint=${at};SharedAccessSignature=sv=2026-01-01&sig=x%3D`,
    ],
    ['the address of the account with a SAS', (at: string) => `${at}?sv=2026-01-01&sig=x%3D`],
    [
      'the address of the container with a SAS',
      (at: string) => `${at}/insights-logs-flowlogflowevent?sv=2026-01-01&sig=x%3D`,
    ],
  ])('may be %s', async (_, secretAt) => {
    await look({ secret: secretAt(await container.address()) });
    expect(batches.flatMap(({ records }) => records)).toHaveLength(1);
  });

  it.each([
    ['', 'hello'],
    ['', key],
    ['', 'sv=2026-01-01&sig=x'],
    ['examplelogs', 'AccountName=;AccountKey=;'],
  ])('is told where it leads nowhere: account %j, secret %j', async (account, secret) => {
    await expect(look({ secret }, { account })).rejects.toMatchObject({ code: 'feed-secret' });
  });

  it.each([
    [403, 'AuthorizationPermissionMismatch', /Read and List/],
    [404, 'ContainerNotFound', /no such container/],
    [400, 'InvalidQueryParameterValue', /cannot be read/],
  ])('is told where Azure answers %d', async (status, code, said) => {
    container.refuse = { status, code };
    await expect(look()).rejects.toMatchObject({
      code: 'feed-azure-storage',
      text: { en: expect.stringMatching(said) },
    });
  });
});
