import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { newId } from '../platform/crypto.ts';
import type { ConnectionsTable } from '../platform/store/database.ts';
import type { Routes, routes } from './api/index.ts';
import type { Context, Output } from './context.ts';
import { nextTime } from './jobs/cron.ts';
import { type ScanView, scanView, selectScans } from './scans/view.ts';
import type { Services } from './services.ts';

export type Connection = Output<Routes['getConnection']>;
export type Credentials = NonNullable<z.output<(typeof routes)['createConnection']['body']>['credentials']>;

/** What a connection keeps in plain: no secrets. */
export interface ConnectionSettings {
  regions: string[];
  organization: { role: string } | null;
  /** How a registry is walked; null for clouds. */
  registry: Connection['registry'];
  credentials: Connection['credentials'];
  /** Account numbers that its scans reached. */
  accounts: string[];
}

const nothing: ConnectionSettings = {
  regions: [],
  organization: null,
  registry: null,
  credentials: { type: 'none', accessKeyId: null, roleArn: null, username: null },
  accounts: [],
};

/** The settings in a connection's row. */
export function settingsOf(row: Pick<Selectable<ConnectionsTable>, 'settings'>): ConnectionSettings {
  return { ...nothing, ...(row.settings as Partial<ConnectionSettings>) };
}

/** What may be shown of credentials. */
export function describeCredentials(credentials: Credentials | undefined): Connection['credentials'] {
  if (credentials === undefined) return nothing.credentials;
  if (credentials.type === 'password')
    return { ...nothing.credentials, type: 'password', username: credentials.username };
  const key = credentials.type === 'keys' ? credentials.accessKeyId : credentials.base?.accessKeyId;
  return {
    ...nothing.credentials,
    type: credentials.type,
    accessKeyId: key === undefined ? null : `${key.slice(0, 4)}…${key.slice(-4)}`,
    roleArn: credentials.type === 'role' ? credentials.roleArn : null,
  };
}

/** Encrypts credentials for a connection's row; they are bound to it. */
export async function sealCredentials(
  { vault, tenant }: Pick<Services, 'vault' | 'tenant'>,
  connection: string,
  credentials: Credentials | undefined,
): Promise<{ credentials: string | null; key_id: string | null }> {
  if (credentials === undefined) return { credentials: null, key_id: null };
  const { sealed, keyId } = await vault.seal(JSON.stringify(credentials), place(tenant, connection));
  return { credentials: sealed, key_id: keyId };
}

/** Decrypts the credentials of a connection; undefined where it has none. */
export async function openCredentials(
  { vault, tenant }: Pick<Services, 'vault' | 'tenant'>,
  row: Pick<Selectable<ConnectionsTable>, 'id' | 'credentials' | 'key_id'>,
): Promise<Credentials | undefined> {
  if (row.credentials === null || row.key_id === null) return undefined;
  return JSON.parse(await vault.open(row.credentials, row.key_id, place(tenant, row.id))) as Credentials;
}

function place(tenant: string, connection: string): string {
  return `connection/${tenant}/${connection}`;
}

/** A secret shared with nobody but the owner of the role: keeps others from using us as their deputy. */
export function newExternalId(): string {
  return `hwaseong-${newId()}`;
}

/** Connections as the API shows them, by name; all, or one. */
export async function connectionViews(context: Context, id?: string): Promise<Connection[]> {
  const { db, tenant } = context;
  let query = db.selectFrom('connections').selectAll().where('tenant', '=', tenant);
  if (id !== undefined) query = query.where('id', '=', id);
  const rows = await query.orderBy('name').orderBy('id').execute();
  const last = new Map<string, ScanView>();
  for (const row of rows) {
    const scan = await selectScans(context)
      .where('scans.connection', '=', row.id)
      .orderBy('scans.requested_at', 'desc')
      .orderBy('scans.id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (scan !== undefined) last.set(row.id, scanView(scan));
  }
  return rows.map((row) => {
    const { regions, organization, registry, credentials, accounts } = settingsOf(row);
    return {
      id: row.id,
      provider: row.provider as Connection['provider'],
      name: row.name,
      regions,
      organization,
      registry,
      schedule: row.schedule,
      enabled: row.enabled,
      sample: row.sample,
      credentials,
      externalId: row.external_id ?? '',
      accounts,
      createdAt: row.created_at.toISOString(),
      lastScan: last.get(row.id) ?? null,
      nextScan: row.enabled && row.schedule !== null ? nextTime(row.schedule, context.now).toISOString() : null,
    };
  });
}
