import { access } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { controls, ndjson, twoBuckets } from '../../../test/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { scanFolder } from './folders.ts';
import { upkeep } from './upkeep.ts';

const DAY = 24 * 3_600_000;

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer({ controls });
  admin = await server.admin();
});
afterAll(() => server.stop());

async function upload(facts: typeof twoBuckets, at: string) {
  const place = '/api/v1/facts?connection=records';
  const { json } = await admin.send('POST', place, ndjson(facts, at), { 'content-type': 'application/x-ndjson' });
  for (;;) {
    const scan = (await admin.get(`/api/v1/scans/${json.id}`)).json;
    if (!['queued', 'running'].includes(scan.state)) return scan;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('drops facts and versions of assets that are older than the settings say, but not what is judged by', async () => {
  const { services } = server;
  const versions = () => services.db.selectFrom('asset_versions').select('valid_to').execute();
  const kept = (scan: { id: string; connection: string }) =>
    access(scanFolder(services, scan.connection, scan.id)).then(
      () => true,
      () => false,
    );
  const first = await upload(twoBuckets, '2026-01-01T00:00:00.000Z');
  const changed = { ...twoBuckets, 's3:GetBucketVersioning(scratch)': { Status: 'Enabled' } };
  const second = await upload(changed, '2026-01-02T00:00:00.000Z');
  const before = (await versions()).length;
  expect(before).toBeGreaterThan(0);

  const later = (days: number) => new Date(services.clock().getTime() + days * DAY);
  await upkeep(services, later(29));
  expect([await kept(first), await kept(second), (await versions()).length]).toEqual([true, true, before]);
  await upkeep(services, later(31));
  expect([await kept(first), await kept(second), (await versions()).length]).toEqual([false, true, before]);
  await upkeep(services, later(401));
  expect([await kept(second), (await versions()).length]).toEqual([true, 0]);
});
