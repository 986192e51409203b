import pg from 'pg';

/** How soon a lost connection is made anew. */
const AGAIN_MS = 5000;

/**
 * Takes something that only one of the servers on a database may have at a time; undefined where another one has it. It is
 * given back by the function, and by itself when this process or its connection ends. A connection that breaks is made
 * anew; `onTaken` is called where another server was quicker.
 *
 * Behind a pooler that shares connections out by transaction this does not hold.
 */
export async function takeExclusive(
  connection: pg.PoolConfig,
  name: string,
  onTaken: () => void,
): Promise<(() => Promise<void>) | undefined> {
  let client = await tryToTake(connection, name);
  if (client === undefined) return undefined;
  let released = false;
  let timer: NodeJS.Timeout | undefined;

  function watch(held: pg.Client): void {
    held.once('end', again);
  }

  function again(): void {
    if (released) return;
    timer = setTimeout(() => {
      tryToTake(connection, name).then((next) => {
        if (next === undefined) return onTaken();
        client = next;
        watch(next);
      }, again);
    }, AGAIN_MS);
    timer.unref();
  }

  watch(client);
  return async () => {
    released = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}

async function tryToTake(connection: pg.PoolConfig, name: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ ...connection, keepAlive: true });
  // What breaks the connection ends it too, and that is looked at.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
    [name],
  );
  if (rows[0]?.taken === true) return client;
  await client.end();
  return undefined;
}
