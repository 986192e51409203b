import { openStore } from './store.ts';

/** A server that writes as fast as it can and says what was acknowledged, until someone kills it: `writer.fixture.ts DATA-FOLDER`. */
const store = await openStore({ dataDir: process.argv[2] as string });
process.stdout.write(`database ${store.embedded?.pid()}\n`);
for (let n = 0; ; n++) {
  const tenant = `t${n}`;
  try {
    await store.db.insertInto('tenants').values({ tenant, name: 'x', created_at: '2026-01-01T00:00:00Z' }).execute();
    process.stdout.write(`${tenant}\n`);
  } catch {
    // The database is away for a moment; what was not acknowledged need not be there.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
