import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { updateAdvisories } from '../../advisories/index.ts';
import { scanFolder } from '../../sources/code/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hwaseong-sbom-'));
let server: TestServer;
let admin: Client;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.admin();
  token = (await admin.send('POST', '/api/v1/tokens', { name: 'ci', scopes: ['upload'] })).json.secret;
  const feed = path.join(folder, 'feeds', 'osv');
  mkdirSync(feed, { recursive: true });
  const affected = [
    {
      package: { ecosystem: 'npm', name: 'left' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.5.0' }] }],
    },
  ];
  const record = { id: 'CVE-2026-0001', summary: 'left leaks', modified: '2026-01-01T00:00:00Z', affected };
  writeFileSync(path.join(feed, 'one.json'), JSON.stringify(record));
  const file = path.join(server.services.dataDir, 'advisories', 'advisories.sqlite');
  await updateAdvisories(file, { from: path.join(folder, 'feeds'), now: new Date(), env: {}, force: true });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cycloneDx = (version: string) =>
  JSON.stringify({
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${version}` },
    metadata: { component: { type: 'application', name: 'shop', version: '1' } },
    components: [{ type: 'library', name: 'left', version, purl: `pkg:npm/left@${version}` }],
  });

async function send(body: string, { query = '', type = 'application/vnd.cyclonedx+json', secret = token } = {}) {
  const answer = await fetch(`${server.url}/api/v1/sbom${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': type },
    body,
  });
  return { status: answer.status, json: await answer.json() };
}

async function ended(id: string): Promise<void> {
  const state = async () => (await admin.get(`/api/v1/scans/${id}`)).json.state;
  await expect.poll(state, { timeout: 30_000 }).toBe('done');
}

it('compares a bill of materials that was made elsewhere with the advisories, and a later one of its name in its place', async () => {
  const first = await send(cycloneDx('1.0.0'), { query: '?name=shop' });
  expect(first.status).toBe(200);
  await ended(first.json.id);
  const { items } = (await admin.get('/api/v1/images')).json;
  expect(items).toMatchObject([{ kind: 'oci.bom', name: 'shop', registry: 'local', packages: 1, open: { medium: 1 } }]);
  const [{ id }] = items;
  expect((await admin.get(`/api/v1/images/${encodeURIComponent(id)}`)).json).toMatchObject({
    layers: [],
    trust: 'unknown',
  });
  expect((await admin.get('/api/v1/vulnerabilities')).json.items).toMatchObject([
    { id: 'CVE-2026-0001', images: 1, hosts: 0 },
  ]);
  expect((await admin.get(`/api/v1/sbom?asset=${id}`)).text).toContain('pkg:npm/left@1.0.0');

  const second = await send(cycloneDx('1.5.0'), { query: '?name=shop' });
  await ended(second.json.id);
  expect((await admin.get('/api/v1/images')).json.items).toMatchObject([{ id, open: { medium: 0 } }]);
  expect((await admin.get('/api/v1/vulnerabilities')).json.items).toEqual([]);
});

it('takes SPDX in tags and values, and names what it is of as the document does', async () => {
  const spdx = [
    ...[
      'SPDXVersion: SPDX-2.3',
      'SPDXID: SPDXRef-DOCUMENT',
      'DocumentName: cart',
      'DocumentNamespace: https://example.com/cart',
    ],
    ...['PackageName: left', 'SPDXID: SPDXRef-left', 'PackageVersion: 1.0.0'],
    'ExternalRef: PACKAGE-MANAGER purl pkg:npm/left@1.0.0',
  ];
  const sent = await send(spdx.join('\n'), { type: 'text/spdx' });
  await ended(sent.json.id);
  const { items } = (await admin.get('/api/v1/images?q=cart')).json;
  expect(items).toMatchObject([{ kind: 'oci.bom', name: 'cart', open: { medium: 1 } }]);
});

it('keeps the software of a folder of sources that was scanned elsewhere, and judges it beside images', async () => {
  const sources = path.join(folder, 'till');
  mkdirSync(sources);
  const packages = { '': { dependencies: { left: '1.0.0' } }, 'node_modules/left': { version: '1.0.0' } };
  writeFileSync(path.join(sources, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  writeFileSync(path.join(sources, 'app.yml'), 'a: 1\ndb_password: "hG7!kd82Lq"\n');
  const lines: string[] = [];
  const options = {
    tenant: 'default',
    connection: 'cli',
    name: 'till',
    redactionKey: Buffer.alloc(32),
    now: () => new Date(),
  };
  await scanFolder(sources, options, { write: async (record) => void lines.push(`${JSON.stringify(record)}\n`) });
  const answer = await fetch(`${server.url}/api/v1/facts?connection=sources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  });
  await ended(((await answer.json()) as { id: string }).id);
  const { items } = (await admin.get('/api/v1/images?q=till')).json;
  expect(items).toMatchObject([{ kind: 'code.folder', name: 'till', packages: 1, open: { medium: 1 } }]);
  const { secrets, layers } = (await admin.get(`/api/v1/images/${items[0].id}`)).json;
  expect(secrets).toMatchObject([{ place: 'app.yml', line: 2 }]);
  expect(layers).toEqual([]);
  const connections = (await admin.get('/api/v1/connections')).json;
  expect(connections.items.find(({ name }: { name: string }) => name === 'sources')).toMatchObject({
    provider: 'code',
  });
});

it('refuses what is no bill of materials, too large, or sent by nobody who may', async () => {
  expect((await send('{"hello":"world"}')).json.error.code).toBe('sbom-unreadable');
  expect((await send('{')).json.error.code).toBe('sbom-unreadable');
  expect((await send('x'.repeat(33 * 1024 * 1024), { type: 'application/octet-stream' })).status).toBe(413);
  expect((await send(cycloneDx('1.0.0'), { secret: 'wrong' })).status).toBe(401);
});
