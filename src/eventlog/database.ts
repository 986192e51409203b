import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, StatementType } from '@duckdb/node-api';
import { type Manifest, type ParquetFile, readManifest } from './manifest.ts';
import type { Failure } from './protocol.ts';
import { columns } from './table.ts';

export const CHUNKS = 'chunks';
export const PARQUET = 'parquet';
const SPILL = 'spill';

/** Limits of everything that DuckDB does. */
const MEMORY = '400MB';
const THREADS = 2;
const MOST_SPILLED = '2GB';
const MOST_MS = 30_000;

/** Rows of a user's statement are given up to this size, as JSON. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Largest line of a chunk that is read. */
const MOST_LINE_BYTES = 16 * 1024 * 1024;

/** Why DuckDB gave no answer. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  readonly failure: Failure;
  constructor(failure: Failure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** DuckDB in memory over the files of one log: it reaches no other file and no network, and its settings are locked. */
export interface EventDatabase {
  readonly dir: string;
  manifest(): Promise<Manifest>;
  /** A FROM item of all events that may lie between two times. */
  events(since?: Date, until?: Date): Promise<string>;
  /** Rows as objects with values as JSON. `sql` is ours. */
  rows<Row>(sql: string, values?: readonly DuckDBValue[]): Promise<Row[]>;
  /** A statement of a user's: one SELECT over the view `events`. */
  guarded(
    sql: string,
    limit: number,
  ): Promise<{ columns: { name: string; type: string }[]; rows: unknown[][]; cut: boolean }>;
}

export async function openDatabase(dir: string): Promise<EventDatabase> {
  for (const folder of [CHUNKS, PARQUET, SPILL]) await mkdir(path.join(dir, folder), { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(':memory:');
  const first = await instance.connect();
  for (const setting of [
    `memory_limit = '${MEMORY}'`,
    `threads = ${THREADS}`,
    `temp_directory = ${text(path.join(dir, SPILL))}`,
    `max_temp_directory_size = '${MOST_SPILLED}'`,
    `TimeZone = 'UTC'`,
    'autoinstall_known_extensions = false',
    'autoload_known_extensions = false',
    'preserve_insertion_order = false',
    `allowed_directories = [${text(`${dir}/`)}]`,
    'enable_external_access = false',
    'lock_configuration = true',
  ]) {
    await first.run(`set ${setting}`);
  }
  first.closeSync();

  const manifest = () => readManifest(dir);

  async function chunks({ compacted }: Manifest): Promise<string[]> {
    const gone = new Set(compacted);
    const names = (await readdir(path.join(dir, CHUNKS))).filter((name) => name.endsWith('.ndjson') && !gone.has(name));
    return names.sort().map((name) => path.join(dir, CHUNKS, name));
  }

  async function events(since?: Date, until?: Date): Promise<string> {
    const now = await manifest();
    return `(${sources(
      now.parquet.filter((file) => overlaps(file, since, until)).map(({ name }) => path.join(dir, PARQUET, name)),
      await chunks(now),
    )})`;
  }

  /** A connection for one piece of work, interrupted when that takes too long. */
  async function within<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await instance.connect();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection.interrupt();
    }, MOST_MS);
    try {
      return await work(connection);
    } catch (error) {
      if (error instanceof QueryFailure) throw error;
      const { message } = error as Error;
      if (late) throw new QueryFailure('costly', `stopped after ${MOST_MS / 1000} s`);
      throw new QueryFailure(/^(Error: )?Out of Memory/i.test(message) ? 'costly' : 'failed', message);
    } finally {
      clearTimeout(timer);
      connection.closeSync();
    }
  }

  return {
    dir,
    manifest,
    events,
    rows: (sql, values = []) =>
      within(async (connection) => {
        const reader = await connection.runAndReadAll(sql, [...values]);
        return reader.getRowObjectsJson() as never;
      }),
    guarded: async (sql, limit) => {
      const from = await events();
      return within(async (connection) => {
        await connection.run(`create temp view events as select * from ${from}`);
        await refuseOthers(connection, sql);
        const reader = await connection.streamAndReadUntil(sql, limit + 1);
        const { rows, cut } = bounded(reader.getRowsJson() as unknown[][], limit);
        const types = reader.columnTypes();
        return { columns: reader.columnNames().map((name, n) => ({ name, type: String(types[n]) })), rows, cut };
      });
    },
  };
}

/** How a SELECT begins. DuckDB takes a PRAGMA that answers with rows for one too. */
const SELECTS = /^(\s|\(|--[^\n]*\n|\/\*[^*]*\*\/)*(select|with|from|values)\b/i;

/** @throws QueryFailure where a text is anything but one SELECT */
async function refuseOthers(connection: DuckDBConnection, sql: string): Promise<void> {
  if (!SELECTS.test(sql)) throw new QueryFailure('refused', 'only SELECT may be run');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new QueryFailure('refused', 'one statement at a time');
  const prepared = await statements.prepare(0);
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new QueryFailure('refused', 'only SELECT may be run');
  } finally {
    prepared.destroySync();
  }
}

function bounded(all: unknown[][], limit: number): { rows: unknown[][]; cut: boolean } {
  const rows: unknown[][] = [];
  let bytes = 0;
  for (const row of all) {
    bytes += JSON.stringify(row).length;
    if (rows.length >= limit || bytes > MOST_ANSWER_BYTES) return { rows, cut: true };
    rows.push(row);
  }
  return { rows, cut: false };
}

function overlaps({ from, to }: ParquetFile, since: Date | undefined, until: Date | undefined): boolean {
  return (since === undefined || to >= since.getTime()) && (until === undefined || from <= until.getTime());
}

/** Events of files. The line that is being written to a chunk is not whole, and reads as one without an id. */
export function sources(parquet: readonly string[], chunks: readonly string[]): string {
  const names = Object.keys(columns).join(', ');
  const parts: string[] = [];
  if (parquet.length > 0) parts.push(`select ${names} from read_parquet([${parquet.map(text).join(', ')}])`);
  if (chunks.length > 0) {
    const types = Object.entries(columns).map(([name, type]) => `${name}: '${type}'`);
    parts.push(
      `select ${names} from read_json([${chunks.map(text).join(', ')}], format = 'newline_delimited', columns = {${types.join(', ')}},
        ignore_errors = true, maximum_object_size = ${MOST_LINE_BYTES}) where id is not null`,
    );
  }
  if (parts.length > 0) return parts.join(' union all ');
  const none = Object.entries(columns).map(([name, type]) => `null::${type} as ${name}`);
  return `select ${none.join(', ')} where false`;
}

/** A text as a literal of SQL. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
