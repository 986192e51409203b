import type { Kysely } from 'kysely';
import type { Json } from '../model/index.ts';
import { type Database, jsonText } from '../platform/store/index.ts';

interface Where {
  db: Kysely<Database>;
  tenant: string;
}

export interface Remembered {
  value: Json;
  at: Date;
  by: string | null;
}

/** Keeps a value of the organisation under a name, beside its settings and in place of the earlier one. */
export async function remember(
  { db, tenant }: Where,
  name: string,
  value: Json,
  at: Date,
  by = 'system',
): Promise<void> {
  const row = { value: jsonText(value), updated_at: at, updated_by: by };
  await db
    .insertInto('settings')
    .values({ tenant, name, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet(row))
    .execute();
}

/** What was kept under a name, when and by whom; undefined where nothing was. */
export async function remembered({ db, tenant }: Where, name: string): Promise<Remembered | undefined> {
  return db
    .selectFrom('settings')
    .select(['value', 'updated_at as at', 'updated_by as by'])
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst();
}
