import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moto, motoServer, startMoto } from '../../../test/moto.ts';
import { controls, ndjson, twoBuckets } from '../../../test/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { requestScan } from './request.ts';
import { runScan } from './run.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const credentials = { type: 'keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET };

let server: TestServer;
let admin: Client;
beforeAll(async () => {
  server = await startTestServer({ controls });
  admin = await server.admin();
});
afterAll(() => server.stop());

const get = async (path: string) => (await admin.get(`/api/v1${path}`)).json;

async function finished(id: string) {
  for (;;) {
    const scan = await get(`/scans/${id}`);
    if (!['queued', 'running'].includes(scan.state)) return scan;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a connection', () => {
  it('keeps its credentials encrypted and shows none of them', async () => {
    const made = await admin.send('POST', '/api/v1/connections', { name: 'secrets', credentials, schedule: null });
    expect(made.json.credentials).toEqual({ type: 'keys', accessKeyId: 'AKIA…MPLE', roleArn: null, username: null });
    expect(made.json.externalId).toMatch(/^hwaseong-[0-9a-f]{32}$/);
    const { db } = server.services;
    const kept = JSON.stringify([
      await db.selectFrom('connections').selectAll().execute(),
      await db.selectFrom('audit_log').selectAll().execute(),
      made.json,
      await get('/connections'),
    ]);
    expect(kept).not.toContain(SECRET);
    expect(kept).not.toContain(credentials.accessKeyId);
  });

  it('has a name of its own and a schedule that can be kept', async () => {
    const create = async (body: object) => (await admin.send('POST', '/api/v1/connections', body)).json;
    expect((await create({ name: 'secrets' })).error.code).toBe('name-taken');
    expect((await create({ name: 'often', schedule: '* * * * *' })).error.code).toBe('schedule-invalid');
    expect((await create({ name: 'never', schedule: 'whenever' })).error.code).toBe('schedule-invalid');
    const nightly = await create({ name: 'nightly', schedule: '30 2 * * *' });
    expect(nightly.nextScan).toMatch(/T02:30:00\.000Z$/);
    const off = await admin.send('PATCH', `/api/v1/connections/${nightly.id}`, { enabled: false });
    expect(off.json.nextScan).toBeNull();
  });

  it('without credentials is told to need some', async () => {
    const { json } = await admin.send('POST', '/api/v1/connections', { name: 'empty', schedule: null });
    for (const action of ['test', 'scan']) {
      const answer = await admin.send('POST', `/api/v1/connections/${json.id}/${action}`);
      expect(answer.json.error.code).toBe('no-credentials');
    }
  });

  it('prints the least that its role must be allowed', async () => {
    const { json } = await admin.send('POST', '/api/v1/connections', { name: 'role', schedule: null });
    const plain = await get('/connections/aws/policy');
    const actions = JSON.parse(plain.policy).Statement.flatMap((statement: { Action: string[] }) => statement.Action);
    expect(actions).toContain('s3:GetBucketVersioning');
    expect(actions).not.toContain('s3:GetBucketPolicy');
    const template = await get(
      `/connections/aws/policy?format=cloudformation&connection=${json.id}&trustedAccount=111122223333`,
    );
    expect(template.policy).toContain(json.externalId);
  });
});

describe('a scan', () => {
  it('is started once, however often it is asked for', async () => {
    const { json } = await admin.send('POST', '/api/v1/connections', { name: 'once', credentials, schedule: null });
    const ask = () =>
      requestScan({ ...server.services, jobs: { ...server.services.jobs, enqueue: async () => {} } }, json.id, {
        trigger: 'user',
        by: null,
        now: server.services.clock(),
      });
    const ids = new Set(await Promise.all([ask(), ask(), ask()]));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    const cancelled = await admin.send('POST', `/api/v1/scans/${id}/cancel`);
    expect(cancelled.json.state).toBe('cancelled');
    await runScan(server.services, id, new AbortController().signal);
    expect((await get(`/scans/${id}`)).state).toBe('cancelled');
  });

  it('goes back to the queue where the server stops, and is found again by the next', async () => {
    const { services } = server;
    const answer = await admin.send('POST', '/api/v1/facts?connection=stopped', ndjson(twoBuckets), {
      'content-type': 'application/x-ndjson',
    });
    const done = await finished(answer.json.id);
    await services.db.updateTable('scans').set({ state: 'running' }).where('id', '=', done.id).execute();
    const { recoverScans } = await import('./recover.ts');
    await recoverScans(services, false);
    expect((await get(`/scans/${done.id}`)).state).toBe('running');
    server.advance(60_000);
    await recoverScans(services, false);
    expect((await finished(done.id)).state).toBe('done');
  });

  it('breaks off in the middle of judging where the server stops, and waits for the next to go on', async () => {
    const { services } = server;
    const answer = await admin.send('POST', '/api/v1/facts?connection=halfway', ndjson(twoBuckets), {
      'content-type': 'application/x-ndjson',
    });
    const { id } = await finished(answer.json.id);
    await services.db.updateTable('scans').set({ state: 'queued', finished_at: null }).where('id', '=', id).execute();
    const stopping = new AbortController();
    const stoppingAsJudged = {
      ...services,
      // Judging asks for the content first.
      get content() {
        stopping.abort();
        return services.content;
      },
    };
    await runScan(stoppingAsJudged, id, stopping.signal);
    expect(await get(`/scans/${id}`)).toMatchObject({ state: 'queued', finishedAt: null });
    await runScan(services, id, new AbortController().signal);
    expect((await get(`/scans/${id}`)).state).toBe('done');
  });
});

describe.skipIf(motoServer === undefined)('a scan of AWS', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    process.env.AWS_ENDPOINT_URL = moto.endpoint;
    const s3 = new S3Client({
      region: 'us-east-1',
      endpoint: moto.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    for (const Bucket of ['versioned', 'forgetful']) await s3.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'versioned', VersioningConfiguration }));
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    await moto.stop();
  });

  it('tests the connection, collects, judges and shows progress', { timeout: 120_000 }, async () => {
    const body = { name: 'aws', credentials, regions: ['us-east-1'], schedule: null };
    const { json } = await admin.send('POST', '/api/v1/connections', body);
    const test = await admin.send('POST', `/api/v1/connections/${json.id}/test`);
    expect(test.json).toMatchObject({ ok: true, account: '123456789012', error: null });
    const started = await admin.send('POST', `/api/v1/connections/${json.id}/scan`);
    expect(started.json.state).toMatch(/queued|running/);
    const scan = await finished(started.json.id);
    expect(scan.error).toBeNull();
    expect(scan.phase).toBe('finished');
    expect(scan.progress.callsDone).toBeGreaterThan(10);
    expect(scan.progress.callsKnown).toBe(scan.progress.callsDone);
    const { items } = await get('/findings?account=123456789012&rule=test-bucket-versioned');
    expect(items.map((finding: { asset: { name: string } }) => finding.asset.name)).toEqual(['forgetful']);
    const connection = await get(`/connections/${json.id}`);
    expect(connection.accounts).toEqual(['123456789012']);
  });

  it('says in one sentence what is wrong with credentials that do not work', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    try {
      const { json } = await admin.send('POST', '/api/v1/connections', { name: 'deaf', credentials, schedule: null });
      const test = await admin.send('POST', `/api/v1/connections/${json.id}/test`);
      expect(test.json.ok).toBe(false);
      expect(test.json.error.ko).toMatch(/연결할 수 없거나/);
    } finally {
      process.env.AWS_ENDPOINT_URL = moto.endpoint;
    }
  });
});
