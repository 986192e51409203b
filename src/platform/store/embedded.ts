import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Text, UserError } from '../../model/index.ts';
import { type Binaries, type DatabaseUser, databaseUser, findBinaries } from './binaries.ts';
import { errorCode, storeError } from './errors.ts';
import { processExists } from './lock.ts';
import { alivePostmaster, startFailure, tailOf } from './postmaster.ts';
import { socketFolder } from './socket.ts';

/** How to reach a database: what `pg` takes. */
export interface DatabaseAddress {
  /** Folder of the Unix socket. */
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

export interface EmbeddedDatabase {
  address: DatabaseAddress;
  /** Process id of the database server now; changes when it was started again. */
  pid(): number;
  /** True where a left-over process was found and taken over. */
  takenOver: boolean;
  /** Ends the server after what runs is rolled back and what is committed is on disk. */
  stop(): Promise<void>;
}

const PORT = 5432;
const USER = 'hwaseong';

/** Settings of the server, each for a reason. Everything that guards data (fsync, synchronous_commit, checksums) stays on. */
const settings = {
  // Reached by its socket only: nothing on the network.
  listen_addresses: '',
  max_connections: '60',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  // Fewer full pages in the log while a scan writes.
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'pglz',
  // Short queries on disks without arms.
  random_page_cost: '1.1',
  jit: 'off',
  // /dev/shm of a container is small, and cores are few: lists need no parallel plans.
  max_parallel_workers_per_gather: '0',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_analyze_scale_factor: '0.05',
  log_min_messages: 'warning',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the embedded PostgreSQL of `dataDir`, or takes over one that outlived its owner, and keeps it running:
 * a server that dies is started again. The caller holds the folder's lock.
 * Throws `NativeUnavailable` where it cannot run on this machine, else `UserError`.
 */
export async function startEmbedded(dataDir: string, say: (message: Text) => void): Promise<EmbeddedDatabase> {
  const user = await databaseUser();
  const binaries = await findBinaries(dataDir, user);
  const folder = join(dataDir, 'database');
  await checkVersion(folder, binaries);
  const password = await initialise(dataDir, folder, binaries, user);

  const left = await alivePostmaster(folder);
  const host = left?.socketFolder ?? (await socketFolder(dataDir, user));
  const address: DatabaseAddress = { host, port: PORT, user: USER, password, database: 'postgres' };
  const log = join(dataDir, 'database.log');
  let pid = left?.pid ?? (await launch(folder, host, log, binaries, user, dataDir));
  await untilReady(address, pid, log, dataDir);

  let closing = false;
  let restarting: Promise<void> | undefined;
  const watch = setInterval(() => {
    if (closing || restarting !== undefined || processExists(pid)) return;
    say({
      en: 'The embedded database ended unexpectedly and is being started again; nothing acknowledged was lost.',
      ko: '내장 데이터베이스가 예기치 않게 종료되어 다시 시작합니다. 이미 저장된 데이터는 안전합니다.',
    });
    restarting = (async () => {
      pid = await launch(folder, host, log, binaries, user, dataDir);
      await untilReady(address, pid, log, dataDir);
    })()
      .catch((error: unknown) => {
        const told = storeError(error, dataDir);
        say(
          told?.text ?? {
            en: `The database did not start: ${error}`,
            ko: `데이터베이스를 시작하지 못했습니다: ${error}`,
          },
        );
      })
      .finally(() => {
        restarting = undefined;
      });
  }, 500);
  watch.unref();

  return {
    address,
    pid: () => pid,
    takenOver: left !== undefined,
    async stop() {
      closing = true;
      clearInterval(watch);
      await restarting;
      await end(pid);
    },
  };
}

/** A folder is read by the major version that wrote it only. */
async function checkVersion(folder: string, { major }: Binaries): Promise<void> {
  const written = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (written === undefined || Number(written) === major) return;
  throw new UserError('store-postgres-version', {
    en: `The data folder ${folder} belongs to PostgreSQL ${written.trim()}, this Hwaseong brings ${major}: move the data with pg_dump and pg_restore, or start the version that wrote it.`,
    ko: `데이터 폴더 ${folder}은(는) PostgreSQL ${written.trim()}용이지만 현재 Hwaseong에는 ${major}이(가) 포함되어 있습니다. pg_dump와 pg_restore로 데이터를 옮기거나 이전 버전을 실행하세요.`,
  });
}

/** Makes the database at the first start. It appears whole or not at all. Gives its password. */
async function initialise(dataDir: string, folder: string, binaries: Binaries, user: DatabaseUser): Promise<string> {
  const passwordFile = join(dataDir, 'database.password');
  if (await stat(join(folder, 'PG_VERSION')).catch(() => undefined)) {
    const password = await readFile(passwordFile, 'utf8').catch(() => undefined);
    if (password !== undefined) return password.trim();
    throw new UserError('store-password-lost', {
      en: `The password file ${passwordFile} of the embedded database is missing: restore it from a backup of the data folder.`,
      ko: `내장 데이터베이스의 비밀번호 파일 ${passwordFile}이(가) 없습니다. 데이터 폴더의 백업에서 복원하세요.`,
    });
  }
  const password = randomBytes(32).toString('base64url');
  const half = join(dataDir, 'database.new');
  const handOver = join(dataDir, 'database.handover');
  await rm(half, { recursive: true, force: true });
  await writeFile(handOver, `${password}\n`, { mode: 0o600 });
  await mkdir(half, { mode: 0o700 });
  if (user !== undefined) await Promise.all([half, handOver].map((path) => chown(path, user.uid, user.gid)));
  try {
    const make = (ctype: string) =>
      runToEnd(
        binaries.initdb,
        ['-D', half, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${handOver}`, '-E', 'UTF8'].concat(
          // Letters of every script, compared by code point: the same order on every machine.
          [
            '--locale=C',
            `--lc-ctype=${ctype}`,
            '--locale-provider=builtin',
            '--builtin-locale=C.UTF-8',
            '--data-checksums',
          ],
        ),
        user,
        dataDir,
      );
    // The search index (pg_trgm) asks the system what a letter is. Where the system knows ASCII only, words of other
    // scripts are found all the same, by reading every row.
    await make('C.UTF-8').catch(() => make('C'));
  } finally {
    await rm(handOver, { force: true });
  }
  const file = await open(passwordFile, 'w', 0o600);
  await chmod(passwordFile, 0o600);
  await file.writeFile(`${password}\n`);
  await file.sync();
  await file.close();
  await rename(half, folder);
  return password;
}

async function runToEnd(command: string, args: string[], user: DatabaseUser, dataDir: string): Promise<void> {
  const child = spawn(command, args, {
    ...user,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw startFailure(said, dataDir);
}

/** Starts the server as a process of its own, which the end of ours or a Ctrl-C in the terminal does not take along. */
async function launch(
  folder: string,
  socket: string,
  log: string,
  binaries: Binaries,
  user: DatabaseUser,
  dataDir: string,
): Promise<number> {
  const earlier = await stat(log).catch(() => undefined);
  if (earlier !== undefined && earlier.size > 10_000_000) await rename(log, `${log}.1`);
  const output = await open(log, 'a', 0o600);
  try {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(binaries.postgres, ['-D', folder, '-k', socket, '-p', String(PORT), ...options], {
      ...user,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.on('error', reject).on('spawn', () => resolve(child.pid as number));
    });
    child.unref();
    return pid;
  } catch (error) {
    throw storeError(error, dataDir) ?? error;
  } finally {
    await output.close();
  }
}

/** Waits until the server takes connections; one that repairs itself after a crash is given all the time it needs. */
async function untilReady(address: DatabaseAddress, pid: number, log: string, dataDir: string): Promise<void> {
  for (;;) {
    const client = new pg.Client(address);
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      const code = errorCode(error);
      const starting = code === '57P03' || code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET';
      if (!starting) throw storeError(error, dataDir) ?? error;
      if (!processExists(pid)) throw startFailure(await tailOf(log), dataDir);
    } finally {
      await client.end().catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** "Fast" shutdown, and "immediate" (repaired at the next start) for one that takes longer than half a minute. */
async function end(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    if (!processExists(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < seconds * 1000 && processExists(pid); waited += 25) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
