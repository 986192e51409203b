import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Ecosystem, UserError, type VulnerabilityFacts } from '../../model/index.ts';
import { plainName } from '../ecosystems.ts';
import type { AffectedRecord } from '../record.ts';
import type { AdvisoriesMeta, FeedMeta } from './meta.ts';
import { unpacked } from './pack.ts';
import { APPLICATION_ID, FORMAT, indexes, tables } from './schema.ts';

/** The advisory database, open for reading: what `AdvisoryLookup` asks for and what the database says of itself. */
export interface Advisories {
  affecting(ecosystem: Ecosystem, name: string): readonly AffectedRecord[];
  covers(ecosystem: Ecosystem): boolean;
  facts(vulnerability: string): VulnerabilityFacts | undefined;
  readonly meta: AdvisoriesMeta;
  close(): void;
}

const nothing: readonly AffectedRecord[] = Object.freeze([]);

/**
 * Opens an advisory database. The file may be replaced by a newer one meanwhile: this one goes on with what it has opened.
 *
 * @throws UserError `advisories-missing` where there is no file, `advisories-unreadable` where it is none of ours or damaged
 */
export function openAdvisories(file: string): Advisories {
  const database = openFile(file);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof UserError ? error : unreadable(file, error);
    }
  };
  try {
    guard(() => check(database, file));
    const ecosystems = guard(() => ecosystemsOf(database));
    const affected = database.prepare('SELECT records FROM affected WHERE ecosystem = ? AND name = ?');
    const fact = database.prepare('SELECT facts FROM fact WHERE vulnerability = ?');
    let meta: AdvisoriesMeta | undefined;
    return {
      affecting: (ecosystem, name) =>
        guard(() => {
          const number = ecosystems.get(ecosystem)?.id;
          if (number === undefined) return nothing;
          const plain = plainName(ecosystem, name);
          const row = affected.get(number, plain);
          if (row === undefined) return nothing;
          const records = unpacked<AffectedRecord[]>(row['records']);
          for (const record of records) {
            record.ecosystem = ecosystem;
            record.name = plain;
          }
          return records;
        }),
      covers: (ecosystem) => ecosystems.has(ecosystem),
      facts: (vulnerability) =>
        guard(() => {
          const row = fact.get(vulnerability);
          return row === undefined ? undefined : unpacked<VulnerabilityFacts>(row['facts']);
        }),
      get meta() {
        meta ??= guard(() => metaOf(database, ecosystems));
        return meta;
      },
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function openFile(file: string): DatabaseSync {
  const address = pathToFileURL(file);
  // Nobody ever writes to the file: a newer one takes its place.
  address.searchParams.set('immutable', '1');
  try {
    return new DatabaseSync(address, { readOnly: true });
  } catch (error) {
    throw missing(file, error);
  }
}

/** What a file claims to be is checked to the last table: it may come from anywhere, and a view could make any question run for ever. */
function check(database: DatabaseSync, file: string): void {
  database.exec(
    'PRAGMA query_only = 1; PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1; PRAGMA mmap_size = 1073741824',
  );
  const application = database.prepare('PRAGMA application_id').get()?.['application_id'];
  const format = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (application !== APPLICATION_ID) throw unreadable(file, new Error('it is no advisory database'));
  if (format !== FORMAT)
    throw unreadable(file, new Error(`it has format ${String(format)}, this version reads ${FORMAT}`));
  const made = database
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql')
    .all()
    .map(({ sql }) => sql);
  const expected = [...tables, ...indexes].sort();
  if (made.length !== expected.length || made.some((sql, index) => sql !== expected[index])) {
    throw unreadable(file, new Error('its tables are not those of an advisory database'));
  }
}

function ecosystemsOf(database: DatabaseSync): Map<string, { id: number; records: number }> {
  const rows = database.prepare('SELECT id, name, records FROM ecosystem').all();
  return new Map(
    rows.map(({ id, name, records }) => [name as string, { id: id as number, records: records as number }]),
  );
}

function metaOf(database: DatabaseSync, ecosystems: ReadonlyMap<string, { records: number }>): AdvisoriesMeta {
  const rows = database.prepare('SELECT key, value FROM meta').all();
  const values = new Map(rows.map(({ key, value }) => [key as string, value as string]));
  const feeds = database.prepare('SELECT about FROM feed ORDER BY id').all();
  return {
    format: FORMAT,
    builtAt: values.get('builtAt') ?? '',
    feeds: feeds.map(({ about }) => JSON.parse(about as string) as FeedMeta),
    ecosystems: Object.fromEntries(
      [...ecosystems].map(([name, { records }]) => [name, records] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    packages: Number(values.get('packages') ?? 0),
    vulnerabilities: Number(values.get('vulnerabilities') ?? 0),
  };
}

function missing(file: string, cause: unknown): UserError {
  return new UserError(
    'advisories-missing',
    {
      en: `There is no advisory database at ${file}. Make one with "hwaseong db update", or bring one with "hwaseong db import".`,
      ko: `${file}에 취약점 데이터베이스가 없습니다. "hwaseong db update"로 만들거나 "hwaseong db import"로 가져오세요.`,
    },
    { cause },
  );
}

function unreadable(file: string, cause: unknown): UserError {
  const { message } = cause as Error;
  return new UserError(
    'advisories-unreadable',
    {
      en: `The advisory database ${file} cannot be read (${message}). Make it anew with "hwaseong db update".`,
      ko: `취약점 데이터베이스 ${file}을(를) 읽을 수 없습니다(${message}). "hwaseong db update"로 다시 만드세요.`,
    },
    { cause },
  );
}
