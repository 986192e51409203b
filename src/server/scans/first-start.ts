import type { Services } from '../services.ts';

/** Row of the settings that tells a first start from a later one, so that a removed sample stays away. */
const NAME = 'started';

/** True if this installation was started before. */
export async function wasStarted({ db, tenant }: Services): Promise<boolean> {
  const row = await db
    .selectFrom('settings')
    .select('name')
    .where('tenant', '=', tenant)
    .where('name', '=', NAME)
    .executeTakeFirst();
  return row !== undefined;
}

/** Remembers that this installation was started. */
export async function markStarted({ db, tenant, clock }: Services): Promise<void> {
  await db
    .insertInto('settings')
    .values({ tenant, name: NAME, value: 'true', updated_at: clock(), updated_by: 'system' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
