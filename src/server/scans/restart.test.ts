import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controls, ndjson, twoBuckets } from '../../../test/server/content.ts';
import { startTestServer, type TestServer } from '../../../test/server/harness.ts';
import type { Control } from '../../model/index.ts';
import { openStore, type Store } from '../../platform/store/index.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-restart-'));
  await mkdir(path.join(folder, 'sample'));
  await writeFile(path.join(folder, 'sample', '000001.ndjson'), ndjson(twoBuckets));
  store = await openStore();
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** A server on the same store and folder as the one before it. */
function start(given: Control[]): Promise<TestServer> {
  return startTestServer({
    controls: given,
    dataDir: folder,
    sampleDir: path.join(folder, 'sample'),
    sample: true,
    openStore: async () => ({ ...store, close: async () => {} }),
  });
}

const [versioned, region] = controls as [Control, Control];

describe('the sample organisation', () => {
  it('comes with the very first start, through the same way as every scan', async () => {
    const server = await start([versioned]);
    const admin = await server.admin();
    const findings = async () => (await admin.get('/api/v1/findings')).json.items.length;
    await expect.poll(findings, { timeout: 10_000 }).toBe(1);
    expect((await admin.get('/api/v1/session')).json.sample).toBe(true);
    const [connection] = (await admin.get('/api/v1/connections')).json.items;
    expect(connection).toMatchObject({ sample: true, schedule: null, lastScan: { trigger: 'sample', state: 'done' } });
    const scan = await admin.send('POST', `/api/v1/connections/${connection.id}/scan`);
    expect(scan.json.error.code).toBe('sample-fixed');
    await server.stop();
  });

  it('is judged anew where a later start brings other controls', async () => {
    const server = await start([versioned, { ...region, pass: 'asset.BucketRegion == "ap-northeast-2"' }]);
    const admin = await server.admin();
    const findings = async () => (await admin.get('/api/v1/findings')).json.items.length;
    await expect.poll(findings, { timeout: 10_000 }).toBe(2);
    await server.stop();
  });

  it('leaves with one request, stays away, and comes back when asked for', async () => {
    const first = await start([versioned]);
    expect((await (await first.admin()).send('DELETE', '/api/v1/sample')).status).toBe(204);
    await first.stop();
    const second = await start([versioned]);
    const admin = await second.admin();
    const overview = (await admin.get('/api/v1/overview')).json;
    expect(overview).toMatchObject({ sample: false, connections: 0, assets: 0, open: { high: 0 }, resolved7d: 0 });
    await admin.send('POST', '/api/v1/sample');
    const findings = async () => (await admin.get('/api/v1/findings')).json.items.length;
    await expect.poll(findings, { timeout: 10_000 }).toBe(1);
    expect(
      (await admin.get('/api/v1/overview')).json.trend.every((day: { open: { high: number } }) => day.open.high >= 0),
    ).toBe(true);
    await second.stop();
  });
});
