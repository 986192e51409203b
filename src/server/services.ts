import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../platform/store/database.ts';
import type { Content } from './content.ts';
import type { Jobs } from './jobs/index.ts';
import type { Sealing } from './sealing.ts';

/** What the server is made of, handed to whoever needs it. */
export interface Services {
  db: Kysely<Database>;
  /** What the database is: shown by the readiness probe. */
  storeKind: string;
  tenant: string;
  /** Where segments lie. */
  dataDir: string;
  content: Content;
  sealing: Sealing;
  jobs: Jobs;
  log: Logger;
  version: string;
  clock: () => Date;
}
