import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../src/platform/store/index.ts';

/** A store that a suite runs on, and how to end it. */
export interface TestStore {
  store: Store;
  end(): Promise<void>;
}

/** Every kind of store that this machine can run: the same tests hold on each. */
export function testStores(): { name: string; open: () => Promise<TestStore> }[] {
  const stores = [
    { name: 'PGlite', open: openPglite },
    { name: 'embedded PostgreSQL', open: openEmbedded },
  ];
  const url = process.env.DATABASE_URL_TEST;
  if (url !== undefined) stores.push({ name: 'PostgreSQL of DATABASE_URL_TEST', open: () => openUrl(url) });
  else if (debianBinaries() !== undefined) stores.push({ name: 'PostgreSQL of the system', open: openDebian });
  return stores;
}

/** A PGlite in memory. */
export async function openPglite(): Promise<TestStore> {
  const store = await openStore();
  return { store, end: () => store.close() };
}

/** The embedded PostgreSQL on a folder of its own, which goes with it. */
async function openEmbedded(): Promise<TestStore> {
  const dataDir = temporaryFolder();
  const store = await openStore({ dataDir });
  return {
    store,
    async end() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new folder that the database's user can reach as well when the tests run as root. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hwaseong-test-'));
}

async function openUrl(url: string): Promise<TestStore> {
  const store = await openStore({ databaseUrl: url });
  return { store, end: () => store.close() };
}

async function openDebian(): Promise<TestStore> {
  const server = await startDebian();
  try {
    const store = await openStore({ databaseUrl: server.url });
    return {
      store,
      async end() {
        await store.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Folder of the newest PostgreSQL that Debian's packages installed. */
export function debianBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).filter((name) => existsSync(join(root, name, 'bin', 'initdb')));
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  return newest === undefined ? undefined : join(root, String(newest), 'bin');
}

/** Starts Debian's PostgreSQL on a new folder, reached by a Unix socket and a password. */
export async function startDebian(): Promise<{ url: string; stop: () => Promise<void> }> {
  const binaries = debianBinaries();
  if (binaries === undefined) throw new Error('no PostgreSQL of Debian here');
  const folder = temporaryFolder();
  const user = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  await chmod(folder, 0o711);
  const [data, socket] = [join(folder, 'data'), join(folder, 's')];
  for (const path of [data, socket]) {
    await mkdir(path, { mode: 0o700 });
    if (user !== undefined) await chown(path, user.uid, user.gid);
  }
  const env = { PATH: process.env.PATH, LC_ALL: 'C' };
  // A plain password in the tests' own throw-away cluster, which only its socket's owner reaches.
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'],
    {
      ...user,
      env,
      cwd: '/',
    },
  );
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-k', socket, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    {
      ...user,
      env,
      cwd: '/',
      stdio: 'ignore',
    },
  );
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const url = `postgres://tester@${encodeURIComponent(socket)}/postgres`;
  for (let waited = 0; !existsSync(join(socket, '.s.PGSQL.5432.lock')) && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idsOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
