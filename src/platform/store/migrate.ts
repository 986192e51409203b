import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { UserError } from '../../model/index.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/** Oldest server that the SQL is tested on. */
const OLDEST_SERVER = 15;

/**
 * Brings the database to the tables of this version; several servers starting at once wait for the first.
 * Throws a `UserError` where the server is too old, or where a newer version of the product has written the store.
 */
export async function migrate(db: Kysely<Database>, place: string): Promise<void> {
  await checkServer(db, place);
  await refuseNewer(db, place);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    // Another server of a newer version may have been first to the lock.
    await refuseNewer(db, place);
    throw error;
  }
}

async function checkServer(db: Kysely<Database>, place: string): Promise<void> {
  const { rows } = await sql<{ version: string; major: number; encoding: string }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
      current_setting('server_encoding') as encoding`.execute(db);
  const server = rows[0];
  if (server === undefined || server.major < OLDEST_SERVER) {
    throw new UserError('store-server-old', {
      en: `The database (${place}) is PostgreSQL ${server?.version}; version ${OLDEST_SERVER} or newer is needed.`,
      ko: `데이터베이스(${place})가 PostgreSQL ${server?.version}입니다. ${OLDEST_SERVER} 이상의 버전이 필요합니다.`,
    });
  }
  if (server.encoding !== 'UTF8') {
    throw new UserError('store-encoding', {
      en: `The database (${place}) is encoded in ${server.encoding}: create one with ENCODING 'UTF8'.`,
      ko: `데이터베이스(${place})의 인코딩이 ${server.encoding}입니다. ENCODING 'UTF8'로 데이터베이스를 만드세요.`,
    });
  }
}

async function refuseNewer(db: Kysely<Database>, place: string): Promise<void> {
  const { rows: tables } = await sql<{ found: boolean }>`
    select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (tables[0]?.found !== true) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc`.execute(db);
  const stranger = rows.find((row) => !Object.hasOwn(migrations, row.name));
  if (stranger === undefined) return;
  throw new UserError('store-newer', {
    en: `The store (${place}) was written by a newer version of Hwaseong (step ${stranger.name}): start that version, or restore a backup made before the upgrade.`,
    ko: `저장소(${place})가 더 새로운 버전의 Hwaseong에서 만들어졌습니다(단계 ${stranger.name}). 해당 버전을 실행하거나 업그레이드 전의 백업을 복원하세요.`,
  });
}
