import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../platform/store/database.ts';
import { HISTORY_HOURS } from '../response/index.ts';
import type { routes } from './api/index.ts';

export type Settings = z.output<typeof routes.getSettings.response>;

const defaults: Settings = {
  organization: 'Hwaseong',
  language: 'en',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  segmentDays: 30,
  versionDays: 400,
  eventDays: 90,
  historyHours: HISTORY_HOURS,
  sessionHours: 12,
  fetchAdvisories: true,
  advisorySource: '',
  consoleUrl: '',
};

interface Where {
  db: Kysely<Database>;
  tenant: string;
}

/** Settings of the organisation; what nobody set has its default. */
export async function readSettings({ db, tenant }: Where): Promise<Settings> {
  const rows = await db.selectFrom('settings').select(['name', 'value']).where('tenant', '=', tenant).execute();
  const set = Object.fromEntries(
    rows.filter(({ name }) => Object.hasOwn(defaults, name)).map((row) => [row.name, row.value]),
  );
  return { ...defaults, ...(set as Partial<Settings>) };
}

/** Changes the settings named and leaves the others. */
export async function writeSettings(
  { db, tenant }: Where,
  change: { [name in keyof Settings]?: Settings[name] | undefined },
  now: Date,
  by: string,
): Promise<void> {
  const rows = Object.entries(change).filter(([, value]) => value !== undefined);
  if (rows.length === 0) return;
  await db
    .insertInto('settings')
    .values(
      rows.map(([name, value]) => ({ tenant, name, value: JSON.stringify(value), updated_at: now, updated_by: by })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'name']).doUpdateSet((given) => ({
        value: given.ref('excluded.value'),
        updated_at: given.ref('excluded.updated_at'),
        updated_by: given.ref('excluded.updated_by'),
      })),
    )
    .execute();
}
