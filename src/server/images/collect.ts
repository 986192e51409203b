import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Selectable } from 'kysely';
import { notarySources } from '../../engines/trust/index.ts';
import { type FactSink, GLOBAL, recordsOf, UserError } from '../../model/index.ts';
import type { ConnectionsTable } from '../../platform/store/database.ts';
import type { AwsAccess } from '../../sources/aws/credentials.ts';
import { layerCache } from '../../sources/files/index.ts';
import { ecrCredential, ecrPlace } from '../../sources/image/ecr.ts';
import { openRegistry, parseReference, referenceText } from '../../sources/image/index.ts';
import { scanImage } from '../../sources/image/scan.ts';
import { collectSignatures } from '../../sources/image/signatures.ts';
import {
  earlierLook,
  openSource,
  type RegistryOptions,
  type ScannedRegistry,
  type SeenRepository,
  scanRegistry,
} from '../../sources/registry/index.ts';
import type { Routes } from '../api/index.ts';
import { type ConnectionSettings, type Credentials, openCredentials, settingsOf } from '../connections.ts';
import type { Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { accountAccess, connectionAccess } from '../scans/aws.ts';
import { scanFolder } from '../scans/folders.ts';
import type { trackProgress } from '../scans/progress.ts';
import type { ScanTarget } from '../scans/request.ts';
import type { Services } from '../services.ts';
import { openTrust } from '../trust/trust-policy.ts';
import { registryHost } from './targets.ts';

type Connection = Selectable<ConnectionsTable>;

/**
 * How images of a connection are reached: with its credentials alone, never with those of the machine. `walks`: ECR is asked by its API, for which its
 * password is not needed: who may look at a registry need not be one who may pull.
 */
async function optionsOf(services: Services, row: Connection, { walks = false } = {}): Promise<RegistryOptions> {
  const { registry } = settingsOf(row);
  if (registry === null) return { localCredentials: false };
  const host = registryHost(registry.url);
  const credentials = await openCredentials(services, row);
  const aws = await awsOf(services, row, host, credentials);
  const asked = aws && ecrCredential(host, aws);
  const password = walks ? asked?.catch(withoutPassword) : asked;
  const credential = credentials?.type === 'password' ? credentials : await password;
  return {
    localCredentials: false,
    ...(aws === undefined ? {} : { aws }),
    ...(credential === undefined
      ? {}
      : { credentials: { [host]: { username: credential.username, password: credential.password } } }),
    ...(registry.url.startsWith('http:') ? { plainHttp: [host] } : {}),
  };
}

function withoutPassword(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}

/**
 * What AWS lets us do with a registry of Amazon ECR: as whom the connection says, or, where it says nobody, as the connection to the account that
 * the registry is in. Undefined for other registries, and for one that is entered by a password of its own.
 */
async function awsOf(
  services: Services,
  row: Connection,
  host: string,
  credentials: Credentials | undefined,
): Promise<AwsAccess['base'] | undefined> {
  const place = ecrPlace(host);
  if (credentials?.type === 'password') return undefined;
  if (place === undefined) {
    if (credentials !== undefined) throw refuse('connection-kind');
    return undefined;
  }
  if (credentials !== undefined) return (await connectionAccess(services, row.id)).base;
  return accountAccess(services, place.account, place.region);
}

interface CollectOptions {
  signal: AbortSignal;
  progress: Pick<ReturnType<typeof trackProgress>, 'say'>;
}

/**
 * Reads one image, or every image of a registry that its connection is for. Answers whether all of it could be read.
 *
 * @throws UserError where the one image cannot be read, or the registry not be listed
 */
export async function collectImages(
  services: Services,
  row: Connection,
  target: ScanTarget | null,
  sink: FactSink,
  options: CollectOptions,
): Promise<boolean> {
  if (target !== null) {
    await collectImage(services, row, target, sink, options);
    return true;
  }
  const { registry } = settingsOf(row);
  if (registry === null) throw refuse('no-credentials');
  const { repositories, failed: untold } = await walkRegistry(services, row, registry, sink, options);
  let failed = untold.length > 0 ? 1 : 0;
  const images = imagesIn(registryHost(registry.url), repositories, registry.tags);
  let done = 0;
  for (const reference of images) {
    if (options.signal.aborted) return false;
    await options.progress.say({ callsDone: done, callsKnown: images.length, errors: failed, current: reference });
    done += 1;
    try {
      await collectImage(services, row, { reference }, sink, options);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed += 1;
      await writeUnread(services, row, reference, error, sink);
    }
  }
  return failed === 0;
}

/** Writes what the registry tells of itself and its repositories. */
async function walkRegistry(
  services: Services,
  row: Connection,
  registry: NonNullable<ConnectionSettings['registry']>,
  sink: FactSink,
  { signal, progress }: CollectOptions,
): Promise<ScannedRegistry> {
  const { tenant, clock } = services;
  const host = registryHost(registry.url);
  const options = await optionsOf(services, row, { walks: true });
  // The API of ECR beyond that of all registries would be asked by what the machine itself may do.
  const type = ecrPlace(host) === undefined || options.aws !== undefined ? {} : { type: 'distribution' as const };
  const source = await openSource(host, { ...options, ...type, signal });
  try {
    const earlier = await lastWalk(services, row.id, host);
    return await scanRegistry(
      source,
      {
        ...{ tenant, connection: row.id, now: clock, signal },
        ...(registry.repositories.length === 0 ? {} : { repositories: registry.repositories }),
        ...(earlier === undefined ? {} : { earlier }),
        progress: ({ repository }) => void progress.say({ current: repository }),
      },
      sink,
    );
  } finally {
    source.close();
  }
}

/** What the last walk of a registry saw, whose facts may be gone by now. */
async function lastWalk(services: Services, connection: string, host: string) {
  const { db, tenant } = services;
  const last = await db
    .selectFrom('scans')
    .select('id')
    .where('tenant', '=', tenant)
    .where('connection', '=', connection)
    .where('target', 'is', null)
    .where('state', 'in', ['done', 'incomplete'])
    .orderBy('finished_at', 'desc')
    .executeTakeFirst();
  const folder = last === undefined ? undefined : scanFolder(services, connection, last.id);
  return folder === undefined || !existsSync(folder) ? undefined : earlierLook(folder, host);
}

/** Reads one image and writes its facts, and where the name that it was asked for by leads now. */
async function collectImage(
  services: Services,
  row: Connection,
  { reference, platform }: ScanTarget,
  sink: FactSink,
  { signal, progress }: CollectOptions,
): Promise<void> {
  const { tenant, clock, vault, dataDir } = services;
  const startedAt = clock().toISOString();
  let told = 0;
  const access = await optionsOf(services, row);
  const trusting = await openTrust(services);
  const scanned = await scanImage(
    `docker://${reference}`,
    {
      ...access,
      ...(platform === undefined ? {} : { platform }),
      signatures: (image, cut) =>
        collectSignatures(image, {
          ...access,
          notary: trusting === undefined ? [] : notarySources(trusting.policy, image),
          ...(cut === undefined ? {} : { signal: cut }),
        }),
      ...{ tenant, connection: row.id, now: clock, signal },
      redactionKey: Buffer.from(vault.fingerprint('redaction'), 'hex'),
      cache: layerCache({ folder: path.join(dataDir, 'layers') }),
      progress: (bytes, all) => {
        const percent = all === 0 ? 100 : Math.floor((100 * bytes) / all);
        if (percent - told < 10) return;
        told = percent;
        void progress.say({ current: `${reference} ${percent} %` });
      },
    },
    sink,
  );
  const named = { reference, digest: scanned.digest, registry: scanned.registry, repository: scanned.repository };
  await writeReference(services, row, named, startedAt, sink);
}

async function writeReference(
  { tenant, clock }: Services,
  row: Connection,
  named: { reference: string; digest: string; registry: string; repository: string },
  startedAt: string,
  sink: FactSink,
): Promise<void> {
  const call = callOf(tenant, row.id, named.reference);
  const answer = { items: [{ ...named }], startedAt, finishedAt: clock().toISOString() };
  for (const record of recordsOf(call, answer)) await sink.write(record);
}

/** An image that could not be read is no reason to leave out the others, and is told. */
async function writeUnread(
  { tenant, clock }: Services,
  row: Connection,
  reference: string,
  error: UserError,
  sink: FactSink,
): Promise<void> {
  const at = clock().toISOString();
  const call = callOf(tenant, row.id, reference);
  const told = { code: error.code, message: error.text.en };
  const made = { pages: 0, items: 0, complete: false, error: told, startedAt: at, finishedAt: at };
  await sink.write({ type: 'collection', ...call, ...made });
}

function callOf(tenant: string, connection: string, reference: string) {
  const { registry } = parseReference(reference);
  const scope = { tenant, connection, provider: 'oci', account: registry, region: GLOBAL };
  return { ...scope, service: 'oci', operation: 'ResolveReference', params: { reference } };
}

/** Most images read of one registry by one scan. */
const MOST_IMAGES = 5000;

/** References of the images that a walk saw: of each repository the tags that were pushed last, or as far as their names tell where nobody knows when. */
export function imagesIn(host: string, repositories: readonly SeenRepository[], count: number): string[] {
  const images: string[] = [];
  for (const { repository, manifests } of repositories) {
    const held = manifests.filter(({ type }) => type === 'image' || type === 'index' || type === 'unknown');
    const pushed = held.every((one) => one.pushed !== null)
      ? [...held].sort((a, b) => ((a.pushed ?? '') < (b.pushed ?? '') ? 1 : -1))
      : undefined;
    const tags =
      pushed === undefined
        ? newestTags(
            held.flatMap((one) => one.tags),
            count,
          )
        : // One image may have many tags, and is read once.
          pushed.flatMap((one) => newestTags(one.tags, 1)).slice(0, count);
    for (const tag of tags) {
      if (images.length >= MOST_IMAGES) return images;
      images.push(referenceText({ registry: host, repository: repository.name, tag }));
    }
  }
  return images;
}

/** The tags whose names count highest, `latest` before all: registries do not tell when tags were made. */
export function newestTags(tags: readonly string[], count: number): string[] {
  const byNumber = new Intl.Collator('en', { numeric: true });
  const isLatest = (tag: string) => Number(tag === 'latest');
  return [...tags]
    .filter((tag) => !/^sha256-[0-9a-f]{64}/.test(tag))
    .sort((a, b) => isLatest(b) - isLatest(a) || byNumber.compare(b, a))
    .slice(0, count);
}

/** Tries whether a registry lets us in. */
export async function tryRegistry(services: Services, row: Connection): Promise<Output<Routes['testConnection']>> {
  const { db, tenant, clock } = services;
  const settings = settingsOf(row).registry;
  if (settings === null) throw refuse('connection-kind');
  const host = registryHost(settings.url);
  const remember = (set: { last_ok_at: Date; last_error: null } | { last_error: string }) =>
    db.updateTable('connections').set(set).where('tenant', '=', tenant).where('id', '=', row.id).execute();
  const options = { ...(await optionsOf(services, row)), signal: AbortSignal.timeout(20_000) };
  const registry = openRegistry(host, options);
  try {
    await registry.listRepositories().next();
    await remember({ last_ok_at: clock(), last_error: null });
    return { ok: true, account: host, identity: settingsOf(row).credentials.username, error: null };
  } catch (error) {
    const told = error instanceof UserError ? error : refuse('internal');
    await remember({ last_error: JSON.stringify({ code: told.code, message: told.text.en.slice(0, 500) }) });
    return { ok: false, account: null, identity: null, error: told.text };
  } finally {
    registry.close();
  }
}
