import { chmod, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Text, UserError } from '../../model/index.ts';
import { NativeUnavailable } from './binaries.ts';
import type { Database } from './database.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';
import { errorCode, storeError } from './errors.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrate.ts';

export interface StoreOptions {
  /** Folder of the installation. Without it and without a URL the store is a PGlite in memory and ends with the process. */
  dataDir?: string;
  /** Your own PostgreSQL: `postgres://user:password@host/database`. */
  databaseUrl?: string;
  /** `pglite`: do not start the embedded PostgreSQL. */
  engine?: 'embedded' | 'pglite';
  /** Told what a person should know: a database taken over, started again, or replaced by PGlite. */
  say?: (message: Text) => void;
}

export interface Store {
  readonly db: Kysely<Database>;
  readonly kind: 'embedded' | 'external' | 'pglite';
  /** How other clients of the same database (the job queue) connect; undefined for PGlite, which has one connection. */
  readonly connection: pg.PoolConfig | undefined;
  /** The embedded PostgreSQL, where there is one. */
  readonly embedded?: EmbeddedDatabase;
  /** Ends every connection, and the embedded database. */
  close(): Promise<void>;
}

/**
 * Opens the store and brings its tables to this version: `databaseUrl`, else the embedded PostgreSQL of `dataDir`,
 * else, where that cannot run on this machine, PGlite in the same folder, saying so.
 * Throws `UserError` with one sentence on what to do: unreachable, denied, in use, full, newer, of another PostgreSQL.
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  if (options.databaseUrl !== undefined) return openExternal(options.databaseUrl);
  if (options.dataDir === undefined) return openPglite(undefined, async () => undefined);
  const dataDir = resolve(options.dataDir);
  const say = options.say ?? (() => undefined);
  try {
    await makeFolder(dataDir);
    const release = await takeLock(join(dataDir, 'server.lock'));
    try {
      return await openFolder(dataDir, options.engine ?? 'embedded', say, release);
    } catch (error) {
      await release();
      throw error;
    }
  } catch (error) {
    throw storeError(error, dataDir) ?? error;
  }
}

/**
 * Where an installation keeps its data unless told otherwise: `HWASEONG_DATA`, `/var/lib/hwaseong` for root,
 * else the XDG data folder. Pass `process.env` and the user id.
 */
export function defaultDataDir(env: NodeJS.ProcessEnv, uid: number | undefined): string {
  if (env.HWASEONG_DATA) return resolve(env.HWASEONG_DATA);
  if (uid === 0) return '/var/lib/hwaseong';
  const xdg = env.XDG_DATA_HOME;
  // A relative path there is to be ignored (XDG Base Directory Specification).
  return join(xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), '.local', 'share'), 'hwaseong');
}

/** A folder keeps the kind of database that it began with, so that no data seems to have vanished. */
async function openFolder(
  dataDir: string,
  engine: 'embedded' | 'pglite',
  say: (message: Text) => void,
  release: () => Promise<void>,
): Promise<Store> {
  const liteFolder = join(dataDir, 'pglite');
  const [hasNative, hasLite] = await Promise.all([exists(join(dataDir, 'database', 'PG_VERSION')), exists(liteFolder)]);
  if (engine === 'embedded' && !hasLite) {
    try {
      return await openEmbedded(dataDir, say, release);
    } catch (error) {
      if (!(error instanceof NativeUnavailable)) throw error;
      if (hasNative) {
        throw new UserError(
          'store-native-unavailable',
          {
            en: `The data in ${dataDir} need the embedded PostgreSQL, which cannot run here (${error.message}): reinstall the packages, or name another folder with --data.`,
            ko: `${dataDir}의 데이터에는 내장 PostgreSQL이 필요하지만 실행할 수 없습니다(${error.message}). 패키지를 다시 설치하거나 --data로 다른 폴더를 지정하세요.`,
          },
          { cause: error },
        );
      }
      say({
        en: `The embedded PostgreSQL cannot run here (${error.message}); PGlite is used instead: slower, and a power cut may lose the last writes. For real use set DATABASE_URL.`,
        ko: `내장 PostgreSQL을 실행할 수 없어(${error.message}) PGlite를 사용합니다. 속도가 느리고 정전 시 마지막 기록이 유실될 수 있으므로 운영 환경에서는 DATABASE_URL을 설정하세요.`,
      });
    }
  } else if (engine === 'embedded') {
    say({
      en: `The data in ${dataDir} are kept by PGlite: slower than PostgreSQL, and a power cut may lose the last writes.`,
      ko: `${dataDir}의 데이터는 PGlite에 저장되어 있습니다. PostgreSQL보다 느리고 정전 시 마지막 기록이 유실될 수 있습니다.`,
    });
  }
  return openPglite(liteFolder, release);
}

async function openEmbedded(
  dataDir: string,
  say: (message: Text) => void,
  release: () => Promise<void>,
): Promise<Store> {
  const embedded = await startEmbedded(dataDir, say);
  if (embedded.takenOver) {
    say({
      en: 'A database left over by an earlier server was found and taken over.',
      ko: '이전 서버가 남겨 둔 데이터베이스를 찾아 이어서 사용합니다.',
    });
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: poolOf(embedded.address) }) });
  const close = async () => {
    await db.destroy();
    await embedded.stop();
    await release();
  };
  try {
    await migrate(db, dataDir);
  } catch (error) {
    await db.destroy();
    await embedded.stop();
    throw error;
  }
  return { db, kind: 'embedded', connection: { ...embedded.address }, embedded, close };
}

async function openExternal(url: string): Promise<Store> {
  const place = placeOf(url);
  const connection: pg.PoolConfig = { connectionString: url, connectionTimeoutMillis: 15_000 };
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: poolOf(connection) }) });
  try {
    await whenUp(() => migrate(db, place));
  } catch (error) {
    await db.destroy();
    throw storeError(error, place) ?? error;
  }
  return { db, kind: 'external', connection, close: () => db.destroy() };
}

/** A server that is just starting (SQLSTATE 57P03), as after a reboot of both machines, is given a minute. */
async function whenUp(work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (errorCode(error) !== '57P03' || attempt >= 240) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

async function openPglite(folder: string | undefined, release: () => Promise<void>): Promise<Store> {
  // Loaded here: most stores are another.
  const [{ PGlite }, { pg_trgm }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
  ]);
  const pglite = await PGlite.create({ ...(folder === undefined ? {} : { dataDir: folder }), extensions: { pg_trgm } });
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  const close = async () => {
    await db.destroy();
    if (!pglite.closed) await pglite.close();
    await release();
  };
  try {
    await migrate(db, folder ?? 'PGlite');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, kind: 'pglite', connection: undefined, close };
}

/** `bigint` (sequence numbers, sums of counters) is read as a number: none of ours comes near 2^53. */
export function poolOf(config: pg.PoolConfig): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ max: 12, application_name: 'hwaseong', ...config, types });
  // A connection that breaks while idle, or between two queries of whoever holds it, is replaced or reported by the next
  // query; without listeners for both it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Host and database of a URL, for messages. Everything before the last `@` and after `?` may hold the password. */
function placeOf(url: string): string {
  if (!/^postgres(ql)?:\/\/./.test(url)) {
    throw new UserError('database-url-malformed', {
      en: 'DATABASE_URL is not an address of PostgreSQL: write postgres://user:password@host:5432/database.',
      ko: 'DATABASE_URL이 PostgreSQL 주소가 아닙니다. postgres://user:password@host:5432/database 형식으로 입력하세요.',
    });
  }
  return url.slice(Math.max(url.lastIndexOf('@') + 1, url.indexOf('://') + 3)).replace(/\?.*$/s, '');
}

/** As root the database runs as a user of its own, who must get through the folder to what is his. */
async function makeFolder(dataDir: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(dataDir, { recursive: true, mode });
  await chmod(dataDir, mode);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
