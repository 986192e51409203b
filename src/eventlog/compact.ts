import { mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { CHUNKS, type EventDatabase, PARQUET, sources, text } from './database.ts';
import { type Manifest, type ParquetFile, writeManifest } from './manifest.ts';
import { columns } from './table.ts';

const HOUR_MS = 3_600_000;

/** An hour in more files than this is put into one. */
const MOST_FILES_AN_HOUR = 4;

/** Chunks read at once: each has up to 64 MB. */
const CHUNKS_AT_ONCE = 2;

/**
 * Puts closed chunks into Parquet, a file an hour of events, and drops files that ended before `keepFrom`. An event that lies
 * in Parquet already is left out. The new manifest counts from the moment it is whole. What it no longer names may still be
 * read by somebody, and is removed the next time.
 */
export async function compact(database: EventDatabase, chunks: readonly string[], keepFrom: Date): Promise<void> {
  let manifest = await database.manifest();
  await sweep(database.dir, manifest);
  const waiting = chunks.filter((name) => !manifest.compacted.includes(name));
  manifest = { parquet: manifest.parquet.filter(({ to }) => to >= keepFrom.getTime()), compacted: [] };
  await writeManifest(database.dir, manifest);
  for (let start = 0; start < waiting.length; start += CHUNKS_AT_ONCE) {
    const some = waiting.slice(start, start + CHUNKS_AT_ONCE);
    manifest = await addChunks(database, manifest, some, keepFrom);
    await writeManifest(database.dir, manifest);
  }
}

async function addChunks(
  database: EventDatabase,
  manifest: Manifest,
  chunks: readonly string[],
  keepFrom: Date,
): Promise<Manifest> {
  const from = `(${sources(
    [],
    chunks.map((name) => path.join(database.dir, CHUNKS, name)),
  )})`;
  const hours = await database.rows<{ hour: number }>(
    `select distinct (floor(epoch_ms(time) / ${HOUR_MS}))::INTEGER as hour from ${from} where time >= ?::TIMESTAMP order by 1`,
    [keepFrom.toISOString().slice(0, -1)],
  );
  const parquet = [...manifest.parquet];
  for (const { hour } of hours) {
    const within = `time >= ${timestampAt(hour * HOUR_MS)} and time < ${timestampAt((hour + 1) * HOUR_MS)}`;
    const there = parquet.filter((file) => hourOf(file) === hour);
    const crowded = there.length >= MOST_FILES_AN_HOUR;
    const old = sources(
      there.map(({ name }) => path.join(database.dir, PARQUET, name)),
      [],
    );
    const rows = crowded
      ? `select * from ${from} where ${within} union all ${old}`
      : `select * from ${from} where ${within} ${there.length === 0 ? '' : `and id not in (select id from (${old}))`}`;
    const made = await writeHour(database, hour, rows);
    if (crowded) for (const file of there) parquet.splice(parquet.indexOf(file), 1);
    if (made !== undefined) parquet.push(made);
  }
  return { parquet, compacted: [...manifest.compacted, ...chunks] };
}

/** One file of the hour's events, each once, in the order of time; undefined where there are none. */
async function writeHour(database: EventDatabase, hour: number, rows: string): Promise<ParquetFile | undefined> {
  const [day, time] = new Date(hour * HOUR_MS).toISOString().split('T') as [string, string];
  await mkdir(path.join(database.dir, PARQUET, day), { recursive: true, mode: 0o700 });
  const name = `${day}/${time.slice(0, 2)}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}.parquet`;
  const place = path.join(database.dir, PARQUET, name);
  await database.rows(
    `copy (select ${Object.keys(columns).join(', ')} from (${rows}) qualify row_number() over (partition by id) = 1
      order by time, id) to ${text(place)} (format parquet, compression zstd, row_group_size 20000)`,
  );
  const [found] = await database.rows<{ from: number; to: number; rows: number }>(
    `select epoch_ms(min(time))::DOUBLE as "from", epoch_ms(max(time))::DOUBLE as "to", count(*)::INTEGER as rows from read_parquet(${text(place)})`,
  );
  if (found === undefined || found.rows === 0) {
    await unlink(place);
    return undefined;
  }
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { name, ...found };
}

function timestampAt(ms: number): string {
  return `TIMESTAMP '${new Date(ms).toISOString().slice(0, -1)}'`;
}

function hourOf({ from }: ParquetFile): number {
  return Math.floor(from / HOUR_MS);
}

/** A file that is being written is not in the manifest yet; older ones that are not there are left over. */
const LEFT_OVER_MS = 60_000;

/** Removes chunks that lie in Parquet, and Parquet files that the manifest does not name. */
async function sweep(dir: string, { parquet, compacted }: Manifest): Promise<void> {
  for (const name of compacted) await rm(path.join(dir, CHUNKS, name), { force: true });
  const named = new Set(parquet.map(({ name }) => name));
  const root = path.join(dir, PARQUET);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const place = path.join(entry.parentPath, entry.name);
    if (named.has(path.relative(root, place))) continue;
    if (Date.now() - (await stat(place)).mtimeMs > LEFT_OVER_MS) await unlink(place);
  }
}
