import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debianBinaries, startDebian, type TestStore, temporaryFolder, testStores } from '../../../test/stores.ts';
import type { Text } from '../../model/index.ts';
import { storeError } from './errors.ts';
import { processExists } from './lock.ts';
import { migrate } from './migrate.ts';
import { defaultDataDir, openStore, type Store } from './store.ts';

const folders: string[] = [];
function folder(): string {
  const made = temporaryFolder();
  folders.push(made);
  return made;
}
/** Ends what a failed test may have left running, and drops the folders. */
afterAll(async () => {
  for (const { child, database } of writers) {
    child.kill('SIGKILL');
    if (database() > 0 && processExists(database())) process.kill(database(), 'SIGKILL');
  }
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
});

/** Opens, looks, closes. */
async function using<T>(open: Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await open;
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const tenantsOf = async (store: Store) =>
  new Set((await store.db.selectFrom('tenants').select('tenant').execute()).map((row) => row.tenant));

const writers: { child: ChildProcess; database: () => number }[] = [];

/** A process that writes and tells what was acknowledged. */
function startWriter(dataDir: string) {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'writer.fixture.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let database = 0;
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      if (line.startsWith('database ')) database = Number(line.slice(9));
      else acknowledged.push(line);
    }
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  writers.push({ child, database: () => database });
  return {
    child,
    acknowledged,
    ended,
    database: () => database,
    async until(count: number) {
      while (acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

describe('the embedded database', () => {
  it('keeps what was acknowledged when its owner is killed, and is taken over by the next', async () => {
    const dataDir = folder();
    const writer = startWriter(dataDir);
    await writer.until(50);
    writer.child.kill('SIGKILL');
    await writer.ended;
    const said: Text[] = [];
    await using(openStore({ dataDir, say: (message) => said.push(message) }), async (store) => {
      expect(store.embedded?.takenOver).toBe(true);
      expect(store.embedded?.pid()).toBe(writer.database());
      expect(said.map((message) => message.en).join()).toContain('taken over');
      const kept = await tenantsOf(store);
      expect(writer.acknowledged.filter((tenant) => !kept.has(tenant))).toEqual([]);
    });
  });

  it('keeps what was acknowledged when it is killed itself, and is started again while its owner goes on', async () => {
    const dataDir = folder();
    const writer = startWriter(dataDir);
    await writer.until(50);
    process.kill(writer.database(), 'SIGKILL');
    const before = writer.acknowledged.length;
    await writer.until(before + 50);
    writer.child.kill('SIGKILL');
    await writer.ended;
    await using(openStore({ dataDir }), async (store) => {
      expect(store.embedded?.pid()).not.toBe(writer.database());
      const kept = await tenantsOf(store);
      expect(writer.acknowledged.filter((tenant) => !kept.has(tenant))).toEqual([]);
    });
  });

  it('is on no network, and its password lies in a file of its owner alone', async () => {
    const dataDir = folder();
    await using(openStore({ dataDir }), async (store) => {
      const { rows } = await sql<{ listen: string; fsync: string; sync: string }>`
        select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
          current_setting('synchronous_commit') as sync`.execute(store.db);
      expect(rows).toEqual([{ listen: '', fsync: 'on', sync: 'on' }]);
      const file = await stat(join(dataDir, 'database.password'));
      expect((file.mode & 0o777).toString(8)).toBe('600');
      const stranger = store.embedded?.address;
      if (stranger === undefined) throw new Error('no address');
      const url = `postgres://${stranger.user}:wrong@${encodeURIComponent(stranger.host)}/${stranger.database}`;
      await expect(openStore({ databaseUrl: url })).rejects.toMatchObject({ code: 'store-denied' });
    });
  });

  it('serves one server at a time', async () => {
    const dataDir = folder();
    await using(openStore({ dataDir }), async () => {
      const other = spawn(process.execPath, [join(import.meta.dirname, 'writer.fixture.ts'), dataDir], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      other.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await new Promise((resolve) => other.on('close', resolve));
      expect(said).toContain('store-in-use');
      await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'store-in-use' });
    });
    await using(openStore({ dataDir }), async (store) => expect((await tenantsOf(store)).has('default')).toBe(true));
  });

  it('refuses data of another PostgreSQL, and data whose password is lost', async () => {
    const dataDir = folder();
    await mkdir(join(dataDir, 'database'));
    await writeFile(join(dataDir, 'database', 'PG_VERSION'), '14\n');
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'store-postgres-version' });
    const version = (await using(
      openStore({ dataDir: folder() }),
      async (store) =>
        (
          await sql<{ v: string }>`select current_setting('server_version_num') as v`.execute(store.db)
        ).rows[0]?.v,
    )) as string;
    await writeFile(join(dataDir, 'database', 'PG_VERSION'), `${Math.floor(Number(version) / 10000)}\n`);
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'store-password-lost' });
  });

  it('says what it was told when it cannot start', async () => {
    const dataDir = folder();
    await using(openStore({ dataDir }), async () => undefined);
    await writeFile(join(dataDir, 'database', 'postgresql.auto.conf'), 'shared_preload_libraries = nowhere\n');
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'store-start-failed' });
    expect(await readFile(join(dataDir, 'database.log'), 'utf8')).toContain('nowhere');
    await expect(stat(join(dataDir, 'server.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says that a folder cannot be written', async () => {
    const file = join(folder(), 'file');
    await writeFile(file, '');
    // Nobody makes folders in sysfs, root neither.
    for (const dataDir of ['/sys/hwaseong', file, join(file, 'below')]) {
      await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'store-folder-denied' });
    }
  });
});

describe.each(testStores())('a store in $name', ({ open }) => {
  let own: TestStore;
  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.end());

  it('is refused once a newer version has written it', async () => {
    const { store } = own;
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(store.db);
    await expect(migrate(store.db, 'here')).rejects.toMatchObject({ code: 'store-newer' });
    await sql`delete from kysely_migration where name = '9999-later'`.execute(store.db);
    await migrate(store.db, 'here');
  });

  it('has the tables that the types name, each keyed by tenant first', async () => {
    const { store } = own;
    const { rows } = await sql<{ name: string; first: string | null }>`
        select t.table_name as name, (
          select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
          where i.indisprimary and i.indrelid = (quote_ident(t.table_name))::regclass) as first
        from information_schema.tables t where t.table_schema = 'public' and t.table_name not like 'kysely%'
        order by 1`.execute(store.db);
    expect(new Set(rows.map((row) => row.first))).toEqual(new Set(['tenant']));
    const types = await readFile(join(import.meta.dirname, 'database.ts'), 'utf8');
    const named = [...types.matchAll(/^ {2}(\w+): \w+\.\w+Table;$/gm)].map((match) => match[1] as string).sort();
    expect(rows.map((row) => row.name)).toEqual(named);
  });

  it('has the columns that the types name', async () => {
    const { store } = own;
    const { rows } = await sql<{ name: string }>`
        select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and table_name not like 'kysely%'`.execute(store.db);
    const database = await readFile(join(import.meta.dirname, 'database.ts'), 'utf8');
    const named: string[] = [];
    for (const [, table, file, type] of database.matchAll(/^ {2}(\w+): (\w+)\.(\w+Table);$/gm)) {
      const types = await readFile(join(import.meta.dirname, 'tables', `${file}.ts`), 'utf8');
      const body = types.split(`export interface ${type} {`)[1]?.split('\n}')[0] ?? '';
      for (const [, column] of body.matchAll(/^ {2}(\w+): /gm)) named.push(`${table}.${column}`);
    }
    expect(rows.map((row) => row.name).sort()).toEqual(named.sort());
  });

  it('never lets the audit log be changed', async () => {
    const { store } = own;
    const entry = { tenant: 'default', at: '2026-01-01T00:00:00Z', actor: 'system', action: 'test' };
    await store.db.insertInto('audit_log').values(entry).execute();
    await expect(store.db.updateTable('audit_log').set({ action: 'other' }).execute()).rejects.toThrow('append-only');
    await expect(store.db.deleteFrom('audit_log').execute()).rejects.toThrow('append-only');
    await expect(sql`truncate audit_log`.execute(store.db)).rejects.toThrow('append-only');
  });

  it('explains a full disk in one sentence', async () => {
    const { store } = own;
    const failed = sql`do $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`.execute(
      store.db,
    );
    const error = await failed.catch((caught: unknown) => storeError(caught, '/data'));
    expect(error).toMatchObject({ code: 'store-disk-full' });
  });
});

describe('a database of your own', () => {
  it('is named in one sentence where it cannot be used', async () => {
    await expect(openStore({ databaseUrl: 'mysql://x' })).rejects.toMatchObject({ code: 'database-url-malformed' });
    const nobody = openStore({ databaseUrl: 'postgres://u:s3cret@127.0.0.1:5519/db' });
    await expect(nobody).rejects.toMatchObject({ code: 'store-unreachable' });
    await expect(nobody).rejects.toThrow('127.0.0.1:5519/db');
    await expect(nobody).rejects.not.toThrow('s3cret');
  });

  it.skipIf(debianBinaries() === undefined)(
    'is refused where the database does not exist or the user may not write',
    async () => {
      const server = await startDebian();
      try {
        await expect(openStore({ databaseUrl: server.url.replace(/postgres$/, 'nowhere') })).rejects.toMatchObject({
          code: 'store-no-database',
        });
        await using(openStore({ databaseUrl: server.url }), (store) => sql`create role guest login`.execute(store.db));
        const guest = server.url.replace('tester@', 'guest@').replace(/postgres$/, 'template1');
        await expect(openStore({ databaseUrl: guest })).rejects.toMatchObject({ code: 'store-no-privilege' });
      } finally {
        await server.stop();
      }
    },
  );
});

describe('PGlite', () => {
  it('keeps the folder that it began, and says so', async () => {
    const dataDir = folder();
    await using(openStore({ dataDir, engine: 'pglite' }), (store) =>
      store.db
        .insertInto('tenants')
        .values({ tenant: 'mine', name: 'x', created_at: '2026-01-01T00:00:00Z' })
        .execute(),
    );
    const said: Text[] = [];
    await using(openStore({ dataDir, say: (message) => said.push(message) }), async (store) => {
      expect(store.kind).toBe('pglite');
      expect((await tenantsOf(store)).has('mine')).toBe(true);
    });
    expect(said.map((message) => message.ko).join()).toContain('PGlite');
  });
});

describe('the data folder', () => {
  it('is HWASEONG_DATA, that of the system for root, else that of the user', () => {
    expect(defaultDataDir({ HWASEONG_DATA: '/srv/h' }, 0)).toBe('/srv/h');
    expect(defaultDataDir({}, 0)).toBe('/var/lib/hwaseong');
    expect(defaultDataDir({ HOME: '/home/a' }, 1000)).toBe('/home/a/.local/share/hwaseong');
    expect(defaultDataDir({ HOME: '/home/a', XDG_DATA_HOME: '/data' }, 1000)).toBe('/data/hwaseong');
    expect(defaultDataDir({ HOME: '/home/a', XDG_DATA_HOME: 'relative' }, 1000)).toBe('/home/a/.local/share/hwaseong');
  });
});
