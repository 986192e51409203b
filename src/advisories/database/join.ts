import type { DatabaseSync } from 'node:sqlite';
import { aliasBook } from '../aliases.ts';
import { plainName } from '../ecosystems.ts';
import { type Enrichment, isEnrichment } from '../feeds/index.ts';
import type { AffectedRecord } from '../record.ts';
import { factsOf, type Told, toldBy } from './facts.ts';
import type { FeedMeta } from './meta.ts';
import { packed } from './pack.ts';
import { chosenRecords } from './records.ts';

/** Steps between looks at whether somebody has stopped the work. */
const LOOK_EVERY = 2000;

/** How often others get their turn, in steps. */
type Look = () => Promise<void> | undefined;

/**
 * Makes the tables that are asked out of the records of all feeds: what is said of each package together, with the vulnerabilities that each record stands
 * for, and what is known of each of those. `staging` names an attached database for what has to be sorted.
 */
export async function join(
  database: DatabaseSync,
  feeds: readonly FeedMeta[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const look = everySo(LOOK_EVERY, signal);
  const records = chosenRecords(database, feeds);
  const book = aliasBook();
  for (const { record } of records()) {
    await look();
    if (!isEnrichment(record)) book.add(record);
  }

  database.exec(`
    CREATE TABLE staging.said (ecosystem INTEGER NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL);
    CREATE TABLE staging.told (vulnerability TEXT NOT NULL, what TEXT NOT NULL);`);
  const said = database.prepare('INSERT INTO staging.said VALUES (?, ?, ?)');
  const told = database.prepare('INSERT INTO staging.told VALUES (?, ?)');
  const ecosystems = new Map<string, { id: number; records: number }>();
  const named = new Set<string>();
  for (const { record } of records()) {
    await look();
    if (isEnrichment(record)) {
      if (record.enriches !== 'withdrawn') told.run(record.id, JSON.stringify(record));
      continue;
    }
    const vulnerabilities = book.standsFor(record);
    const about = JSON.stringify(toldBy(record, vulnerabilities));
    for (const one of vulnerabilities) told.run(one, about);
    for (const { ecosystem, name, ...rest } of record.affected) {
      let known = ecosystems.get(ecosystem);
      if (known === undefined) ecosystems.set(ecosystem, (known = { id: ecosystems.size + 1, records: 0 }));
      known.records += 1;
      for (const one of vulnerabilities) named.add(one);
      const kept: Omit<AffectedRecord, 'ecosystem' | 'name'> = {
        ...rest,
        advisory: record.id,
        source: record.source,
        vulnerabilities,
      };
      said.run(known.id, plainName(ecosystem, name), JSON.stringify(kept));
    }
  }
  const addEcosystem = database.prepare('INSERT INTO ecosystem VALUES (?, ?, ?)');
  for (const [name, { id, records: count }] of ecosystems) addEcosystem.run(id, name, count);

  const packages = await packAffected(database, look);
  const vulnerabilities = await packFacts(database, named, look);
  const addMeta = database.prepare('INSERT INTO meta VALUES (?, ?)');
  addMeta.run('packages', String(packages));
  addMeta.run('vulnerabilities', String(vulnerabilities));
}

async function packAffected(database: DatabaseSync, look: Look): Promise<number> {
  const insert = database.prepare('INSERT INTO affected VALUES (?, ?, ?)');
  let open: { ecosystem: number; name: string; records: string[] } | undefined;
  let packages = 0;
  const close = () => {
    if (open === undefined) return;
    packages += 1;
    // A record that is told twice in the same words counts once.
    const records = [...new Set(open.records)].map((one) => JSON.parse(one) as unknown);
    insert.run(open.ecosystem, open.name, packed(records));
  };
  for (const row of database
    .prepare('SELECT ecosystem, name, record FROM staging.said ORDER BY ecosystem, name')
    .iterate()) {
    await look();
    const ecosystem = row['ecosystem'] as number;
    const name = row['name'] as string;
    if (open?.ecosystem !== ecosystem || open.name !== name) {
      close();
      open = { ecosystem, name, records: [] };
    }
    open.records.push(row['record'] as string);
  }
  close();
  return packages;
}

/** Only of vulnerabilities that some package has is anything kept: nobody asks for others. */
async function packFacts(database: DatabaseSync, named: ReadonlySet<string>, look: Look): Promise<number> {
  const insert = database.prepare('INSERT INTO fact VALUES (?, ?)');
  let vulnerabilities = 0;
  let open: { id: string; told: Told[]; enrichments: Enrichment[] } | undefined;
  const close = () => {
    if (open === undefined || !named.has(open.id)) return;
    vulnerabilities += 1;
    insert.run(open.id, packed(factsOf(open.id, open.told, open.enrichments)));
  };
  for (const row of database.prepare('SELECT vulnerability, what FROM staging.told ORDER BY vulnerability').iterate()) {
    await look();
    const id = row['vulnerability'] as string;
    if (!named.has(id)) continue;
    if (open?.id !== id) {
      close();
      open = { id, told: [], enrichments: [] };
    }
    const what = JSON.parse(row['what'] as string) as Told | Enrichment;
    if ('enriches' in what) open.enrichments.push(what);
    else open.told.push(what);
  }
  close();
  return vulnerabilities;
}

/** Lets others have their turn and looks whether the work is to stop, every so many steps. */
function everySo(steps: number, signal: AbortSignal | undefined): Look {
  let count = 0;
  return () => {
    count += 1;
    if (count % steps !== 0) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => (signal?.aborted === true ? reject(signal.reason as Error) : resolve()));
    });
  };
}
