import { type Kysely, sql } from 'kysely';
import type { Database } from '../../platform/store/index.ts';

/** Drops vulnerabilities that no finding speaks of any more, and what no bill of materials asks the advisories for. */
export async function dropUnusedVulnerabilities(db: Kysely<Database>, tenant: string): Promise<void> {
  await sql`
    delete from vulnerabilities v where v.tenant = ${tenant}
      and not exists (select from findings f where f.tenant = v.tenant and f.rule = v.id)`.execute(db);
  await sql`
    delete from advisory_subjects s where s.tenant = ${tenant}
      and not exists (select from boms b where b.tenant = s.tenant and b.subjects @> array[s.id])`.execute(db);
}
