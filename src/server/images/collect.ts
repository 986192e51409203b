import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Selectable } from 'kysely';
import { notarySources } from '../../engines/trust/index.ts';
import { type FactSink, GLOBAL, type JsonObject, UserError } from '../../model/index.ts';
import type { ConnectionsTable } from '../../platform/store/database.ts';
import type { AwsAccess } from '../../sources/aws/credentials.ts';
import { layerCache } from '../../sources/files/index.ts';
import { openRegistry, parseReference, type RegistryCredential, referenceText } from '../../sources/image/index.ts';
import { scanImage } from '../../sources/image/scan.ts';
import { collectSignatures } from '../../sources/image/signatures.ts';
import type { ImageOptions } from '../../sources/image/types.ts';
import { earlierLook, openSource, scanRegistry } from '../../sources/registry/index.ts';
import type { Routes } from '../api/index.ts';
import { openCredentials, settingsOf } from '../connections.ts';
import type { Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { connectionAccess } from '../scans/aws.ts';
import { scanFolder } from '../scans/folders.ts';
import type { trackProgress } from '../scans/progress.ts';
import type { ScanTarget } from '../scans/request.ts';
import type { Services } from '../services.ts';
import { openTrust } from '../trust/trust-policy.ts';
import { registryHost } from './targets.ts';

type Connection = Selectable<ConnectionsTable>;

/** How images of a connection are reached: with its credentials alone, never with those of the machine. */
async function optionsOf(services: Services, row: Connection): Promise<ImageOptions> {
  const { registry } = settingsOf(row);
  if (registry === null) return { localCredentials: false };
  const host = registryHost(registry.url);
  const credential = await credentialOf(services, row);
  return {
    localCredentials: false,
    ...(credential === undefined ? {} : { credentials: { [host]: credential } }),
    ...(registry.url.startsWith('http:') ? { plainHttp: [host] } : {}),
  };
}

async function credentialOf(services: Services, row: Connection): Promise<RegistryCredential | undefined> {
  const credentials = await openCredentials(services, row);
  if (credentials === undefined) return undefined;
  if (credentials.type === 'password') return { username: credentials.username, password: credentials.password };
  const region = ecrRegion(registryHost(settingsOf(row).registry?.url ?? ''));
  if (region === undefined) throw refuse('connection-kind');
  const { base } = await connectionAccess(services, row.id);
  return ecrPassword(region, base);
}

/** Region of a private registry of Amazon ECR; undefined for all others. */
export function ecrRegion(host: string): string | undefined {
  return /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(host)?.[1];
}

/** ECR gives a password for twelve hours to whoever may pull by AWS's own rules. */
async function ecrPassword(region: string, credentials: AwsAccess['base']): Promise<RegistryCredential> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const client = new ECRClient({ region, credentials });
  try {
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}), {
      abortSignal: AbortSignal.timeout(20_000),
    });
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
    const colon = token.indexOf(':');
    return { username: token.slice(0, colon), password: token.slice(colon + 1) };
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError('registry-denied', {
      en: `AWS gives no password for its registry (${name}: ${message.slice(0, 300)}). Check that the credentials may call ecr:GetAuthorizationToken.`,
      ko: `AWS에서 레지스트리 암호를 발급하지 않았습니다(${name}: ${message.slice(0, 300)}). 자격 증명에 ecr:GetAuthorizationToken 권한이 있는지 확인하세요.`,
    });
  } finally {
    client.destroy();
  }
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
  let failed = (await walkRegistry(services, row, sink, options)) ? 0 : 1;
  const images = await imagesOf(services, row, options.signal);
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

/** Writes what the registry tells of itself and its repositories. Answers whether it told all it was asked for. */
async function walkRegistry(
  services: Services,
  row: Connection,
  sink: FactSink,
  { signal, progress }: CollectOptions,
): Promise<boolean> {
  const { tenant, clock } = services;
  const { registry } = settingsOf(row);
  if (registry === null) return true;
  const host = registryHost(registry.url);
  // The API of ECR beyond that of all registries would be asked by what the machine itself may do.
  const type = ecrRegion(host) === undefined ? {} : { type: 'distribution' as const };
  const source = await openSource(host, { ...(await optionsOf(services, row)), ...type, signal });
  try {
    const earlier = await lastWalk(services, row.id, host);
    const { failed } = await scanRegistry(
      source,
      {
        ...{ tenant, connection: row.id, now: clock, signal },
        ...(registry.repositories.length === 0 ? {} : { repositories: registry.repositories }),
        ...(earlier === undefined ? {} : { earlier }),
        progress: ({ repository }) => void progress.say({ current: repository }),
      },
      sink,
    );
    return failed.length === 0;
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
  const collectedAt = clock().toISOString();
  const data: JsonObject = { ...named };
  await sink.write({ type: 'fact', ...call, item: 0, data, collectedAt });
  await sink.write({
    ...{ type: 'collection', ...call, pages: 1, items: 1, complete: true },
    ...{ startedAt, finishedAt: collectedAt },
  });
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

/** References of the images that a connection is for: the newest tags, as far as their names tell, of each repository that fits its patterns. */
async function imagesOf(services: Services, row: Connection, signal: AbortSignal): Promise<string[]> {
  const settings = settingsOf(row).registry;
  if (settings === null) return [];
  const host = registryHost(settings.url);
  const registry = openRegistry(host, { ...(await optionsOf(services, row)), signal });
  const images: string[] = [];
  try {
    for await (const repository of registry.listRepositories()) {
      if (!isWanted(repository, settings.repositories)) continue;
      const tags: string[] = [];
      for await (const tag of registry.repository(repository).listTags()) tags.push(tag);
      for (const tag of newestTags(tags, settings.tags)) {
        images.push(referenceText({ registry: host, repository, tag }));
        if (images.length >= MOST_IMAGES) return images;
      }
    }
  } finally {
    registry.close();
  }
  return images;
}

/** Whether a repository fits any of the patterns, in which `*` stands for anything; none: every one does. */
export function isWanted(repository: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => fits(repository, pattern));
}

/** Matches `*` without going back, so that no pattern costs more than its length times that of the text. */
function fits(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === pattern;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
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
