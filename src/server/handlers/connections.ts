import type { JsonObject } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { jsonText } from '../../platform/store/json.ts';
import { fits } from '../api/connections.ts';
import type { Routes } from '../api/index.ts';
import {
  type Connection,
  type ConnectionSettings,
  connectionViews,
  describeCredentials,
  newExternalId,
  sealCredentials,
  settingsOf,
} from '../connections.ts';
import { actorName, type Context, type HandlersOf } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { checkCron } from '../jobs/index.ts';
import { refuseTakenName, rowOf } from '../named-rows.ts';
import { awsPolicy, tryConnection } from '../scans/aws.ts';
import { removeConnection } from '../scans/remove.ts';

type ConnectionRoutes = Pick<
  Routes,
  | 'listConnections'
  | 'getConnection'
  | 'createConnection'
  | 'updateConnection'
  | 'deleteConnection'
  | 'testConnection'
  | 'getAwsPolicy'
>;

/** How the server reaches clouds. */
export const connectionHandlers: HandlersOf<ConnectionRoutes> = {
  async listConnections(_input, context) {
    return { items: await connectionViews(context) };
  },

  async getConnection({ params: { id } }, context) {
    return view(context, id);
  },

  async createConnection({ body }, context) {
    const { db, tenant, now } = context;
    if (body.schedule !== null) checkCron(body.schedule, now);
    const id = newId();
    await refuseTakenName(context, 'connections', body.name);
    const settings: ConnectionSettings = {
      regions: body.regions,
      organization: body.organization,
      registry: body.registry ?? null,
      credentials: describeCredentials(body.credentials),
      accounts: [],
    };
    await db
      .insertInto('connections')
      .values({
        tenant,
        id,
        provider: body.provider,
        name: body.name,
        settings: settingsText(settings),
        ...(await sealCredentials(context, id, body.credentials)),
        external_id: newExternalId(),
        schedule: body.schedule,
        enabled: body.enabled,
        created_at: now,
        created_by: actorName(context),
        updated_at: now,
      })
      .execute();
    context.note({ target: id, detail: { name: body.name, credentials: body.credentials?.type ?? 'none' } });
    await reschedule(context, id);
    return view(context, id);
  },

  async updateConnection({ params: { id }, body }, context) {
    const { db, tenant, now } = context;
    const row = await rowOf(context, 'connections', id);
    if (row.sample) throw refuse('sample-fixed');
    if (typeof body.schedule === 'string') checkCron(body.schedule, now);
    if (body.name !== undefined && body.name !== row.name) await refuseTakenName(context, 'connections', body.name);
    if (!fits(row.provider, body.credentials) || (body.registry !== undefined && row.provider !== 'registry')) {
      throw refuse('connection-kind');
    }
    const before = settingsOf(row);
    const settings: ConnectionSettings = {
      ...before,
      ...(body.regions === undefined ? {} : { regions: body.regions }),
      ...(body.organization === undefined ? {} : { organization: body.organization }),
      ...(body.registry === undefined ? {} : { registry: body.registry }),
      ...(body.credentials === undefined ? {} : { credentials: describeCredentials(body.credentials) }),
    };
    await db
      .updateTable('connections')
      .set({
        settings: settingsText(settings),
        updated_at: now,
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.schedule === undefined ? {} : { schedule: body.schedule }),
        ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
        ...(body.credentials === undefined ? {} : await sealCredentials(context, id, body.credentials)),
      })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    context.note({ detail: { changed: Object.keys(body).join(' ') } });
    await reschedule(context, id);
    return view(context, id);
  },

  async deleteConnection({ params: { id } }, context) {
    const { name } = await rowOf(context, 'connections', id);
    context.note({ detail: { name } });
    await removeConnection(context, id);
    return null;
  },

  async testConnection({ params: { id } }, context) {
    const row = await rowOf(context, 'connections', id);
    if (row.provider !== 'registry') return tryConnection(context, row);
    // Loaded when it is asked for: what speaks to registries takes memory.
    const { tryRegistry } = await import('../images/collect.ts');
    return tryRegistry(context, row);
  },

  async getAwsPolicy({ query }, context) {
    const row = query.connection === undefined ? undefined : await rowOf(context, 'connections', query.connection);
    return awsPolicy(context.content, {
      format: query.format,
      ...(row?.external_id == null ? {} : { externalId: row.external_id }),
      ...(query.trustedAccount === undefined ? {} : { trustedAccount: query.trustedAccount }),
    });
  },
};

async function view(context: Context, id: string): Promise<Connection> {
  const [connection] = await connectionViews(context, id);
  if (connection === undefined) throw refuse('not-found');
  return connection;
}

/** A name is how uploads and people call a connection: no two share one. */
async function reschedule(context: Context, id: string): Promise<void> {
  const { schedule, enabled } = await rowOf(context, 'connections', id);
  await context.jobs.schedule('scheduled-scan', id, enabled ? schedule : null, { connection: id });
}

function settingsText(settings: ConnectionSettings): string {
  return jsonText(settings as unknown as JsonObject);
}
