import type { Selectable } from 'kysely';
import { newId } from '../../platform/crypto.ts';
import { type EventFeedsTable, jsonText } from '../../platform/store/index.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type Input, type Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { refuseTakenName, rowOf } from '../named-rows.ts';
import type { Services } from '../services.ts';
import { feedCounts } from './counters.ts';

export type Feed = Selectable<EventFeedsTable>;
type FeedView = Output<Routes['createFeed']>;
type FeedBody = Input<Routes['createFeed']>['body'];

/** The feed that events are counted under which programs send without naming one. */
export const HTTP_FEED = 'http';

/** What a feed's secret is sealed for. */
export function secretContext(id: string): string {
  return `event-feed/${id}`;
}

/** Makes the feed of the HTTP intake, which is always there. */
export async function addHttpFeed({ db, tenant }: Pick<Services, 'db' | 'tenant'>, now: Date): Promise<void> {
  await db
    .insertInto('event_feeds')
    .values({ tenant, id: HTTP_FEED, name: 'HTTP', type: 'http', created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Every feed by name, with what it brought. */
export async function feedViews(context: Pick<Context, 'db' | 'tenant'>, now: Date): Promise<FeedView[]> {
  const { db, tenant } = context;
  const [rows, counts] = await Promise.all([
    db.selectFrom('event_feeds').selectAll().where('tenant', '=', tenant).orderBy('name').execute(),
    feedCounts(context),
  ]);
  return rows.map((row) => {
    const taken = counts.taken.get(row.id);
    const newest = taken?.newest ?? row.newest;
    return {
      id: row.id,
      name: row.name,
      type: row.type as FeedView['type'],
      enabled: row.enabled,
      connection: row.connection,
      settings: row.settings,
      state: row.enabled ? stateOf(row, taken !== undefined) : 'off',
      error: row.error,
      newest: newest?.toISOString() ?? null,
      checkedAt: row.checked_at?.toISOString() ?? null,
      lagSeconds: newest == null ? null : Math.max(0, Math.round((now.getTime() - newest.getTime()) / 1000)),
      taken: taken?.taken ?? 0,
      duplicates: taken?.duplicates ?? 0,
      lost: counts.losses.get(row.id) ?? [],
    };
  });
}

/** What is pushed to us runs once something came; what we fetch says itself how it goes. */
function stateOf(row: Feed, brought: boolean): FeedView['state'] {
  return row.type === 'http' && row.state === 'waiting' && brought ? 'running' : row.state;
}

/**
 * The id of the feed that a program names, by id or by name.
 *
 * @throws Refusal `feed-unknown`
 */
export async function feedNamed({ db, tenant }: Pick<Services, 'db' | 'tenant'>, name: string): Promise<string> {
  const row = await db
    .selectFrom('event_feeds')
    .select(['id', 'enabled'])
    .where('tenant', '=', tenant)
    .where((where) => where.or([where('id', '=', name), where('name', '=', name)]))
    .where('type', '=', 'http')
    .executeTakeFirst();
  if (row === undefined) throw refuse('feed-unknown');
  if (!row.enabled) throw refuse('feed-off');
  return row.id;
}

/** Adds a feed; gives its id. */
export async function createFeed(context: Context, body: FeedBody): Promise<string> {
  const { db, tenant, now } = context;
  await refuseTakenName(context, 'event_feeds', body.name);
  const id = newId();
  await db
    .insertInto('event_feeds')
    .values({
      ...{ tenant, id, created_at: now, created_by: actorName(context) },
      ...(await columnsOf(context, id, body)),
    })
    .execute();
  return id;
}

/** Changes a feed; without a secret the old one stays. */
export async function updateFeed(context: Context, id: string, body: FeedBody): Promise<void> {
  const { db, tenant } = context;
  const before = await rowOf(context, 'event_feeds', id);
  if (before.type !== body.type) throw refuse('feed-type-fixed');
  if (before.name !== body.name) await refuseTakenName(context, 'event_feeds', body.name);
  await db
    .updateTable('event_feeds')
    .set(await columnsOf(context, id, body))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

/** Removes a feed. Its counters stay: what was lost stays lost. */
export async function deleteFeed(context: Context, id: string): Promise<void> {
  const { db, tenant } = context;
  await rowOf(context, 'event_feeds', id);
  await db.deleteFrom('event_feeds').where('tenant', '=', tenant).where('id', '=', id).execute();
}

async function columnsOf({ vault, now }: Context, id: string, body: FeedBody) {
  const sealed = body.secret === undefined ? undefined : await vault.seal(body.secret, secretContext(id));
  return {
    name: body.name,
    type: body.type,
    enabled: body.enabled,
    connection: body.connection,
    settings: jsonText(body.settings),
    state: 'waiting' as const,
    error: null,
    updated_at: now,
    ...(sealed === undefined ? {} : { secret: sealed.sealed, key_id: sealed.keyId }),
  };
}
