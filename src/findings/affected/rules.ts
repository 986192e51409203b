import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { canonicalJson, type Json, type Severity, severities, type VulnerabilityFacts } from '../../model/index.ts';
import { type Database, jsonText, searchText, storableText } from '../../platform/store/index.ts';

/** A vulnerability as it was found, to be kept as the rule behind its findings. */
export interface FoundVulnerability {
  facts: VulnerabilityFacts;
  /** Of its worst finding. */
  severity: Severity;
  /** Names of the packages it was found in. */
  packages: readonly string[];
  /** Some update mends it. */
  fixable: boolean;
}

/** Names of packages kept with a vulnerability. */
const MOST_PACKAGES = 10;

/** Vulnerabilities written by one statement. */
const STEP = 1000;

/** Keeps what is known of vulnerabilities that were found. One that says what it said before is not rewritten. */
export async function saveVulnerabilities(
  db: Kysely<Database>,
  tenant: string,
  found: readonly FoundVulnerability[],
  now: Date,
): Promise<void> {
  // In one order, so that two writers wait for each other and never in a ring.
  const sorted = [...found].sort((a, b) => (a.facts.id < b.facts.id ? -1 : 1));
  for (let from = 0; from < sorted.length; from += STEP) {
    const rows = sorted.slice(from, from + STEP).map((one) => ({ ...one, ...columnsOf(one.facts) }));
    const column = <T>(read: (row: (typeof rows)[number]) => T): T[] => rows.map(read);
    await sql`
      insert into vulnerabilities as v (tenant, id, facts, hash, title, severity, epss, exploited, published, search, packages,
        fixable, first_seen)
      select ${tenant}, g.id, g.facts::jsonb, g.hash, g.title, g.severity, g.epss, g.exploited, g.published, g.search,
        array(select jsonb_array_elements_text(g.packages::jsonb)), g.fixable, ${now}
      from unnest(${column((r) => r.facts.id)}::text[], ${column((r) => r.json)}::text[], ${column((r) => r.hash)}::text[],
        ${column((r) => r.title)}::text[], ${column((r) => r.severity)}::text[], ${column((r) => r.epss)}::real[],
        ${column((r) => r.exploited)}::boolean[], ${column((r) => r.published)}::timestamptz[],
        ${column((r) => searchText([...r.words, ...r.packages]))}::text[],
        ${column((r) => jsonText(r.packages.slice(0, MOST_PACKAGES)))}::text[], ${column((r) => r.fixable)}::boolean[])
        g (id, facts, hash, title, severity, epss, exploited, published, search, packages, fixable)
      on conflict (tenant, id) do update set facts = excluded.facts, hash = excluded.hash, title = excluded.title,
        epss = excluded.epss, exploited = excluded.exploited, published = excluded.published,
        severity = case when ${rankOf(sql`excluded.severity`)} < ${rankOf(sql`v.severity`)} or v.images + v.hosts = 0
          then excluded.severity else v.severity end,
        packages = case when v.packages @> excluded.packages then v.packages
          else (array(select distinct p from unnest(v.packages || excluded.packages) p order by p))[1:${sql.lit(MOST_PACKAGES)}] end,
        search = case when v.packages @> excluded.packages and v.hash = excluded.hash then v.search else excluded.search end,
        fixable = v.fixable or excluded.fixable
      where v.hash <> excluded.hash or not v.packages @> excluded.packages or (excluded.fixable and not v.fixable)
        or ${rankOf(sql`excluded.severity`)} < ${rankOf(sql`v.severity`)} or v.images + v.hosts = 0`.execute(db);
  }
}

const rankOf = (column: ReturnType<typeof sql>) =>
  sql`array_position(array['critical', 'high', 'medium', 'low', 'info'], ${column})`;

function columnsOf(facts: VulnerabilityFacts) {
  const title = storableText(facts.title ?? facts.id).slice(0, 1000);
  return {
    json: jsonText(facts as unknown as Json),
    hash: hashOf(facts),
    title,
    epss: facts.epss?.probability ?? 0,
    exploited: facts.exploited !== undefined,
    published: validTime(facts.published),
    words: [facts.id, ...facts.aliases, title],
  };
}

function hashOf(facts: VulnerabilityFacts): string {
  return createHash('sha256')
    .update(canonicalJson(facts as unknown as Json))
    .digest('base64url')
    .slice(0, 27);
}

function validTime(text: string | undefined): string | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/**
 * Brings what is kept of vulnerabilities up to what the advisories say now; those that they no longer know stay as they were.
 * Answers how many say something new.
 */
export async function refreshVulnerabilities(
  db: Kysely<Database>,
  tenant: string,
  facts: (id: string) => VulnerabilityFacts | undefined,
): Promise<number> {
  let changed = 0;
  let after = '';
  for (;;) {
    const known = await db
      .selectFrom('vulnerabilities')
      .select(['id', 'hash', 'packages'])
      .where('tenant', '=', tenant)
      .where('id', '>', after)
      .orderBy('id')
      .limit(STEP)
      .execute();
    const rows = known.flatMap(({ id, hash, packages }) => {
      const now = facts(id);
      const columns = now === undefined ? undefined : columnsOf(now);
      return columns === undefined || columns.hash === hash ? [] : [{ id, packages, ...columns }];
    });
    const column = <T>(read: (row: (typeof rows)[number]) => T): T[] => rows.map(read);
    if (rows.length > 0) {
      await sql`
        update vulnerabilities v set facts = g.facts::jsonb, hash = g.hash, title = g.title, epss = g.epss,
          exploited = g.exploited, published = g.published, search = g.search
        from unnest(${column((r) => r.id)}::text[], ${column((r) => r.json)}::text[], ${column((r) => r.hash)}::text[],
          ${column((r) => r.title)}::text[], ${column((r) => r.epss)}::real[], ${column((r) => r.exploited)}::boolean[],
          ${column((r) => r.published)}::timestamptz[], ${column((r) => searchText([...r.words, ...r.packages]))}::text[])
          g (id, facts, hash, title, epss, exploited, published, search)
        where v.tenant = ${tenant} and v.id = g.id`.execute(db);
      changed += rows.length;
    }
    const last = known.at(-1);
    if (last === undefined) return changed;
    after = last.id;
  }
}

/** Counts anew in how many images and hosts each vulnerability stands open, and how bad the worst of its findings is. */
export async function recountVulnerabilities(db: Kysely<Database>, tenant: string): Promise<void> {
  const names = sql`(array[${sql.join(severities.map((name) => sql.lit(name)))}])`;
  await sql`
    with counted as (
      select rule, max(risk) as risk, min(rank) as rank, bool_or(fixable) as fixable,
        (count(distinct asset) filter (where kind <> 'host.linux'))::int as images,
        (count(distinct asset) filter (where kind = 'host.linux'))::int as hosts
      from findings where tenant = ${tenant} and class = 'vulnerability' and status = 'open' group by rule)
    update vulnerabilities v set risk = n.risk, images = n.images, hosts = n.hosts, fixable = n.fixable,
      severity = coalesce(${names}[n.rank + 1], v.severity)
    from (select v.id, coalesce(c.risk, 0) as risk, c.rank, coalesce(c.images, 0) as images, coalesce(c.hosts, 0) as hosts,
        coalesce(c.fixable, false) as fixable
      from vulnerabilities v left join counted c on c.rule = v.id where v.tenant = ${tenant}) n
    where v.tenant = ${tenant} and v.id = n.id and (v.risk, v.images, v.hosts, v.fixable, v.severity)
      is distinct from (n.risk, n.images, n.hosts, n.fixable, coalesce(${names}[n.rank + 1], v.severity))`.execute(db);
}
