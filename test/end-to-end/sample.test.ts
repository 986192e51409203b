import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentDir } from '../../src/content/index.ts';
import { loadContent } from '../../src/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../server/harness.ts';

describe('the sample organisation, at the first start', () => {
  let server: TestServer;
  let admin: Client;
  const get = async (place: string) => (await admin.get(`/api/v1${place}`)).json;

  beforeAll(async () => {
    const content = await loadContent(contentDir());
    server = await startTestServer({ sample: true, content, sampleDir: path.join(contentDir(), 'sample') });
    admin = await server.admin();
    for (let tries = 0; tries < 600; tries += 1) {
      const scans = await get('/scans');
      if (scans.items[0]?.finishedAt != null) break;
      await sleep(100);
    }
  }, 120_000);
  afterAll(() => server?.stop());

  it('is there, marked as a sample, and as fresh as the start', async () => {
    const [scan] = (await get('/scans')).items;
    // Incomplete, since the made-up scanner was denied some calls.
    expect(scan).toMatchObject({ trigger: 'sample', state: 'incomplete' });
    const overview = await get('/overview');
    expect(overview).toMatchObject({ sample: true });
    const [oldest] = await server.services.db
      .selectFrom('collections')
      .select('collected_at')
      .orderBy('collected_at')
      .limit(1)
      .execute();
    expect(Date.now() - Number(oldest?.collected_at)).toBeLessThan(10 * 60_000);
  });

  it('has assets in the hundreds, and faults of every severity but not more than passes', async () => {
    const { assets, open, coverage } = await get('/overview');
    expect(assets).toBeGreaterThan(300);
    expect(assets).toBeLessThan(600);
    for (const severity of ['critical', 'high', 'medium', 'low']) expect(open[severity]).toBeGreaterThan(5);
    expect(coverage.pass / (coverage.pass + coverage.fail)).toBeGreaterThan(0.5);
    expect(coverage.unknown).toBeGreaterThan(10);
    expect(coverage.error ?? 0).toBe(0);
  });

  it('uses a few regions, and some that it should not', async () => {
    const { regions } = await get('/assets/regions');
    const unwanted = regions.filter(
      (region: { assets: number; allowed: boolean }) => region.assets > 0 && !region.allowed,
    );
    expect(unwanted.map(({ name }: { name: string }) => name).sort()).toEqual(['eu-central-1', 'sa-east-1']);
    const allowed = ['ap-northeast-1', 'ap-northeast-2', 'us-east-1'];
    for (const name of allowed) {
      expect(regions.find((region: { name: string }) => region.name === name)).toMatchObject({ allowed: true });
    }
  });

  it('meets some requirements, fails others, and cannot tell for the rest', async () => {
    const { items } = await get('/compliance');
    const total = { passing: 0, failing: 0, unknown: 0, manual: 0 };
    for (const { counts } of items as { counts: typeof total }[]) {
      for (const state of Object.keys(total) as (keyof typeof total)[]) total[state] += counts[state];
    }
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(10);
  });

  it('leaves with everything that came of it', async () => {
    expect((await admin.send('DELETE', '/api/v1/sample')).status).toBe(204);
    expect(await get('/overview')).toMatchObject({ assets: 0, sample: false });
    expect(await server.services.db.selectFrom('params').selectAll().execute()).toEqual([]);
  }, 60_000);
});

it('is no condition of the start', async () => {
  const server = await startTestServer({ sample: true });
  try {
    const admin = await server.admin();
    expect((await admin.get('/api/v1/overview')).json).toMatchObject({ assets: 0, sample: false });
  } finally {
    await server.stop();
  }
});
