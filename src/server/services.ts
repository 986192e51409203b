import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Vault } from '../platform/crypto.ts';
import type { Database } from '../platform/store/database.ts';
import type { Content } from './content.ts';
import type { EventServices } from './events/services.ts';
import type { Advisories } from './images/advisories.ts';
import type { Jobs } from './jobs/index.ts';
import type { Metrics } from './metrics.ts';

/** What the server is made of, handed to whoever needs it. */
export interface Services {
  db: Kysely<Database>;
  /** What the database is: shown by the readiness probe. */
  storeKind: string;
  tenant: string;
  /** Where segments lie. */
  dataDir: string;
  /** Recorded facts of the sample organisation. */
  sampleDir: string;
  content: Content;
  advisories: Advisories;
  vault: Vault;
  jobs: Jobs;
  log: Logger;
  metrics: Metrics;
  version: string;
  /** Where this server listens, once it does: `http://127.0.0.1:8686`. */
  url?: () => string;
  clock: () => Date;
}

/** What requests are answered with: the server's parts, the event side among them. */
export interface AppServices extends Services {
  events: EventServices;
}
