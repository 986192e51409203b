import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, FindingsTable } from '../platform/store/index.ts';

/** A finding as it is stored, with the time it was last confirmed. */
export type StoredFinding = Omit<Selectable<FindingsTable>, 'tenant'> & {
  last_seen: Date;
  /** Of vulnerabilities; controls are told by the content. */
  rule_title: string | null;
};

/** Findings with when they were seen last: looked up by the finding's number, or the finding by its id where times come first. */
export function selectFindings(db: Kysely<Database>, tenant: string, by: 'seq' | 'finding' = 'seq') {
  return db
    .selectFrom('findings as f')
    .innerJoin('finding_sightings as s', (join) =>
      by === 'seq'
        ? join.onRef('s.tenant', '=', 'f.tenant').onRef('s.seq', '=', 'f.seq')
        : join.onRef('s.tenant', '=', 'f.tenant').onRef('s.finding', '=', 'f.id'),
    )
    .select([
      'f.id',
      'f.seq',
      'f.rule',
      'f.asset',
      'f.asset_name',
      'f.kind',
      'f.provider',
      'f.account',
      'f.region',
      'f.category',
    ])
    .select([
      'f.discriminator',
      'f.severity',
      'f.rank',
      'f.risk',
      'f.status',
      'f.resolution',
      'f.stale',
      'f.exception_id',
    ])
    .select(['f.class', 'f.fixable', 'f.exploited'])
    .select(
      sql<string | null>`case when f.class = 'vulnerability' then (select v.title from vulnerabilities v
        where v.tenant = f.tenant and v.id = f.rule) end`.as('rule_title'),
    )
    .select(['f.evidence', 'f.first_seen', 'f.opened_at', 'f.resolved_at', 'f.changed_at', 's.last_seen'])
    .where('f.tenant', '=', tenant)
    .where('s.tenant', '=', tenant);
}
