import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentDir } from '../../src/content/index.ts';
import { loadContent } from '../../src/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../server/harness.ts';

/** What holds nothing once the sample has left. */
const emptied = [
  ...(['params', 'connections', 'scans', 'collections', 'assets', 'asset_versions', 'relations', 'results'] as const),
  ...(['findings', 'finding_events', 'boms', 'bom_packages', 'packages', 'vulnerabilities'] as const),
  ...([
    'advisory_subjects',
    'alerts',
    'alert_events',
    'alert_days',
    'incidents',
    'incident_events',
    'known_event_days',
    'event_hours',
    'event_losses',
  ] as const),
] as const;

describe('the sample organisation, at the first start', () => {
  let server: TestServer;
  let admin: Client;
  const get = async (place: string) => (await admin.get(`/api/v1${place}`)).json;

  beforeAll(async () => {
    const content = await loadContent(contentDir());
    server = await startTestServer({ sample: true, content, sampleDir: path.join(contentDir(), 'sample') });
    admin = await server.admin();
    for (let tries = 0; tries < 2400; tries += 1) {
      // Events are the last that comes.
      if ((await get('/incidents')).items.length > 0) break;
      await sleep(100);
    }
  }, 300_000);
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

  it('has images whose software is compared with advisories of its own, and says that the server has none', async () => {
    const images = (await get('/images')).items;
    const names = images.map(({ name }: { name: string }) => name.replace(/@.*/, '')).sort();
    const registry = 'registry.haneul-mall.example/shop';
    expect(names).toEqual([`${registry}/orders:2.1.0`, `${registry}/payments:3.0.1`, `${registry}/web:1.4.2`]);
    for (const { open } of images) expect(open.critical + open.high + open.medium).toBeGreaterThan(3);
    const trust = Object.fromEntries(
      images.map((one: { name: string; trust: string }) => [one.name.match(/shop\/(\w+)/)?.[1], one.trust]),
    );
    expect(trust).toEqual({ orders: 'unsigned', payments: 'trusted', web: 'unsigned' });
    expect(await get('/advisories')).toMatchObject({ present: false, feeds: [] });
    const { items } = await get('/vulnerabilities');
    expect(items.some(({ exploited }: { exploited: boolean }) => exploited)).toBe(true);
  });

  it('runs them: tasks name them', async () => {
    const images = (await get('/images')).items;
    for (const { runningCount } of images) expect(runningCount).toBeGreaterThan(0);
  });

  it('had incidents in the last days, which rest on events that can be looked up', async () => {
    const incidents = (await get('/incidents')).items;
    expect(incidents.length).toBe(4);
    for (const { lastAt } of incidents) expect(Date.now() - Date.parse(lastAt)).toBeLessThan(3 * 86_400_000);
    const found = (await get('/events?action=StopLogging')).items;
    expect(found).toHaveLength(1);
  });

  it('leaves with everything that came of it', async () => {
    expect((await admin.send('DELETE', '/api/v1/sample')).status).toBe(204);
    expect(await get('/overview')).toMatchObject({ assets: 0, sample: false });
    expect((await get('/events')).items).toEqual([]);
    const { db } = server.services;
    for (const table of emptied) expect([table, await db.selectFrom(table).selectAll().execute()]).toEqual([table, []]);
    expect((await get('/trust-policy')).policy).toBe('');
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
