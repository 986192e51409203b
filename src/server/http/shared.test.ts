import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castle, controls, ndjson, twoBuckets } from '../../../test/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { type Route, routes } from '../api/index.ts';
import { sharedAnswers } from './shared.ts';

describe('shared answers', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);

  /** Answers by number, so that one worked out anew is another one. */
  function numbered() {
    let made = 0;
    const state = { written: '1', made: () => made };
    const ask = sharedAnswers(async () => state.written);
    const work = async () => {
      made += 1;
      const number = String(made);
      await setImmediate();
      return number;
    };
    return { state, ask: (key: string, ms: number) => ask(key, at(ms), work) };
  }

  it('are worked out once for all who ask at the same time', async () => {
    const { ask, state } = numbered();
    const answers = await Promise.all([ask('overview', 0), ask('overview', 0), ask('overview', 5)]);
    expect(answers).toEqual(['1', '1', '1']);
    expect(await ask('overview', 1999)).toBe('1');
    expect(state.made()).toBe(1);
  });

  it('are worked out anew after two seconds, and where the clock went back', async () => {
    const { ask } = numbered();
    expect(await ask('overview', 0)).toBe('1');
    expect(await ask('overview', 2000)).toBe('2');
    expect(await ask('overview', 1000)).toBe('3');
  });

  it('are worked out anew once something was written, even while another is under way', async () => {
    const { ask, state } = numbered();
    const before = ask('overview', 0);
    await setImmediate();
    state.written = '2';
    const after = ask('overview', 1);
    expect(await Promise.all([before, after])).toEqual(['1', '2']);
    expect(await ask('overview', 2)).toBe('2');
  });

  it('are kept apart by what is asked', async () => {
    const { ask } = numbered();
    expect(await ask('overview', 0)).not.toBe(await ask('regions', 0));
  });

  it('are asked for again where working one out failed', async () => {
    const ask = sharedAnswers(async () => '1');
    const fails = async () => Promise.reject(new Error('no store'));
    await expect(ask('overview', at(0), fails)).rejects.toThrow('no store');
    expect(await ask('overview', at(1), async () => 'there')).toBe('there');
  });
});

describe('what is counted for everybody', () => {
  /** However busy the machine is. */
  const PATIENT = { timeout: 20_000 };
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer({ controls, frameworks: [castle] });
    admin = await server.admin();
  });
  afterAll(() => server.stop());

  const get = async (path: string) => (await admin.get(`/api/v1${path}`)).json;
  const soon = () => new Date(server.services.clock().getTime() + 3_600_000).toISOString();

  async function scanned(body: string) {
    const type = { 'content-type': 'application/x-ndjson' };
    const { json } = await admin.send('POST', '/api/v1/facts?connection=recorded', body, type);
    await expect.poll(async () => (await get(`/scans/${json.id}`)).finishedAt, PATIENT).not.toBeNull();
  }

  it('shows at once what a scan found', async () => {
    expect((await get('/overview')).open.high).toBe(0);
    expect((await get('/findings/groups?by=rule')).groups).toEqual([]);
    expect((await get('/controls')).items[0].results.fail).toBe(0);
    await scanned(ndjson(twoBuckets));
    expect((await get('/overview')).open.high).toBe(1);
    expect((await get('/findings/groups?by=rule')).groups).toHaveLength(1);
    expect((await get('/controls')).items.some((one: { results: { fail: number } }) => one.results.fail > 0)).toBe(
      true,
    );
    await scanned(
      ndjson({ ...twoBuckets, 's3:GetBucketVersioning(scratch)': { Status: 'Enabled' } }, '2026-01-02T00:00:00.000Z'),
    );
    expect((await get('/overview')).open.high).toBe(0);
    await scanned(ndjson(twoBuckets, '2026-01-03T00:00:00.000Z'));
    expect((await get('/overview')).open.high).toBe(1);
  });

  it('shows at once an exception and its end', async () => {
    const accepted = async () => [
      (await get('/overview')).excepted,
      (await get('/findings/groups?by=rule&excepted=true')).groups.length,
    ];
    expect(await accepted()).toEqual([0, 0]);
    const [finding] = (await get('/findings')).items;
    const body = { finding: finding.id, reason: 'moved next week', expiresAt: soon() };
    const { json } = await admin.send('POST', '/api/v1/exceptions', body);
    expect(await accepted()).toEqual([1, 1]);
    await admin.send('DELETE', `/api/v1/exceptions/${json.id}`);
    expect(await accepted()).toEqual([0, 0]);
  });

  it('shows at once evidence given and taken back', async () => {
    const evidenced = async () => {
      const [framework] = (await get('/compliance')).items;
      const { counts } = await get('/compliance/castle');
      return [framework.counts.evidenced, counts.evidenced];
    };
    expect(await evidenced()).toEqual([0, 0]);
    const body = { requirement: '1.3', statement: 'Told the king', validUntil: soon() };
    const { json } = await admin.send('POST', '/api/v1/compliance/castle/evidence', body);
    expect(await evidenced()).toEqual([1, 1]);
    await admin.send('DELETE', `/api/v1/evidence/${json.id}`);
    expect(await evidenced()).toEqual([0, 0]);
  });

  it('shows at once what params allow', async () => {
    const allowed = async () =>
      (await get('/assets/regions')).regions.find((one: { name: string }) => one.name === 'us-east-1').allowed;
    const set = (values: unknown) =>
      admin.send('PUT', '/api/v1/controls/test-bucket-region/params', { scope: 'organization', values });
    expect(await allowed()).toBe(true);
    await set({ allowedRegions: ['ap-northeast-2'] });
    expect(await allowed()).toBe(false);
    await set({ allowedRegions: null });
    expect(await allowed()).toBe(true);
  });

  it('shows at once a connection that comes and goes', async () => {
    const counted = async () => {
      const { connections, assets } = await get('/overview');
      const { kinds } = await get('/assets/kinds');
      const { accounts } = await get('/assets/accounts');
      return [connections, assets > 0, kinds.length > 0, accounts.length];
    };
    expect(await counted()).toEqual([1, true, true, 1]);
    const [connection] = (await get('/connections')).items;
    expect((await admin.send('DELETE', `/api/v1/connections/${connection.id}`)).status).toBe(204);
    expect(await counted()).toEqual([0, false, false, 0]);
  });

  it('is only what every reader may see, and what changes nothing', () => {
    const shared = Object.values<Route>(routes).filter((route) => route.shared === true);
    expect(new Set(shared.map(({ method, access }) => `${method} ${access}`))).toEqual(new Set(['GET read']));
  });

  it('is shown to nobody who may not see it', async () => {
    expect((await get('/overview')).connections).toBe(0);
    expect((await server.visitor().get('/api/v1/overview')).status).toBe(401);
  });
});
