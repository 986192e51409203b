import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type EventLog, openEventLog } from '../eventlog/index.ts';
import { type Text, UserError } from '../model/index.ts';
import { openVault } from '../platform/crypto.ts';
import { DEFAULT_TENANT, openStore, type Store } from '../platform/store/index.ts';
import { type AppOptions, buildApp } from './app.ts';
import { startDelivering } from './channels.ts';
import type { Content } from './content.ts';
import { startFeeds } from './events/feed-work.ts';
import { hasLogToItself, openEventSide } from './events/open.ts';
import { handlers } from './handlers/index.ts';
import type { Advisories } from './images/advisories.ts';
import { advisoriesIn } from './images/advisory-database.ts';
import { bossJobs, inProcessJobs } from './jobs/index.ts';
import { newMetrics } from './metrics.ts';
import { directWork, threadWork } from './scans/thread.ts';
import { startWork } from './scans/work.ts';
import type { AppServices, Services } from './services.ts';
import { startLink } from './sign-in/links.ts';

export interface StartOptions {
  /** Where facts, the key file and the embedded store lie. */
  dataDir: string;
  databaseUrl?: string;
  /** Opens the store in another way than by folder or URL. It is closed with the server. */
  openStore?: () => Promise<Store>;
  /** Opens the event log in another way than by folder. It is closed with the server. */
  openEventLog?: () => Promise<EventLog>;
  host: string;
  /** 0: any free port. */
  port: number;
  tls?: NonNullable<AppOptions['tls']>;
  behindProxy: boolean;
  /** Import the sample organisation on the very first start. */
  sample: boolean;
  /** Make a sign-in link even though an administrator has a password. */
  newLink: boolean;
  /** May still be loading: the store opens meanwhile. */
  content: Content | Promise<Content>;
  /** Another advisory database than the one in the data folder. Threads do not know it. */
  advisories?: Advisories;
  /** Folder of the sample organisation's recorded facts. */
  sampleDir: string;
  consoleDir: string;
  /** The program itself: scans then run in threads of it. Without it they run in this one. */
  entry?: string;
  version: string;
  log: Logger;
  clock?: () => Date;
  say?: (message: Text) => void;
  /** Told as soon as requests are answered: what lies there from before, and the sample organisation, are taken up after that. */
  onReady?: (at: Address) => void;
}

/** Where the server answers. */
export interface Address {
  /** `http://127.0.0.1:8686` */
  url: string;
  /** Path of the one-time sign-in link, where there is one. */
  link: string | undefined;
}

export interface RunningServer extends Address {
  services: AppServices;
  app: FastifyInstance;
  /** Answers what is under way, takes no more, and closes everything. */
  stop(): Promise<void>;
}

/** How long running work may take to come to a point where it can be taken up again. */
const PATIENCE_MS = 20_000;

/**
 * Starts the server: store, jobs, HTTP.
 *
 * @throws UserError `bind-refused` for an address beyond loopback without TLS or a proxy, `port-taken`, and what the store throws
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const loopback = isLoopback(options.host);
  if (!loopback && options.tls === undefined && !options.behindProxy) throw bindRefused(options.host);
  const clock = options.clock ?? (() => new Date());
  const { log } = options;
  const tenant = DEFAULT_TENANT;
  const opened: (() => Promise<void>)[] = [];
  // Each waits for processes of its own, so they go side by side.
  const opening = (options.openStore ?? storeOf(options))();
  const logging = opening.then((store) => (hasLogToItself(store) ? eventLogOf(options, clock) : undefined));
  const [loaded, kept, logged] = await Promise.allSettled([options.content, opening, logging]);
  if (kept.status === 'fulfilled') opened.push(() => kept.value.close());
  if (logged.status === 'fulfilled') opened.push(async () => logged.value?.close());
  try {
    const store = settled(kept);
    const eventLog = settled(logged);
    const content = settled(loaded);
    const { db } = store;
    await db
      .insertInto('tenants')
      .values({ tenant, name: tenant, created_at: clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    let url = '';
    const services: Services = {
      db,
      storeKind: store.kind,
      tenant,
      dataDir: options.dataDir,
      sampleDir: options.sampleDir,
      content,
      advisories: options.advisories ?? advisoriesIn(options.dataDir),
      vault: await openVault(path.join(options.dataDir, 'key')),
      jobs:
        store.connection === undefined
          ? inProcessJobs({ log, clock })
          : bossJobs({ connection: store.connection, log }),
      log,
      metrics: newMetrics(),
      version: options.version,
      url: () => url,
      clock,
    };
    // A store that only this thread can reach is one for trying out: its detector runs here too.
    const entry = store.connection === undefined ? undefined : options.entry;
    // From here on the event side closes its log itself.
    if (logged.status === 'fulfilled') opened.pop();
    const side = await openEventSide(services, store, async () => eventLog ?? eventLogOf(options, clock), entry);
    opened.push(() => side.stop());
    const { events } = side;
    const appServices: AppServices = { ...services, events };
    const app = await buildApp(appServices, handlers, {
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      behindProxy: options.behindProxy,
      loopback,
      consoleDir: options.consoleDir,
    });
    opened.push(() => app.close());
    // Streams that never end by themselves would keep it open.
    opened.push(async () => events.live.close());
    url = await listen(app, options);
    const link = await startLink({ db, tenant, now: clock() }, options.newLink);
    options.onReady?.({ url, link });
    const heavy =
      entry === undefined || store.connection === undefined
        ? directWork(services)
        : threadWork(entry, services, store.connection);
    const work = await startWork(appServices, heavy, { sample: options.sample });
    opened.push(() => work.stop(PATIENCE_MS));
    const delivering = startDelivering(services);
    opened.push(() => delivering.stop());
    if (side.takesIn) {
      const feeds = startFeeds(services, events.intake);
      opened.push(() => feeds.stop());
    }
    return { url, link, services: appServices, app, stop: () => closeAll(opened) };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** @throws what it was rejected with */
function settled<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function storeOf({ dataDir, databaseUrl, say }: StartOptions): () => Promise<Store> {
  return () =>
    openStore({
      dataDir,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(say === undefined ? {} : { say }),
    });
}

function eventLogOf({ dataDir, openEventLog: given }: StartOptions, clock: () => Date): Promise<EventLog> {
  return given === undefined ? openEventLog(path.join(dataDir, 'events'), clock) : given();
}

async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close();
}

/** True for addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

async function listen(app: FastifyInstance, options: StartOptions): Promise<string> {
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    throw listenError(error, options);
  }
  const { port } = app.server.address() as { port: number };
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`;
}

function listenError(error: unknown, { host, port }: StartOptions): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const text = listenTexts(host, port)[code ?? ''];
  return text === undefined ? error : new UserError(text[0], { en: text[1], ko: text[2] }, { cause: error });
}

function listenTexts(host: string, port: number): Record<string, [code: string, en: string, ko: string]> {
  return {
    EADDRINUSE: [
      'port-taken',
      `Port ${port} is in use, perhaps by another Hwaseong. Stop it, or choose another port with --port.`,
      `포트 ${port}이(가) 이미 사용 중입니다. 실행 중인 프로그램을 종료하거나 --port로 다른 포트를 지정하세요.`,
    ],
    EACCES: [
      'port-denied',
      `This user may not listen on port ${port}. Choose one above 1023 with --port.`,
      `이 사용자는 포트 ${port}에서 수신할 권한이 없습니다. --port로 1023보다 큰 포트를 지정하세요.`,
    ],
    EADDRNOTAVAIL: [
      'address-missing',
      `${host} is no address of this machine. Choose another one with --host.`,
      `${host}은(는) 이 컴퓨터의 주소가 아닙니다. --host로 다른 주소를 지정하세요.`,
    ],
    ENOTFOUND: [
      'address-missing',
      `${host} is no address of this machine. Choose another one with --host.`,
      `${host}은(는) 이 컴퓨터의 주소가 아닙니다. --host로 다른 주소를 지정하세요.`,
    ],
  };
}

function bindRefused(host: string): UserError {
  return new UserError('bind-refused', {
    en: `Listening on ${host} would send passwords in plain over the network. Give --tls-cert and --tls-key, or say --behind-proxy where a reverse proxy speaks TLS.`,
    ko: `${host}에서 수신하면 비밀번호가 네트워크에 평문으로 전송됩니다. --tls-cert와 --tls-key를 지정하거나, TLS를 처리하는 리버스 프록시가 있다면 --behind-proxy를 지정하세요.`,
  });
}
