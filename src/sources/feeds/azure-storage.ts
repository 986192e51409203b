import { createHash } from 'node:crypto';
import type { BlobItem, ContainerClient, RestError } from '@azure/storage-blob';
import { z } from 'zod';
import { isObject, type JsonObject } from '../../model/index.ts';
import { isLog } from '../events/read/files.ts';
import { openContainer } from './azure-container.ts';
import { type Folder, prefixesOfDays } from './days.ts';
import { deliverBytes } from './deliver.ts';
import { begun, continued, type Growing, overlapOf, type Reach } from './growing.ts';
import { pause } from './pause.ts';
import { hoursBack } from './start.ts';
import { FeedFailure, type FeedKind, type RunningFeed } from './types.ts';

const settings = z.strictObject({
  container: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]|\$logs)$/, 'a container’s name')
    .default('insights-logs-flowlogflowevent'),
  prefix: z.string().max(1000).default(''),
  /** Name or address of the storage account, where the secret does not say it. */
  account: z
    .string()
    .regex(
      /^(?:[a-z0-9]{3,24}|https:\/\/[a-z0-9.-]{3,200}(?::\d{1,5})?(?:\/[a-z0-9]{3,24})?\/?)?$/i,
      'a name or an https:// address',
    )
    .default(''),
  /** How far back the first look goes. */
  startHours: hoursBack.default(24),
  everySeconds: z.number().int().min(10).max(3600).default(60),
});

type Settings = z.output<typeof settings>;

/** Blobs may become visible later than others that were written after them: so far back every look goes again. */
const OVERLAP_MS = 15 * 60_000;

/** A blob of an hour grows for that hour and a while longer; for so long it is remembered how far it was read. */
const GROWS_MS = 2 * 3_600_000;

/** Blobs remembered. Should there be more, some are read twice, which does no harm. */
const MOST_KNOWN = 20_000;

/** A long look keeps what it has done so far this often. */
const KEEP_EVERY_MS = 30_000;

interface Known {
  tag: string;
  written: string;
  reach?: Reach;
}

interface Marker {
  /** Everything written before this was read. ISO 8601. */
  since: string;
  /** What is known of blobs written about then and later, by the digest of their names. */
  blobs: { [name: string]: Known };
}

/**
 * Logs in a container of an Azure storage account: flow logs of virtual networks and of network security groups, and what
 * diagnostic settings archive there. The container is listed again and again by the days in its names; of a blob that has
 * grown since (`PT1H.json` does so for an hour) only what is new is read. The secret is a connection string, an account key or a SAS.
 */
export const azureStorageFeed: FeedKind<Settings> = {
  settings,
  secret: 'needed',
  aws: false,
  permissions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read (SAS: Read, List)'],
  async run(feed) {
    const container = await openContainer(feed.secret, feed.settings);
    while (!feed.signal.aborted) {
      try {
        await look(feed, container);
      } catch (error) {
        if (feed.signal.aborted) return;
        throw failure(error);
      }
      feed.well();
      await pause(feed.settings.everySeconds * 1000, feed.signal);
    }
  },
};

async function look(feed: RunningFeed<Settings>, container: ContainerClient): Promise<void> {
  const { settings: given, clock, signal } = feed;
  const started = clock();
  const before = markerOf(feed.marker) ?? {
    since: new Date(started.getTime() - given.startHours * 3_600_000).toISOString(),
    blobs: {},
  };
  const since = new Date(before.since);
  const known = new Map(Object.entries(before.blobs));
  let keptAt = Date.now();
  for await (const prefix of prefixesOfDays(given.prefix, since, started, folderOf(container, signal))) {
    for await (const blob of container.listBlobsFlat({ prefix, abortSignal: signal })) {
      if (signal.aborted) return;
      const { lastModified: written, etag } = blob.properties;
      if (written < since || !isLog(blob.name) || isFolder(blob)) continue;
      const name = createHash('sha256').update(blob.name).digest('base64url').slice(0, 22);
      const last = known.get(name);
      if (last?.tag === etag) continue;
      const reach = await read(feed, container, blob, last?.reach);
      known.set(name, { tag: etag, written: written.toISOString(), ...(reach === undefined ? {} : { reach }) });
      if (Date.now() - keptAt < KEEP_EVERY_MS) continue;
      await keep(feed, { since: before.since, blobs: newest(known, since) });
      keptAt = Date.now();
    }
  }
  if (signal.aborted) return;
  const next = new Date(Math.max(started.getTime() - OVERLAP_MS, since.getTime()));
  const grownUp = new Date(Math.min(next.getTime(), started.getTime() - GROWS_MS));
  const cut = [...known.values()].filter(({ written, reach }) => new Date(written) < grownUp && reach?.cut === true);
  if (cut.length > 0) await feed.deliver({ records: [], lost: { 'stream-cut': cut.length } });
  await keep(feed, { since: next.toISOString(), blobs: newest(known, grownUp) });
}

/** Delivers what is new in a blob; gives how far it was read. */
async function read(
  feed: RunningFeed<Settings>,
  container: ContainerClient,
  { name, properties }: BlobItem,
  from: Reach | undefined,
): Promise<Reach | undefined> {
  if (properties.accessTier === 'Archive') {
    // It cannot be read until somebody brings it back.
    await feed.deliver({ records: [], lost: { gap: 1 } });
    return undefined;
  }
  const appended = properties.blobType === 'AppendBlob';
  const blob = container.getBlobClient(name);
  const open = async (offset: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    try {
      const { readableStreamBody } = await blob.download(offset, undefined, {
        abortSignal: feed.signal,
        maxRetryRequests: 3,
      });
      return readableStreamBody as AsyncIterable<Uint8Array> | undefined;
    } catch (error) {
      // Removed since it was listed, or shorter than before.
      const { statusCode } = error as RestError;
      if (statusCode === 404 || statusCode === 416) return undefined;
      throw error;
    }
  };
  let grown: Growing | undefined;
  if (from !== undefined && (properties.contentLength ?? 0) >= from.at) {
    const added = await open(from.at - overlapOf(from));
    grown = added === undefined ? undefined : await continued(added, from, appended);
  }
  if (grown === undefined) {
    const whole = await open(0);
    if (whole === undefined) return undefined;
    grown = await begun(whole, appended);
  }
  await deliverBytes(feed, grown.bytes);
  return grown.reach();
}

/** Data Lake storage lists folders as empty blobs. */
function isFolder({ metadata, properties }: BlobItem): boolean {
  return metadata?.['hdi_isfolder'] === 'true' || properties.contentLength === 0;
}

function folderOf(container: ContainerClient, abortSignal: AbortSignal): Folder {
  return async (prefix) => {
    const folders: string[] = [];
    let files = 0;
    for await (const page of container.listBlobsByHierarchy('/', { prefix, abortSignal }).byPage()) {
      for (const one of page.segment.blobPrefixes ?? []) folders.push(one.name);
      files += page.segment.blobItems.filter((blob) => !isFolder(blob)).length;
      // Files beside each other are no layout by day: they are listed anyway.
      if (files > 0) break;
    }
    return { folders, files };
  };
}

async function keep(feed: RunningFeed<Settings>, { since, blobs }: Marker): Promise<void> {
  feed.marker = { since, blobs: blobs as unknown as JsonObject };
  await feed.keep(feed.marker);
}

function newest(known: ReadonlyMap<string, Known>, since: Date): Marker['blobs'] {
  const kept = [...known].filter(([, { written }]) => new Date(written) >= since);
  kept.sort(([, one], [, other]) => (one.written < other.written ? -1 : 1));
  return Object.fromEntries(kept.slice(-MOST_KNOWN));
}

const known = z.object({
  tag: z.string(),
  written: z.iso.datetime(),
  reach: z
    .object({
      form: z.enum(['document', 'lines']),
      at: z.number().int().nonnegative(),
      check: z.string(),
      cut: z.boolean(),
    })
    .optional(),
});

function markerOf(marker: unknown): Marker | undefined {
  if (!isObject(marker) || !isObject(marker['blobs'])) return undefined;
  const since = z.iso.datetime().safeParse(marker['since']);
  if (!since.success) return undefined;
  const blobs: Marker['blobs'] = {};
  for (const [name, value] of Object.entries(marker['blobs'])) {
    const { success, data } = known.safeParse(value);
    if (success) blobs[name] = { tag: data.tag, written: data.written, ...(data.reach && { reach: data.reach }) };
  }
  return { since: since.data, blobs };
}

function failure(error: unknown): unknown {
  const { name, statusCode, code } = error as RestError;
  if (name !== 'RestError') return error;
  const said = [statusCode, code].filter((one) => one !== undefined).join(' ');
  if (statusCode === 404) {
    return new FeedFailure(
      'feed-azure-storage',
      {
        en: `There is no such container (${said}). Check its name and the storage account. Azure makes it with the first log.`,
        ko: `컨테이너가 없습니다(${said}). 컨테이너 이름과 스토리지 계정을 확인하세요. 컨테이너는 첫 로그가 기록될 때 Azure가 만듭니다.`,
      },
      { cause: error },
    );
  }
  if (statusCode === 401 || statusCode === 403) {
    return new FeedFailure(
      'feed-azure-storage',
      {
        en: `Azure storage refuses access (${said}). The key or SAS must be valid and allow Read and List on the container, and the account's firewall must let this server in.`,
        ko: `Azure 스토리지가 접근을 거부했습니다(${said}). 키 또는 SAS가 유효하고 컨테이너의 읽기와 나열 권한이 있어야 하며, 스토리지 계정 방화벽이 이 서버를 허용해야 합니다.`,
      },
      { cause: error },
    );
  }
  return new FeedFailure(
    'feed-azure-storage',
    {
      en: `Azure storage cannot be read (${said}). It is tried again.`,
      ko: `Azure 스토리지를 읽을 수 없습니다(${said}). 다시 시도합니다.`,
    },
    { cause: error },
  );
}
