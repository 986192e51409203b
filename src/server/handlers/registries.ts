import { sql } from 'kysely';
import { isObject, type Json, UserError } from '../../model/index.ts';
import { parseReference, referenceText } from '../../sources/image/reference.ts';
import type { Routes } from '../api/index.ts';
import { settingsOf } from '../connections.ts';
import { actorName, type Context, type HandlersOf, type Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { readJson } from '../images/body.ts';
import { registryProposals } from '../images/proposals.ts';
import { type Pushed, readRegistryEvents } from '../images/registry-events.ts';
import { type RegistryConnection, registryConnections, registryHost } from '../images/targets.ts';
import { requestScan } from '../scans/request.ts';

type RegistryView = Output<Routes['listRegistries']>['items'][number];

/** Registries: how they stand, and what they tell. */
export const registryHandlers: HandlersOf<
  Pick<Routes, 'listRegistries' | 'getRegistryProposals' | 'receiveRegistryEvent'>
> = {
  async listRegistries(_input, context) {
    return { items: await registryViews(context) };
  },

  async getRegistryProposals({ query }, context) {
    const proposals = await registryProposals(context, query);
    if (proposals === undefined) throw refuse('not-found');
    return proposals;
  },

  async receiveRegistryEvent({ params: { kind }, query, body }, context) {
    const events = readRegistryEvents(kind, await readJson(body, MOST_BYTES));
    if (events === undefined) throw refuse('registry-event-unknown');
    const connections = await registryConnections(context);
    const named = connections.find(
      ({ id, name }) => query.connection !== undefined && [id, name].includes(query.connection),
    );
    if (query.connection !== undefined && named === undefined) throw refuse('not-found');
    const queued: string[] = [];
    for (const pushed of events.pushed) {
      const connection = named ?? connections.find(({ host }) => host === pushed.host);
      const reference = connection === undefined ? undefined : referenceOf(connection, pushed);
      if (connection === undefined || reference === undefined) {
        context.log.warn({ host: pushed.host, repository: pushed.repository }, 'a push that no connection is for');
        events.ignored += 1;
        continue;
      }
      const by = actorName(context);
      await requestScan(context, connection.id, { trigger: 'event', by, now: context.now, target: { reference } });
      queued.push(reference);
    }
    return { queued, ignored: events.ignored };
  },
};

/** A notice of a thousand events is some 600 KB. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The image in full, under the name by which our connection reaches its registry; undefined where the sender named none. */
function referenceOf({ host }: RegistryConnection, { repository, tag, digest }: Pushed): string | undefined {
  const end = [
    ...(tag === undefined ? [] : [`:${tag}`]),
    ...(tag === undefined && digest !== undefined ? [`@${digest}`] : []),
  ];
  try {
    return referenceText(parseReference(`${host}/${repository}${end.join('')}`));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

interface Counted {
  registry: string;
  images: number;
}

async function registryViews(context: Context): Promise<RegistryView[]> {
  const { db, tenant } = context;
  const [connections, counted, assets, open, old] = await Promise.all([
    db
      .selectFrom('connections as c')
      .select(['c.id', 'c.settings', 'c.last_error'])
      .select(
        sql<Date | null>`(select max(s.finished_at) from scans s where s.tenant = c.tenant and s.connection = c.id
          and s.target is null and s.state in ('done', 'incomplete'))`.as('walked'),
      )
      .where('c.tenant', '=', tenant)
      .where('c.provider', '=', 'registry')
      .orderBy('c.name')
      .execute(),
    sql<Counted>`
      select coalesce(b.registry, '') as registry, count(*)::int as images
      from boms b join assets a on a.tenant = b.tenant and a.id = b.asset
      where b.tenant = ${tenant} and b.kind = 'oci.image' and a.gone_at is null group by 1`.execute(db),
    db
      .selectFrom('assets')
      .select(['id', 'kind', 'account', 'data'])
      .where('tenant', '=', tenant)
      .where('kind', 'in', ['oci.registry', 'oci.repository'])
      .where('gone_at', 'is', null)
      .execute(),
    sql<{ account: string; n: number }>`
      select account, count(*)::int as n from findings where tenant = ${tenant} and status = 'open'
        and kind in ('oci.registry', 'oci.repository') and exception_id is null group by 1`.execute(db),
    sql<{ account: string; n: number }>`
      select account, sum(jsonb_array_length(evidence->'old'))::int as n from findings where tenant = ${tenant}
        and status = 'open' and rule = 'registry-stale-images' and jsonb_typeof(evidence->'old') = 'array' group by 1`.execute(
      db,
    ),
  ]);
  const images = new Map(counted.rows.map(({ registry, images: n }) => [registry, n]));
  const stale = new Map(old.rows.map(({ account, n }) => [account, n]));
  const findings = new Map(open.rows.map(({ account, n }) => [account, n]));
  const byHost = new Map(
    connections.flatMap((row) => {
      const { registry } = settingsOf(row);
      return registry === null ? [] : [[registryHost(registry.url), row] as const];
    }),
  );
  const hosts = new Set([...byHost.keys(), ...images.keys(), ...assets.map(({ account }) => account)]);
  return [...hosts].sort().map((host) => {
    const row = byHost.get(host);
    const own = assets.filter(({ account }) => account === host);
    const repositories = own.filter(({ kind }) => kind === 'oci.repository');
    const known = repositories.length > 0 || row?.walked != null;
    const health = healthOf(repositories.map(({ data }) => data));
    const error = row?.last_error ?? null;
    return {
      id: host,
      name: host,
      connection: row?.id ?? null,
      repositories: known ? repositories.length : null,
      images: images.get(host) ?? 0,
      stale: health.listed ? (stale.get(host) ?? 0) : null,
      untagged: health.untagged,
      mutable: health.mutable,
      anonymous: health.anonymous,
      open: findings.get(host) ?? 0,
      walkedAt: row?.walked?.toISOString() ?? null,
      error: error === null ? null : { en: error.message, ko: error.message },
    };
  });
}

interface Health {
  /** The manifests of some repository are known. */
  listed: boolean;
  untagged: number | null;
  mutable: boolean | null;
  anonymous: boolean | null;
}

/** What repositories say of themselves, taken together; null where none of them does. */
export function healthOf(repositories: readonly Record<string, Json>[]): Health {
  const manifests = repositories.map(({ manifests: all, tellsUntagged }) => ({ all, tellsUntagged }));
  const untagged = manifests.flatMap(({ all, tellsUntagged }) =>
    Array.isArray(all) && tellsUntagged === true ? all.filter(isUntagged).length : [],
  );
  const modes = repositories.flatMap(({ immutability }) => (isObject(immutability) ? (immutability.mode ?? []) : []));
  const pulls = repositories.flatMap(({ anonymous }) => (isObject(anonymous) ? (anonymous.pull ?? []) : []));
  return {
    listed: manifests.some(({ all }) => Array.isArray(all)),
    untagged: untagged.length === 0 ? null : untagged.reduce((sum, n) => sum + n, 0),
    mutable: modes.length === 0 ? null : modes.some((mode) => mode !== 'immutable'),
    anonymous: pulls.length === 0 ? null : pulls.includes(true),
  };
}

/** An image that no tag and no index names, and that refers to no other. */
function isUntagged(manifest: Json): boolean {
  if (!isObject(manifest)) return false;
  const { tags, partOf, subject, type } = manifest;
  return Array.isArray(tags) && tags.length === 0 && partOf !== true && subject === null && type !== 'accessory';
}
