import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, it } from 'vitest';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

const db = new Kysely<Database>({
  dialect: new PGliteDialect({ pglite: () => PGlite.create({ extensions: { pg_trgm } }) }),
});
const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });

it('brings what version 0.1.0 has stored along: counters and when findings were seen', async () => {
  expect((await migrator.migrateTo('0008-unused')).error).toBeUndefined();
  await sql`
    insert into results (tenant, id, control, asset, discriminator, kind, account, region, status, evidence, judged_at)
    select 'default', id, 'c1', id, '', 'k', account, 'r', status, '{}', now()
    from (values ('a', '111122223333', 'fail'), ('b', '111122223333', 'fail'), ('c', '444455556666', 'fail'),
      ('d', '444455556666', 'pass')) r (id, account, status)`.execute(db);
  await sql`
    insert into findings (tenant, id, rule, asset, asset_name, kind, provider, account, region, discriminator, severity, risk,
      status, evidence, first_seen, opened_at, changed_at)
    select 'default', id, 'c1', id, id, 'k', 'aws', '111122223333', 'r', '', 'high', 50, 'open', '{}', now(), now(), now()
    from (values ('b'), ('a')) f (id)`.execute(db);
  await sql`
    insert into finding_sightings (tenant, finding, last_seen)
    values ('default', 'a', '2026-01-01T00:00:00Z'), ('default', 'b', '2026-01-02T00:00:00Z')`.execute(db);

  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  // What is written from now on is counted the same way.
  await sql`update results set status = 'pass' where id = 'a'`.execute(db);
  const { rows: counts } = await sql`
    select account, status, sum(n)::int as n from result_counts group by 1, 2 having sum(n) <> 0 order by 1, 2`.execute(
    db,
  );
  expect(counts).toEqual([
    { account: '', status: 'fail', n: 2 },
    { account: '', status: 'pass', n: 2 },
    { account: '111122223333', status: 'fail', n: 1 },
    { account: '111122223333', status: 'pass', n: 1 },
    { account: '444455556666', status: 'fail', n: 1 },
    { account: '444455556666', status: 'pass', n: 1 },
  ]);
  const { rows: seen } = await sql`
    select s.finding, s.last_seen from finding_sightings s join findings f on f.seq = s.seq and f.id = s.finding order by s.seq`.execute(
    db,
  );
  expect(seen).toEqual([
    { finding: 'b', last_seen: new Date('2026-01-02T00:00:00Z') },
    { finding: 'a', last_seen: new Date('2026-01-01T00:00:00Z') },
  ]);
  await db.destroy();
});
