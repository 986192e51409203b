import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { AdvisoryLookup, AdvisorySubject } from '../../engines/vulnerability/index.ts';
import type { Severity, VulnerabilityFacts } from '../../model/index.ts';
import { type Database, storableText } from '../../platform/store/index.ts';
import { riskOf } from '../risk.ts';

/** Subjects read or written by one statement. */
const STEP = 5000;

/** The key of a subject: 64 bits of a hash, as text, since they are more than a number holds. */
export function subjectId({ ecosystem, name }: AdvisorySubject): string {
  return createHash('sha256').update(`${ecosystem}\0${name}`).digest().readBigInt64BE().toString();
}

/** Remembers that some bill of materials asks for these. What is said of them is noted when everything is compared. */
export async function saveSubjects(
  db: Kysely<Database>,
  tenant: string,
  subjects: ReadonlyMap<string, AdvisorySubject>,
): Promise<void> {
  // In one order, so that two writers wait for each other and never in a ring.
  const sorted = [...subjects].sort(([a], [b]) => (a < b ? -1 : 1));
  for (let from = 0; from < sorted.length; from += STEP) {
    const part = sorted.slice(from, from + STEP);
    await sql`
      insert into advisory_subjects (tenant, id, ecosystem, name)
      select ${tenant}, g.id, g.ecosystem, g.name from unnest(${part.map(([id]) => id)}::bigint[],
        ${part.map(([, one]) => storableText(one.ecosystem))}::text[], ${part.map(([, one]) => storableText(one.name))}::text[])
        g (id, ecosystem, name)
      where not exists (select from advisory_subjects s where s.tenant = ${tenant} and s.id = g.id)
      on conflict do nothing`.execute(db);
  }
}

/** What the advisories say of all subjects now, held against what they said when everything was compared last. */
export interface Difference {
  /** Ids of those of which they say something else, or of which it is not known what they said. */
  changed: string[];
  /** Notes what they say now: only once everything that asks for them was compared. */
  note(): Promise<void>;
}

/** Asks the advisories for every subject, or for those alone that were never asked for. */
export async function askAnew(
  db: Kysely<Database>,
  tenant: string,
  lookup: AdvisoryLookup,
  { all }: { all: boolean },
): Promise<Difference> {
  const changed: { id: string; said: string }[] = [];
  let after = '-9223372036854775808';
  for (;;) {
    const { rows } = await sql<AdvisorySubject & { id: string; said: string | null }>`
      select id::text as id, ecosystem, name, said from advisory_subjects
      where tenant = ${tenant} and id > ${after}::bigint and (${all}::boolean or said is null) order by id limit ${STEP}`.execute(
      db,
    );
    for (const { id, said, ...subject } of rows) {
      const now = saidOf(subject, lookup);
      if (now !== said) changed.push({ id, said: now });
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return { changed: changed.map(({ id }) => id), note: () => note(db, tenant, changed) };
}

async function note(db: Kysely<Database>, tenant: string, subjects: readonly { id: string; said: string }[]) {
  for (let from = 0; from < subjects.length; from += STEP) {
    const part = subjects.slice(from, from + STEP);
    await sql`
      update advisory_subjects s set said = g.said
      from unnest(${part.map(({ id }) => id)}::bigint[], ${part.map(({ said }) => said)}::text[]) g (id, said)
      where s.tenant = ${tenant} and s.id = g.id`.execute(db);
  }
}

/** All that findings take over of what is said of a package, as a short text. */
function saidOf({ ecosystem, name }: AdvisorySubject, lookup: AdvisoryLookup): string {
  if (!lookup.covers(ecosystem)) return 'not covered';
  const records = lookup.affecting(ecosystem, name);
  if (records.length === 0) return 'nothing';
  const hash = createHash('sha256').update(JSON.stringify(records));
  for (const id of new Set(records.flatMap(({ vulnerabilities }) => vulnerabilities))) {
    const facts = lookup.facts(id);
    hash.update(JSON.stringify([id, facts?.severities, facts?.cvss?.score, facts && weightOf(facts)]));
  }
  return hash.digest('base64url').slice(0, 27);
}

/** What exploitation adds to the risk of a finding: EPSS moves every day, what hangs on it only in steps. */
export function weightOf(facts: VulnerabilityFacts | undefined): number {
  const plain = { severity: 'info' as Severity, category: null, exposed: false, tags: {} };
  const known = { exploited: facts?.exploited !== undefined, likelihood: facts?.epss?.probability ?? 0 };
  return riskOf({ ...plain, ...known }, new Set());
}
