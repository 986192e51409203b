import { sql } from 'kysely';
import { isObject, type Json, UserError } from '../../model/index.ts';
import { parseReference, referenceText } from '../../sources/image/index.ts';
import type { Routes } from '../api/index.ts';
import { settingsOf } from '../connections.ts';
import { actorName, type Context, type HandlersOf, type Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { readJson } from '../images/body.ts';
import { type Pushed, readRegistryEvents } from '../images/registry-events.ts';
import { type RegistryConnection, registryConnections, registryHost } from '../images/targets.ts';
import { requestScan } from '../scans/request.ts';

type RegistryView = Output<Routes['listRegistries']>['items'][number];

/** Registries: how they stand, and what they tell. */
export const registryHandlers: HandlersOf<Pick<Routes, 'listRegistries' | 'receiveRegistryEvent'>> = {
  async listRegistries(_input, context) {
    return { items: await registryViews(context) };
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
  const [connections, counted, assets, open] = await Promise.all([
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
  ]);
  const images = new Map(counted.rows.map(({ registry, images: n }) => [registry, n]));
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
    const of = (read: (data: Record<string, Json>) => number) =>
      repositories.length === 0 ? null : repositories.reduce((sum, { data }) => sum + read(data), 0);
    const health = own.find(({ kind }) => kind === 'oci.registry')?.data ?? {};
    const error = row?.last_error ?? null;
    return {
      id: host,
      name: host,
      connection: row?.id ?? null,
      repositories: known ? repositories.length : null,
      images: images.get(host) ?? 0,
      stale: of((data) => countIn(data, 'stale')),
      untagged: of((data) => countIn(data, 'untagged')),
      mutable:
        repositories.length === 0
          ? null
          : anyOf(
              repositories.map(({ data }) => data.immutable),
              false,
            ),
      anonymous: typeof health.anonymous === 'boolean' ? health.anonymous : null,
      open: findings.get(host) ?? 0,
      walkedAt: row?.walked?.toISOString() ?? null,
      error: error === null ? null : { en: error.message, ko: error.message },
    };
  });
}

function countIn(data: Record<string, Json>, field: string): number {
  const value = data[field];
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.length;
  return isObject(value) && typeof value.count === 'number' ? value.count : 0;
}

/** Whether any of the values is the one looked for; null where none of them is known. */
function anyOf(values: readonly (Json | undefined)[], wanted: boolean): boolean | null {
  const known = values.filter((value) => typeof value === 'boolean');
  return known.length === 0 ? null : known.includes(wanted);
}
