import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { exportAdvisories, updateAdvisories } from '../../advisories/index.ts';
import { tarOf } from '../../sources/files/tar.fixture.ts';
import { digestOf } from '../../sources/image/image.fixture.ts';
import { openRegistry } from '../../sources/image/index.ts';
import { account, type Running, startRegistry, withHtpasswd } from '../../sources/image/registry.fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hwaseong-images-'));
let registry: Running;
let server: TestServer;
let admin: Client;
let token: string;

beforeAll(async () => {
  registry = await startRegistry(path.join(folder, 'registry'), { auth: withHtpasswd(path.join(folder, 'registry')) });
  server = await startTestServer();
  admin = await server.admin();
  const made = await admin.send('POST', '/api/v1/tokens', { name: 'registry', scopes: ['upload'] });
  token = made.json.secret;
});
afterAll(async () => {
  await server.stop();
  await stopRegistry();
  rmSync(folder, { recursive: true, force: true });
});

let stopping: Promise<void> | undefined;
const stopRegistry = () => (stopping ??= registry.stop());

const get = async (address: string) => (await admin.get(`/api/v1${address}`)).json;
const only = async (address: string) => {
  const { items } = await get(address);
  expect(items).toHaveLength(1);
  return items[0];
};

/** Pushes an image that holds a package of Node.js; gives its digest. */
async function push(tag: string, version: string): Promise<string> {
  const client = openRegistry(registry.host, { credentials: { [registry.host]: account }, localCredentials: false });
  const repository = client.repository('team/app');
  const tar = tarOf(
    { name: 'app/node_modules/left/package.json', content: JSON.stringify({ name: 'left', version }) },
    { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n' },
  );
  const layer = await repository.pushBlob(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip');
  const config = await repository.pushBlob(
    Buffer.from(
      JSON.stringify({
        ...{ os: 'linux', architecture: 'amd64', created: '2026-01-02T00:00:00Z' },
        config: { User: 'app', Labels: { 'org.opencontainers.image.source': 'https://git.example.com/team/app' } },
        rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
        history: [{ created_by: 'COPY . /app' }],
      }),
    ),
    'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = { schemaVersion: 2, mediaType, config, layers: [layer] };
  const { digest } = await repository.pushManifest(Buffer.from(JSON.stringify(manifest)), mediaType, tag);
  client.close();
  return digest;
}

/** Builds a database of these advisories elsewhere and brings it here, as people without a network do. */
async function bring(...advisories: { id: string; fixed: string; severity: string }[]): Promise<void> {
  const feed = path.join(folder, 'feeds', 'osv');
  mkdirSync(feed, { recursive: true });
  for (const { id, fixed, severity } of advisories) {
    const events = [{ introduced: '0' }, { fixed }];
    const affected = [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [{ type: 'SEMVER', events }] }];
    const record = {
      id,
      summary: `left: ${id}`,
      modified: '2026-01-01T00:00:00Z',
      affected,
      database_specific: { severity },
    };
    writeFileSync(path.join(feed, `${id}.json`), JSON.stringify(record));
  }
  const file = path.join(folder, 'advisories.sqlite');
  await updateAdvisories(file, { from: path.join(folder, 'feeds'), now: new Date(), env: {}, force: true });
  await exportAdvisories(file, path.join(folder, 'bundle'));
  const answer = await fetch(`${server.url}/api/v1/advisories`, {
    method: 'PUT',
    headers: {
      cookie: admin.cookie ?? '',
      'x-csrf-token': admin.csrf ?? '',
      'content-type': 'application/octet-stream',
    },
    body: readFileSync(path.join(folder, 'bundle')),
  });
  expect(await answer.json()).toMatchObject({ present: true });
}

/** A notice of the registry that an image was pushed. */
const told = (tag: string, digest: string) => ({
  events: [
    {
      action: 'push',
      target: { mediaType: 'application/vnd.oci.image.manifest.v1+json', repository: 'team/app', tag, digest },
      request: { host: registry.host },
    },
    { action: 'pull', target: { repository: 'team/app' }, request: { host: registry.host } },
  ],
});

async function tell(body: unknown, kind = 'distribution', authorization = `Bearer ${token}`) {
  const answer = await fetch(`${server.url}/api/v1/registry-events/${kind}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/vnd.docker.distribution.events.v2+json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: await answer.json() };
}

async function harbor(method: string, address: string, body?: unknown, secret = token) {
  const answer = await fetch(`${server.url}/harbor/api/v1${address}`, {
    ...{ method, redirect: 'manual' as const },
    headers: {
      authorization: `Bearer ${secret}`,
      accept: 'application/vnd.security.vulnerability.report; version=1.1',
      ...(body !== undefined && { 'content-type': 'application/vnd.scanner.adapter.scan.request+json; version=1.1' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type'), json: text === '' ? {} : JSON.parse(text) };
}

async function ended(reference: string, scans: number) {
  await expect
    .poll(
      async () => {
        const { items } = await get('/scans');
        return items.filter(
          (scan: { target: string; finishedAt: string | null }) => scan.target === reference && scan.finishedAt,
        );
      },
      { timeout: 30_000 },
    )
    .toHaveLength(scans);
  return (await get('/scans')).items[0];
}

it('scans an image that a registry says was pushed, judges it when advisories come, and tells what is new later', async () => {
  const connection = {
    ...{ provider: 'registry', name: 'registry', schedule: null },
    registry: { url: `http://${registry.host}` },
    credentials: { type: 'password', ...account },
  };
  const made = await admin.send('POST', '/api/v1/connections', connection);
  expect(made.json).toMatchObject({ provider: 'registry', credentials: { type: 'password', username: 'reader' } });
  expect((await admin.send('POST', `/api/v1/connections/${made.json.id}/test`)).json).toMatchObject({ ok: true });

  // Pushed, and not yet judged: nothing is known of its packages, which is said.
  const reference = `${registry.host}/team/app:1`;
  const digest = await push('1', '1.0.0');
  expect(await tell(told('1', digest))).toEqual({ status: 200, json: { queued: [reference], ignored: 1 } });
  expect(await ended(reference, 1)).toMatchObject({ state: 'done', trigger: 'event', connection: made.json.id });
  expect(await only('/images')).toMatchObject({
    ...{ id: digest, registry: registry.host, repository: 'team/app', packages: 1, judgedAt: null },
    ...{ created: '2026-01-02T00:00:00.000Z', platform: 'linux/amd64', trust: 'unsigned' },
    unjudged: [{ code: 'no-advisories', packages: 1 }],
    distribution: { id: 'debian', version: '12' },
  });
  expect(await get('/advisories')).toMatchObject({ present: false, stale: true });

  // A walk sees the registry itself too.
  const walk = await admin.send('POST', `/api/v1/connections/${made.json.id}/scan`);
  await expect.poll(async () => (await get(`/scans/${walk.json.id}`)).finishedAt, { timeout: 60_000 }).not.toBeNull();
  expect(await only('/registries')).toMatchObject({ repositories: 1, anonymous: false, stale: 0, error: null });
  expect((await get('/assets?kind=oci.repository')).items).toMatchObject([{ name: `${registry.host}/team/app` }]);

  // Harbor asks for a scan, and for the report until it is there.
  const asked = await harbor('POST', '/scan', {
    registry: { url: `http://${registry.host}` },
    artifact: { repository: 'team/app', digest, mime_type: 'application/vnd.oci.image.manifest.v1+json' },
  });
  expect(asked.status).toBe(202);
  const reported = () => harbor('GET', `/scan/${asked.json.id}/report`);
  await expect.poll(async () => (await reported()).status, { timeout: 30_000 }).toBe(500);

  // Advisories come: what lies in the store is judged without a look at the registry.
  await stopRegistry();
  await bring({ id: 'CVE-2026-0001', fixed: '1.1.0', severity: 'HIGH' });
  await expect.poll(async () => (await only('/images')).open.high, { timeout: 20_000 }).toBe(1);
  expect(await only('/images?fixable=true&severity=high')).toMatchObject({ fixable: 1, exploited: 0, unjudged: [] });
  expect(await only('/vulnerabilities?q=left')).toMatchObject({
    ...{ id: 'CVE-2026-0001', images: 1, hosts: 0, packages: ['left'], fixed: ['left 1.1.0'] },
    title: { en: 'left: CVE-2026-0001' },
  });
  expect(await get('/vulnerabilities/CVE-2026-0001')).toMatchObject({ open: { high: 1 }, resolved: 0 });
  const affected = await only(`/affected?asset=${digest}`);
  expect(affected).toMatchObject({
    ...{ installed: '1.0.0', fixed: ['1.1.0'], fixStatus: 'fixed', paths: ['app/node_modules/left/package.json'] },
    asset: { id: digest, kind: 'oci.image' },
  });
  expect((await get(`/affected/packages?asset=${digest}`)).groups).toMatchObject([
    { name: 'left', update: '1.1.0', mends: 1 },
  ]);
  expect(await only('/packages?q=left')).toMatchObject({ purl: 'pkg:npm/left@1.0.0', assets: 1 });
  expect(await only(`/packages/places?purl=${encodeURIComponent('pkg:npm/left@1.0.0')}`)).toMatchObject({
    asset: { id: digest },
  });
  const { status, type, json: report } = await reported();
  expect([status, type]).toEqual([200, 'application/vnd.security.vulnerability.report; version=1.1']);
  expect(report).toMatchObject({
    artifact: { repository: 'team/app', digest },
    severity: 'High',
    vulnerabilities: [{ id: 'CVE-2026-0001', package: 'left', version: '1.0.0', fix_version: '1.1.0' }],
  });
  expect((await harbor('GET', '/metadata')).json.capabilities).toHaveLength(2);
  const detail = await get(`/images/${digest}`);
  expect(detail).toMatchObject({
    config: { user: 'app' },
    layers: [{ createdBy: 'COPY . /app', packages: 1, open: { high: 1 } }],
    secrets: [],
    signatures: [],
    life: [
      { stage: 'built', known: true, where: 'https://git.example.com/team/app', proven: false },
      { stage: 'tested', known: false },
      { stage: 'signed', known: false },
      { stage: 'pushed', known: true, where: registry.host },
      { stage: 'deployed', known: false },
    ],
  });
  const names = detail.relations.map(({ type, id }: { type: string; id: string }) => `${type} ${id}`);
  expect(names.sort()).toEqual([`refers-to ${reference}`, `refers-to ${registry.host}/team/app@${digest}`]);

  // It is a finding as all others are, told apart by its class.
  const [finding] = (await get('/findings?class=vulnerability')).items;
  expect(finding).toMatchObject({ id: affected.finding, title: { en: 'left: CVE-2026-0001' }, class: 'vulnerability' });
  expect((await get('/findings?class=control')).items).toEqual([]);
  expect(await get(`/findings/${finding.id}`)).toMatchObject({
    why: { en: 'left: CVE-2026-0001' },
    remediation: { text: { en: expect.stringContaining('1.1.0') } },
    evidence: { package: 'left', because: { advisory: 'CVE-2026-0001' } },
  });
  expect(await get('/findings/groups?by=rule')).toMatchObject({ groups: [{ title: { en: 'left: CVE-2026-0001' } }] });
  const overview = await get('/overview');
  expect([overview.open.high, overview.vulnerabilities.open.high]).toEqual([0, 1]);
  const csv = (await admin.get('/api/v1/findings/export?format=csv')).text;
  expect(csv).toContain('left: CVE-2026-0001');

  // Newer advisories know more: that is news.
  await bring({ id: 'CVE-2026-0002', fixed: '2.0.0', severity: 'CRITICAL' });
  await expect.poll(async () => (await only('/images')).open.critical, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await get('/advisories')).rejudged?.opened).toBe(1);
  const notices = await server.services.db.selectFrom('notices').select(['kind', 'title', 'assets']).execute();
  expect(notices).toMatchObject([
    { kind: 'vulnerability', title: { en: 'New vulnerability CVE-2026-0002 in 1 image or host' }, assets: [digest] },
  ]);
  expect((await get(`/affected/packages?asset=${digest}`)).groups).toMatchObject([{ update: '2.0.0', mends: 2 }]);

  for (const format of ['cyclonedx', 'spdx']) {
    const sbom = await admin.get(`/api/v1/sbom?asset=${digest}&format=${format}`);
    expect(sbom.status).toBe(200);
    expect(sbom.text).toContain('pkg:npm/left@1.0.0');
  }

  const metrics = (await admin.get('/metrics')).text;
  expect(metrics).toMatch(/^hwaseong_boms\{kind="oci.image"\} 1$/m);
  expect(metrics).toMatch(/^hwaseong_vulnerabilities 2$/m);
  expect(await get('/images/summary')).toMatchObject({ images: 1, hosts: 0, packages: 1, vulnerabilities: 2 });
  expect(await only('/registries')).toMatchObject({ name: registry.host, connection: made.json.id, images: 1 });
});

it('refuses notices without a token, of another form, and of registries that nobody connected', async () => {
  expect((await tell(told('1', 'x'), 'distribution', 'Bearer wrong')).status).toBe(401);
  expect((await tell({ hello: 'world' })).json.error.code).toBe('registry-event-unknown');
  const foreign = {
    ...told('1', 'x'),
    events: [{ ...told('1', 'x').events[0], request: { host: 'registry.example.com' } }],
  };
  expect((await tell(foreign)).json).toEqual({ queued: [], ignored: 1 });
});

it('turns to no registry that nobody connected, and to no file of its own machine', async () => {
  const scan = async (reference: string) =>
    (await admin.send('POST', '/api/v1/images', { reference })).json.error?.code;
  expect(await scan('registry.example.com/team/app:1')).toBe('registry-unknown');
  const elsewhere = {
    registry: { url: 'https://registry.example.com' },
    artifact: { repository: 'a', digest: digestOf(Buffer.from('')) },
  };
  expect((await harbor('POST', '/scan', elsewhere)).json.error.code).toBe('registry-unknown');
  expect((await harbor('POST', '/scan', {})).status).toBe(422);
  expect((await harbor('GET', '/metadata', undefined, 'wrong')).status).toBe(401);
  expect((await harbor('GET', '/scan/none/report')).status).toBe(404);
  expect(await scan('169.254.169.254/latest/meta-data')).toBe('registry-unknown');
  for (const reference of ['/etc', './package.json', 'oci:/var/lib', 'archive:/etc/passwd', '-']) {
    expect(await scan(reference), reference).toMatch(/^(image-reference|registry-unknown)$/);
  }
});
