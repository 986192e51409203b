import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { contentDir, loadControls } from '../src/content/index.ts';
import { openEventLog } from '../src/eventlog/index.ts';
import { productEngine } from '../src/findings/engine.ts';
import { openVault } from '../src/platform/crypto.ts';
import { type Database, DEFAULT_TENANT, openStore } from '../src/platform/store/index.ts';
import { buildApp } from '../src/server/app.ts';
import { loadContent } from '../src/server/content.ts';
import { openEventSide } from '../src/server/events/open.ts';
import { handlers } from '../src/server/handlers/index.ts';
import { advisoriesIn } from '../src/server/images/advisory-database.ts';
import { inProcessJobs } from '../src/server/jobs/index.ts';
import { newMetrics } from '../src/server/metrics.ts';
import type { Services } from '../src/server/services.ts';
import { awsCatalog } from '../src/sources/aws/catalog.ts';
import { type Client, newClient, PASSWORD } from '../test/server/harness.ts';
import { ask, type Benchmark, quantile, type Row } from './benchmark.ts';
import { type Findings, makeFindings } from './findings.ts';
import { FIRST_ACCOUNT, makeOrganisation } from './judge/organisation.ts';
import { type Product, startProduct, withFolder } from './product.ts';

const SECONDS = 60;
const CLIENTS = 10;

const UNPACED_SECONDS = 20;

/** Each client asks a question so often: ten consoles in the hands of people who never stop to read. */
const EVERY_MS = 500;

/** Assets of the scan that is judged and stored again and again beside the questions. */
const SCANNED = 20_000;

/** What ten clients wait for an answer of the API over HTTP while scans are judged and written by the same server. */
export const api: Benchmark = {
  name: 'api',
  title: 'API over HTTP with 1,000,000 findings, 10 clients, while a scan writes',
  run: ({ scale, say }) =>
    withFolder(async (dataDir) => {
      const findings = await makeFindings(Math.round(1_000_000 * scale));
      await fill(dataDir, findings, say);
      const facts = await scannedFacts(Math.round(SCANNED * scale));
      const product = await startProduct(dataDir, { flags: ['--no-sample'] });
      let answers: Map<string, number[]>;
      let unpaced: Map<string, number[]>;
      let scans: number;
      try {
        const mix = Object.fromEntries(
          Object.entries(await questions(product.admin, findings)).map(([name, place]) => [
            name,
            () => answered(product.admin, place),
          ]),
        );
        const scanning = keepScanning(product, facts);
        answers = await ask(mix, { clients: CLIENTS, seconds: SECONDS, everyMs: EVERY_MS });
        unpaced = await ask(mix, { clients: CLIENTS, seconds: UNPACED_SECONDS });
        scans = await scanning.stop();
      } finally {
        await product.stop();
      }
      say('asking the same in SQL');
      const floor = await bareSql(dataDir, findings);
      const written = await writtenMeanwhile(dataDir);
      return rowsOf(answers, unpaced, floor, [
        { name: 'Results written by scans meanwhile', value: written, unit: '' },
        { name: 'Scans ended meanwhile', value: scans, unit: '' },
      ]);
    }),
};

function rowsOf(
  answers: Map<string, number[]>,
  unpaced: Map<string, number[]>,
  floor: Map<string, number[]>,
  meanwhile: Row[],
): Row[] {
  const all = [...answers.values()].flat();
  const hurried = [...unpaced.values()].flat();
  const allFloor = [...floor.values()].flat();
  return [
    ...[0.5, 0.95, 0.99].map(
      (q): Row => ({
        name: `p${q * 100} of all`,
        value: quantile(all, q),
        unit: 'ms',
        floor: quantile(allFloor, q),
        ...(q === 0.95 ? { bar: { most: 150 } } : {}),
      }),
    ),
    { name: 'p95 of all, asked without a pause', value: quantile(hurried, 0.95), unit: 'ms' },
    { name: 'Questions answered, asked without a pause', value: hurried.length / UNPACED_SECONDS, unit: '/s' },
    ...meanwhile,
    ...[...answers].map(
      ([name, times]): Row => ({
        name: `  p95 ${name}`,
        value: quantile(times, 0.95),
        unit: 'ms',
        floor: quantile(floor.get(name) ?? [], 0.95),
      }),
    ),
  ];
}

async function fill(dataDir: string, findings: Findings, say: (line: string) => void): Promise<void> {
  const store = await openStore({ dataDir });
  try {
    await findings.saveAssets(store.db);
    const at = new Date(Date.now() - 24 * 3600 * 1000);
    const { opened } = await findings.apply(store.db, at, findings.results(at, 0));
    // What autovacuum does within its first minute.
    await sql`vacuum analyze`.execute(store.db);
    say(`${opened} findings stored`);
  } finally {
    await store.close();
  }
}

/** What the console asks, as it asks it: lists, searches, groups, one finding, the pages' sums. */
async function questions(client: Client, findings: Findings): Promise<Record<string, string>> {
  const { account, region, kinds, rules } = findings;
  const list = (query: Record<string, string>) => `/api/v1/findings?${new URLSearchParams({ limit: '100', ...query })}`;
  const rule = (n: number) => rules[n % rules.length] as string;
  const kind = (n: number) => kinds[n % kinds.length] as string;
  const first = await client.get(list({ account: account(3), limit: '1' }));
  return {
    'findings by risk': list({}),
    'findings by severity': list({ sort: 'severity' }),
    'findings by last seen': list({ sort: 'lastSeen' }),
    'findings by first seen': list({ sort: 'firstSeen', status: 'all' }),
    'findings of low severity': list({ severity: 'low' }),
    'findings of a control': list({ rule: rule(77) }),
    'findings of an account and region': list({ account: account(7), region }),
    'findings of a kind by last seen': list({ kind: kind(3), sort: 'lastSeen' }),
    'search a common word': list({ q: 'billing' }),
    'search a rare word': list({ q: 'ledger-4245' }),
    'search nothing matches': list({ q: 'no such thing anywhere' }),
    'search in Korean': list({ q: findings.korean }),
    'groups by control': '/api/v1/findings/groups?by=rule',
    'groups by region of an account': `/api/v1/findings/groups?by=region&account=${account(5)}`,
    'one finding': `/api/v1/findings/${first.json.items[0].id}`,
    overview: '/api/v1/overview?days=90',
    'assets of a kind': `/api/v1/assets?kind=${kind(5)}`,
    'search assets': '/api/v1/assets?q=ledger-77',
    'assets counted by kind': '/api/v1/assets/kinds',
    regions: '/api/v1/assets/regions',
    controls: '/api/v1/controls',
    compliance: '/api/v1/compliance',
  };
}

async function answered(client: Client, place: string): Promise<void> {
  const { status, text } = await client.get(place);
  if (status !== 200) throw new Error(`${place} answered ${status}: ${text}`);
}

/** Recorded facts as an upload carries them. */
async function scannedFacts(assets: number): Promise<string> {
  const engine = await productEngine();
  const controls = await loadControls(path.join(contentDir(), 'controls', 'aws'));
  const made = await makeOrganisation(
    controls.map((control) => engine.compile(control)),
    awsCatalog,
    assets,
  );
  const lines: string[] = [];
  for (const { collection, items } of made.answers) {
    const {
      type: _,
      pages: _pages,
      items: _items,
      complete: _complete,
      error: _error,
      startedAt: _started,
      ...call
    } = collection;
    const { finishedAt: collectedAt, ...where } = call;
    items.forEach((data, item) => {
      lines.push(JSON.stringify({ type: 'fact', ...where, item, data, collectedAt }));
    });
    lines.push(JSON.stringify(collection));
  }
  return `${lines.join('\n')}\n`;
}

/** Scans that follow each other: the facts are judged and stored anew as soon as the server is done with them. */
function keepScanning({ admin }: Product, facts: string): { stop(): Promise<number> } {
  let stopped = false;
  const work = (async () => {
    let done = 0;
    while (!stopped) {
      const upload = await admin.send('POST', '/api/v1/facts?connection=bench', facts, {
        'content-type': 'application/x-ndjson',
      });
      if (upload.status !== 200) throw new Error(`The upload was refused: ${upload.text}`);
      let scan = upload;
      while (scan.json.finishedAt === null && !stopped) {
        await sleep(500);
        scan = await admin.get(`/api/v1/scans/${upload.json.id}`);
      }
      if (scan.json.state === 'failed') throw new Error(`The scan failed: ${scan.text}`);
      if (!stopped) done += 1;
    }
    return done;
  })();
  return {
    stop: () => {
      stopped = true;
      return work;
    },
  };
}

/**
 * The floor: each question is asked once of a server in this process whose store tells what SQL it ran; that SQL is then
 * run by as many clients on bare connections, and nothing else.
 */
async function bareSql(dataDir: string, findings: Findings): Promise<Map<string, number[]>> {
  let statements: { sql: string; values: readonly unknown[] }[] = [];
  const store = await openStore({ dataDir });
  const connection = store.connection ?? {};
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const told = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: poolOf({ ...connection, types }) }),
    log: ({ query }) => {
      statements.push({ sql: query.sql, values: query.parameters });
    },
  });
  const services = await servicesOn(told, dataDir);
  const openLog = () => openEventLog(path.join(dataDir, 'events'));
  const { events, stop } = await openEventSide(services, store, openLog, undefined);
  const app = await buildApp({ ...services, events }, handlers, { behindProxy: false, loopback: true, consoleDir: '' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const recorded: Record<string, typeof statements> = {};
  try {
    const client = newClient(url);
    await client.send('POST', '/api/v1/session', { username: 'admin', password: PASSWORD });
    for (const [name, place] of Object.entries(await questions(client, findings))) {
      statements = [];
      await answered(client, place);
      recorded[name] = statements;
    }
  } finally {
    await app.close();
    await stop();
    await told.destroy();
  }
  const pool = poolOf({ ...connection, max: CLIENTS });
  try {
    const bare = Object.entries(recorded).map(([name, all]) => [
      name,
      async () => {
        for (const { sql: text, values } of all) await pool.query(text, [...values]);
      },
    ]);
    return await ask(Object.fromEntries(bare), { clients: CLIENTS, seconds: SECONDS / 2, everyMs: EVERY_MS });
  } finally {
    await pool.end();
    await store.close();
  }
}

/** Results of the scans that went on beside the questions, the last one's that was cut short among them. */
async function writtenMeanwhile(dataDir: string): Promise<number> {
  const { db, close } = await openStore({ dataDir });
  try {
    const counted = db.selectFrom('results').select((given) => given.fn.countAll<number>().as('n'));
    return (await counted.where('account', 'like', `${FIRST_ACCOUNT.slice(0, 6)}%`).executeTakeFirstOrThrow()).n;
  } finally {
    await close();
  }
}

/** Connections that are still closing when the database stops say so; that is no error. */
function poolOf(config: pg.PoolConfig): pg.Pool {
  return new pg.Pool(config).on('error', () => undefined);
}

/** A server's services without its work: nothing is judged or kept up while its SQL is written down. */
async function servicesOn(db: Kysely<Database>, dataDir: string): Promise<Services> {
  const log = pino({ level: 'silent' });
  const clock = () => new Date();
  return {
    db,
    storeKind: 'embedded',
    tenant: DEFAULT_TENANT,
    dataDir,
    sampleDir: '',
    content: await loadContent(contentDir()),
    vault: await openVault(path.join(dataDir, 'key')),
    advisories: advisoriesIn(dataDir),
    jobs: inProcessJobs({ log, clock }),
    log,
    metrics: newMetrics(),
    version: 'bench',
    clock,
  };
}
