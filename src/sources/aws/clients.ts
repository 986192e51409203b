import type {
  AwsCredentialIdentityProvider,
  FinalizeRequestMiddleware,
  MiddlewareStack,
  RetryStrategyV2,
} from '@smithy/types';
import { boundedHttp, type HttpLimits, httpLimits } from './http.ts';
import { type Clock, createLane, type Lane, type LaneLimits, laneLimits } from './lane.ts';
import { retries } from './retry.ts';
import type { ServiceTable } from './service-table.ts';

/** What we use of an SDK client, the same for every service. */
export interface SdkClient {
  send(command: unknown, options?: { abortSignal?: AbortSignal }): Promise<object>;
  destroy(): void;
  middlewareStack: MiddlewareStack<object, object>;
}

/** A client together with the module it comes from, where its commands and paginators lie, and its lane. */
export interface Connected {
  client: SdkClient;
  sdk: { readonly [name: string]: unknown };
  lane: Lane;
}

export interface ClientOptions {
  credentials: AwsCredentialIdentityProvider;
  /** In place of AWS itself: an emulator, a private endpoint. */
  endpoint?: string | undefined;
  signal?: AbortSignal | undefined;
  clock?: Clock;
  random?: () => number;
  http?: HttpLimits;
  lane?: LaneLimits;
}

/** SDK clients alive at once in one account: enough for the regions walked side by side, and few enough for memory. */
const alive = 64;

/** SDK modules are loaded on first use, once for the process. */
const modules = new Map<ServiceTable['client'], Promise<Connected['sdk']>>();

/**
 * The clients of one account, made on first use. The least recently used go when there are many, all of them with `close`;
 * lanes are kept meanwhile, so that a new client goes on at the rate its predecessor had learned.
 */
export function createClients(options: ClientOptions) {
  const { endpoint, signal } = options;
  const clock = options.clock ?? realClock;
  const custom = endpoint ? new URL(endpoint) : undefined;
  const http = boundedHttp(options.http ?? httpLimits, custom?.hostname);
  const retryStrategy = retries(clock, signal, options.random ?? Math.random);
  const lanes = new Map<string, Lane>();
  const clients = new Map<string, SdkClient>();

  function laneOf(key: string): Lane {
    const lane = lanes.get(key) ?? createLane(options.lane ?? laneLimits, clock);
    lanes.set(key, lane);
    return lane;
  }

  function remember(key: string, client: SdkClient): void {
    clients.delete(key);
    clients.set(key, client);
    const [oldest] = clients.keys();
    if (clients.size <= alive || oldest === undefined) return;
    // Requests still under way end well: `destroy` only lets go of the shared handler.
    clients.get(oldest)?.destroy();
    clients.delete(oldest);
  }

  return {
    /** The client of a service in a region. Throws where the service's SDK module does not load. */
    async connect(table: ServiceTable, region: string): Promise<Connected> {
      const key = `${region}/${table.service}`;
      const sdk = await loaded(table);
      const lane = laneOf(key);
      const client =
        clients.get(key) ??
        newClient(sdk, lane, signal, {
          ...table.settings,
          region,
          retryStrategy,
          credentials: options.credentials,
          requestHandler: http,
          customUserAgent: 'hwaseong',
          ...(custom && { endpoint: nameable(custom), forcePathStyle: true }),
        });
      remember(key, client);
      return { client, sdk, lane };
    },
    /** Requests to a service in a region that were throttled so far. */
    throttled: (service: string, region: string): number => lanes.get(`${region}/${service}`)?.state.throttled ?? 0,
    /** Lets all clients go and closes their connections. */
    close(): void {
      for (const client of clients.values()) client.destroy();
      clients.clear();
      http.close();
    },
  };
}

export type Clients = ReturnType<typeof createClients>;

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

function loaded(table: ServiceTable): Promise<Connected['sdk']> {
  const loading = modules.get(table.client) ?? (table.client() as Promise<Connected['sdk']>);
  modules.set(table.client, loading);
  return loading;
}

type ClientClass = new (config: { retryStrategy: RetryStrategyV2 } & { [setting: string]: unknown }) => SdkClient;

function newClient(
  sdk: Connected['sdk'],
  lane: Lane,
  signal: AbortSignal | undefined,
  config: ConstructorParameters<ClientClass>[0],
): SdkClient {
  const name = Object.keys(sdk).find((exported) => /^[A-Z].*Client$/.test(exported));
  if (!name) throw new Error('The SDK module exports no client');
  const client = new (sdk[name] as ClientClass)(config);
  const throughLane: FinalizeRequestMiddleware<object, object> = (next) => (args) =>
    lane.run(() => next(args), isThrottling, signal);
  client.middlewareStack.addRelativeTo(throughLane, {
    name: 'lane',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
  });
  return client;
}

/** The error codes by which AWS services say "too many requests", and the HTTP status that says it. */
const throttling =
  /^(?:Throttl\w*|RequestThrottl\w*|TooManyRequests\w*|RequestLimitExceeded|BandwidthLimitExceeded|SlowDown|PriorRequestNotComplete|TransactionInProgressException|ProvisionedThroughputExceededException|LimitExceededException|EC2ThrottledException)$/;

function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  return status === 429 || throttling.test(error.name);
}

/** Some services put the account before the endpoint's host; before an IP address that makes no valid name. */
function nameable(endpoint: URL): string {
  const url = new URL(endpoint);
  if (/^[\d.]+$|^\[/.test(url.hostname)) url.hostname = 'localhost';
  return url.href.replace(/\/$/, '');
}
