/** `HWAD`: says that an SQLite file is ours. */
export const APPLICATION_ID = 0x48574144;

/** Raised with every change to tables or to what their blobs hold: a file of another version is built anew. */
export const FORMAT = 1;

/**
 * The advisory database. It is written once and then only read.
 *
 * `affected`: all that is said of a package. `fact`: what is known of a vulnerability.
 * `chunk`: the records of each feed as they were read, so that the next build can take over a feed that has not changed or cannot be had.
 */
export const tables = [
  'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
  'CREATE TABLE feed (id TEXT PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID',
  'CREATE TABLE ecosystem (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, records INTEGER NOT NULL)',
  'CREATE TABLE affected (ecosystem INTEGER NOT NULL, name TEXT NOT NULL, records NOT NULL)',
  'CREATE TABLE fact (vulnerability TEXT PRIMARY KEY, facts NOT NULL) WITHOUT ROWID',
  'CREATE TABLE chunk (feed TEXT NOT NULL, records NOT NULL)',
] as const;

/** Made when all rows are there. */
export const indexes = ['CREATE UNIQUE INDEX affected_package ON affected (ecosystem, name)'] as const;
