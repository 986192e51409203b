import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castle, controls, ndjson, twoBuckets } from '../../test/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../../test/server/harness.ts';

const DAY = 24 * 3_600_000;
const NDJSON = { 'content-type': 'application/x-ndjson' };

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer({ controls, frameworks: [castle] });
  admin = await server.admin();
});
afterAll(() => server.stop());

const get = async (path: string) => (await admin.get(`/api/v1${path}`)).json;

/** Waits until a scan is over and answers how it ended. */
async function finished(id: string) {
  for (;;) {
    const scan = await get(`/scans/${id}`);
    if (!['queued', 'running'].includes(scan.state)) return scan;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function upload(facts: Parameters<typeof ndjson>[0], at?: string) {
  const answer = await admin.send('POST', '/api/v1/facts?connection=recorded', ndjson(facts, at), NDJSON);
  expect(answer.status).toBe(200);
  return finished(answer.json.id);
}

describe('facts that are uploaded', () => {
  it('are judged on arrival and become assets and findings', async () => {
    const scan = await upload(twoBuckets);
    expect(scan).toMatchObject({
      state: 'done',
      trigger: 'upload',
      connectionName: 'recorded',
      error: null,
      counts: { results: 4, opened: 1, open: { high: 1, critical: 0 } },
    });
    const { items } = await get('/findings');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      rule: 'test-bucket-versioned',
      title: { ko: '버킷은 버전을 보관합니다' },
      severity: 'high',
      status: 'open',
      asset: { name: 'scratch', kind: 'aws.s3.bucket', kindTitle: { ko: 'S3 버킷' }, region: 'us-east-1' },
    });
  });

  it('say which calls failed, and what would have let them through', async () => {
    const scan = await upload(
      { ...twoBuckets, 's3:GetBucketVersioning(scratch)': { $error: 'AccessDenied' } },
      '2026-01-02T00:00:00.000Z',
    );
    expect(scan.state).toBe('incomplete');
    expect(scan.problems).toEqual([
      expect.objectContaining({
        operation: 's3:GetBucketVersioning',
        code: 'AccessDenied',
        permission: 's3:GetBucketVersioning',
        count: 1,
      }),
    ]);
    const { items } = await get('/findings?stale=true');
    expect(items.map((finding: { stale: boolean }) => finding.stale)).toEqual([true]);
    await upload(twoBuckets, '2026-01-03T00:00:00.000Z');
    expect((await get('/findings?stale=true')).items).toEqual([]);
  });

  it('may be compressed', async () => {
    const body = zstdCompressSync(ndjson(twoBuckets, '2026-01-04T00:00:00.000Z'));
    const answer = await fetch(`${server.url}/api/v1/facts?connection=recorded`, {
      method: 'POST',
      headers: { cookie: admin.cookie ?? '', 'x-csrf-token': admin.csrf ?? '', 'content-type': 'application/zstd' },
      body,
    });
    const { id } = (await answer.json()) as { id: string };
    expect((await finished(id)).state).toBe('done');
  });

  it('are refused as a whole where they are broken, naming the line and no path of ours', async () => {
    const body = `${ndjson(twoBuckets)}{"type":"fact"}\n`;
    const answer = await admin.send('POST', '/api/v1/facts?connection=recorded', body, NDJSON);
    expect(answer.status).toBe(400);
    expect(answer.json.error.code).toBe('facts-broken');
    expect(answer.json.error.message.en).toMatch(/0001\.ndjson is broken at line \d+/);
    expect(answer.text).not.toContain(server.services.dataDir);
    const { items } = await get('/scans?limit=1');
    expect(items[0].state).toBe('failed');
    expect(items[0].error.ko).toMatch(/손상/);
  });

  it('are refused without a single finished call, and as a kind that is not read', async () => {
    const empty = await admin.send('POST', '/api/v1/facts?connection=recorded', '\n', NDJSON);
    expect(empty.json.error.code).toBe('upload-empty');
    const xml = await admin.send('POST', '/api/v1/facts?connection=recorded', '<a/>', { 'content-type': 'text/xml' });
    expect(xml.status).toBe(415);
  });
});

describe('one finding', () => {
  it('shows proof, fix, the calls it came from, history and mapping', async () => {
    const { items } = await get('/findings');
    const finding = await get(`/findings/${items[0].id}`);
    expect(finding).toMatchObject({
      why: { en: 'What was overwritten can be had back.' },
      evidence: { versioning: {} },
      remediation: { cli: expect.stringContaining('put-bucket-versioning') },
      maps: [{ framework: 'castle', requirements: [{ id: '1.1', title: { en: 'Nothing is lost' } }] }],
      assetData: { Name: 'scratch', versioning: {} },
    });
    const versioning = finding.facts.find((fact: { field: string }) => fact.field === 'versioning');
    expect(versioning).toMatchObject({
      operation: 's3:GetBucketVersioning',
      params: { Bucket: 'scratch' },
      collectedAt: '2026-01-04T00:00:00.000Z',
      complete: true,
      data: {},
    });
    expect(finding.history.map((event: { type: string }) => event.type)).toEqual(['opened', 'stale', 'confirmed']);
    expect(finding.history[1].note).toBe('s3:GetBucketVersioning AccessDenied');
  });

  it('is not found under another id', async () => {
    expect((await admin.get('/api/v1/findings/none')).status).toBe(404);
  });
});

describe('an exception', () => {
  it('takes a finding out of what is open until it expires or is ended', async () => {
    const { items } = await get('/findings');
    const until = (days: number) => new Date(server.services.clock().getTime() + days * DAY).toISOString();
    const body = { finding: items[0].id, reason: 'moved next week', owner: 'kim', expiresAt: until(7) };
    const made = await admin.send('POST', '/api/v1/exceptions', body);
    expect(made.json).toMatchObject({ covers: 1, createdBy: 'admin', owner: 'kim', expired: false });
    expect((await get('/findings?excepted=false')).items).toEqual([]);
    expect((await get('/overview')).excepted).toBe(1);
    expect((await get(`/findings/${items[0].id}`)).exception.reason).toBe('moved next week');

    expect((await admin.send('DELETE', `/api/v1/exceptions/${made.json.id}`)).status).toBe(204);
    expect((await get('/findings?excepted=false')).items).toHaveLength(1);

    await admin.send('POST', '/api/v1/exceptions', {
      rule: 'test-bucket-versioned',
      assetPattern: 'arn:*:scratch',
      reason: 'known',
      expiresAt: until(1 / 24),
    });
    expect((await get('/findings?excepted=false')).items).toEqual([]);
    server.advance(DAY / 24);
    expect((await get('/findings?excepted=false')).items).toHaveLength(1);
  });

  it('names a finding or a rule, has a reason, and lies in the future', async () => {
    const send = async (body: unknown) => (await admin.send('POST', '/api/v1/exceptions', body)).json.error;
    const soon = new Date(server.services.clock().getTime() + DAY).toISOString();
    expect((await send({ reason: 'because', expiresAt: soon })).fields).toEqual([
      { path: 'finding', problem: 'give either a finding or a rule' },
    ]);
    expect((await send({ finding: 'x', reason: 'because', expiresAt: '2020-01-01T00:00:00Z' })).code).toBe(
      'exception-expired',
    );
    expect((await send({ finding: 'x', reason: 'because', expiresAt: soon })).code).toBe('finding-unknown');
    expect((await send({ rule: 'r', reason: '', expiresAt: soon })).code).toBe('malformed');
    expect((await send({ rule: 'no-such-rule', reason: 'because', expiresAt: soon })).code).toBe('rule-unknown');
  });
});

describe('params', () => {
  it('set for the organisation are judged by at once', async () => {
    const place = '/api/v1/controls/test-bucket-region/params';
    const set = await admin.send('PUT', place, {
      scope: 'organization',
      values: { allowedRegions: ['ap-northeast-2'] },
    });
    expect(set.json.params[0]).toMatchObject({ organization: ['ap-northeast-2'], default: [] });
    await expect.poll(async () => (await get('/findings?severity=critical')).items.length).toBe(1);
    const { regions } = await get('/assets/regions');
    const region = (name: string) => regions.find((one: { name: string }) => one.name === name);
    expect(region('us-east-1')).toMatchObject({ allowed: false, assets: 1, open: { critical: 1, high: 1 } });
    expect(region('ap-northeast-2')).toMatchObject({ allowed: true, assets: 1, location: { city: { ko: '서울' } } });

    const account = {
      scope: 'account',
      account: '111122223333',
      values: { allowedRegions: ['us-east-1', 'ap-northeast-2'] },
    };
    await admin.send('PUT', place, account);
    await expect.poll(async () => (await get('/findings?severity=critical')).items.length).toBe(0);
    await admin.send('PUT', place, { ...account, values: { allowedRegions: null } });
    await expect.poll(async () => (await get('/findings?severity=critical')).items.length).toBe(1);
  });

  it('are refused where the control has none of that name or type', async () => {
    const send = async (values: unknown) =>
      (await admin.send('PUT', '/api/v1/controls/test-bucket-region/params', { scope: 'organization', values })).json
        .error.code;
    expect(await send({ constructor: 1 })).toBe('param-unknown');
    expect(await send({ allowedRegions: 7 })).toBe('param-malformed');
  });
});

describe('lists', () => {
  it('are filtered, sorted and paged', async () => {
    const first = await get('/findings?limit=1&sort=severity');
    expect(first.items.map((one: { severity: string }) => one.severity)).toEqual(['critical']);
    const second = await get(`/findings?limit=1&sort=severity&cursor=${first.next}`);
    expect(second.items.map((one: { severity: string }) => one.severity)).toEqual(['high']);
    expect(second.next).toBeNull();
    expect((await get('/findings?severity=high&severity=low')).items).toHaveLength(1);
    expect((await get('/findings?q=%EB%B2%84%EC%A0%84')).items).toHaveLength(1);
    expect((await get('/findings?requirement=castle/1.2')).items[0].rule).toBe('test-bucket-region');
    expect((await get('/findings?status=resolved')).items).toEqual([]);
    expect((await get('/findings?cursor=bm8')).error.code).toBe('cursor-invalid');
    expect((await get('/findings?limit=100000')).error.fields[0].path).toBe('limit');
  });

  it('are grouped', async () => {
    const { groups, exact } = await get('/findings/groups?by=rule');
    expect(exact).toBe(true);
    expect(groups).toHaveLength(2);
    expect(groups[0]).toMatchObject({ count: 1, title: { en: expect.any(String) } });
  });

  it('of assets give counts of what is open', async () => {
    const { items } = await get('/assets?kind=aws.s3.bucket');
    expect(items.map((asset: { name: string; open: { high: number } }) => [asset.name, asset.open.high])).toEqual([
      ['ledger', 0],
      ['scratch', 1],
    ]);
    const asset = await get(`/assets/detail?id=${encodeURIComponent(items[1].id)}`);
    expect(asset.findings).toHaveLength(2);
    expect(asset.data.Name).toBe('scratch');
    const { kinds } = await get('/assets/kinds');
    expect(kinds).toContainEqual(expect.objectContaining({ kind: 'aws.s3.bucket', count: 2, category: 'storage' }));
    const { accounts } = await get('/assets/accounts');
    expect(accounts).toEqual([
      expect.objectContaining({ id: '111122223333', sample: false, open: expect.objectContaining({ high: 1 }) }),
    ]);
  });

  it('are searched from one place', async () => {
    const found = await get('/search?q=scratch');
    expect(found.assets.map((one: { name: string }) => one.name)).toEqual(['scratch']);
    expect(found.findings).toHaveLength(2);
    expect((await get('/search?q=versions')).controls.map((one: { id: string }) => one.id)).toEqual([
      'test-bucket-versioned',
    ]);
  });
});

describe('exports', () => {
  it('give every finding in each format, as a file', async () => {
    for (const format of ['csv', 'json', 'ocsf', 'sarif', 'html']) {
      const answer = await admin.get(`/api/v1/findings/export?format=${format}&language=ko`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="findings-\d{4}-\d\d-\d\d\./);
      expect(answer.text).toContain('scratch');
    }
  });
});

describe('the overview', () => {
  it('says what is open, known, and how old it is', async () => {
    const overview = await get('/overview?days=3');
    expect(overview).toMatchObject({
      sample: false,
      connections: 1,
      open: { critical: 1, high: 1 },
      coverage: { pass: 2, fail: 2, unknown: 0 },
    });
    expect(overview.trend).toHaveLength(3);
    expect(overview.trend.at(-1).open).toMatchObject({ critical: 1, high: 1 });
    expect(overview.top.map((one: { severity: string }) => one.severity)).toEqual(['critical', 'high']);
    expect(overview.staleness).toContainEqual(
      expect.objectContaining({ account: '111122223333', region: 'us-east-1', oldest: '2026-01-04T00:00:00.000Z' }),
    );
  });
});

describe('compliance', () => {
  it('tells how each requirement stands; evidence counts until it expires', async () => {
    const states = async () => {
      const { tree } = await get('/compliance/castle');
      return tree[0].children.map((one: { id: string; state: string }) => `${one.id} ${one.state}`);
    };
    expect(await states()).toEqual(['1.1 failing', '1.2 failing', '1.3 manual']);
    const until = new Date(server.services.clock().getTime() + DAY).toISOString();
    const place = '/api/v1/compliance/castle/evidence';
    const given = await admin.send('POST', place, {
      requirement: '1.3',
      statement: 'Told the king',
      validUntil: until,
    });
    expect(given.json).toMatchObject({ by: 'admin', expired: false });
    expect(await states()).toContain('1.3 evidenced');
    const [framework] = (await get('/compliance')).items;
    expect(framework).toMatchObject({
      requirements: 3,
      counts: { failing: 2, evidenced: 1 },
      score: { passing: 0, judged: 2 },
    });
    server.advance(DAY);
    admin = await server.admin();
    expect(await states()).toContain('1.3 manual');
    expect((await admin.send('DELETE', `/api/v1/evidence/${given.json.id}`)).status).toBe(204);
    const wrong = await admin.send('POST', place, { requirement: '1', statement: 'A section', validUntil: until });
    expect(wrong.json.error.code).toBe('requirement-unknown');
    const script = { requirement: '1.3', statement: 'x', validUntil: until, link: 'javascript:alert(1)' };
    expect((await admin.send('POST', place, script)).status).toBe(400);
  });

  it('is filed as a report', async () => {
    const html = await admin.get('/api/v1/compliance/castle/report?format=html&language=ko');
    expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html.text).toContain('성곽 규정');
    expect((await admin.get('/api/v1/compliance/castle/report?format=csv')).text).toContain('Castle order');
    expect((await admin.get('/api/v1/compliance/none/report')).status).toBe(404);
  });
});

describe('the sample organisation', () => {
  it('is told to be missing where the installation has none', async () => {
    const answer = await admin.send('POST', '/api/v1/sample');
    expect(answer.json.error.code).toBe('sample-missing');
    expect((await admin.send('DELETE', '/api/v1/sample')).status).toBe(204);
  });
});

describe('a connection that is removed', () => {
  it('takes everything along that came through it', async () => {
    const [connection] = (await get('/connections')).items;
    expect(connection).toMatchObject({ name: 'recorded', accounts: ['111122223333'] });
    expect((await admin.send('DELETE', `/api/v1/connections/${connection.id}`)).status).toBe(204);
    expect((await get('/findings?status=all')).items).toEqual([]);
    expect((await get('/assets')).items).toEqual([]);
    expect(await get('/overview')).toMatchObject({
      assets: 0,
      open: { critical: 0, high: 0 },
      coverage: { pass: 0, fail: 0 },
    });
    expect((await get('/scans')).items).toEqual([]);
  });
});
