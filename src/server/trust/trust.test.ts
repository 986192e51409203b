import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import { attestation, cosignSignature, keyPair } from '../../engines/trust/trust.fixture.ts';
import type { Json, JsonObject } from '../../model/index.ts';

const [release, other] = [keyPair(), keyPair()];
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const [signed, foreign, bare, unasked] = ['1', '2', '3', '4'].map(digestOf) as [string, string, string, string];

let server: TestServer;
let admin: Client;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.admin();
});
afterAll(() => server.stop());

/** What a scan of an image writes; `signatures` are left out where nobody asked for them. */
function factsOf(digest: string, signatures?: Json[]): JsonObject[] {
  const at = '2026-11-29T00:00:00Z';
  const scope = {
    tenant: 'default',
    connection: 'c',
    provider: 'oci',
    account: 'registry.example.com',
    region: 'global',
  };
  const call = (operation: string, items: Json[]): JsonObject[] => {
    const of = { ...scope, service: 'oci', operation, params: { digest } };
    return [
      ...items.map((data, item) => ({ type: 'fact', ...of, item, data, collectedAt: at })),
      { type: 'collection', ...of, pages: 1, items: items.length, complete: true, startedAt: at, finishedAt: at },
    ];
  };
  const image = { digest, name: `team/app@${digest}`, registry: 'registry.example.com', repository: 'team/app' };
  return [
    ...call('ReadImage', [{ ...image, layers: [], steps: [] }]),
    ...call('ListPackages', []),
    ...(signatures === undefined ? [] : call('ListSignatures', signatures)),
  ];
}

async function upload(records: JsonObject[]): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/facts?connection=images`, {
    method: 'POST',
    headers: {
      ...{ cookie: admin.cookie ?? '', 'x-csrf-token': admin.csrf ?? '', 'content-type': 'application/x-ndjson' },
    },
    body: records.map((record) => JSON.stringify(record)).join('\n'),
  });
  const { id } = (await answer.json()) as { id: string };
  await expect.poll(async () => (await admin.get(`/api/v1/scans/${id}`)).json.state, { timeout: 30_000 }).toBe('done');
}

const trusts = async () =>
  Object.fromEntries(
    (await admin.get('/api/v1/images')).json.items.map(({ id, trust }: { id: string; trust: string }) => [
      id[7],
      trust,
    ]),
  );
const findings = async () => (await admin.get('/api/v1/findings?rule=oci-image-signature')).json.items;

const policy = JSON.stringify({
  anchors: { keys: { release: { text: release.pem } } },
  rules: [
    {
      images: ['registry.example.com/*'],
      signatures: [{ by: [{ key: 'release' }] }],
      attestations: [{ type: 'slsa-provenance' }],
    },
  ],
});

it('judges images by the policy of the organisation as they come, and all of them anew when it changes', async () => {
  const build = { buildDefinition: {}, runDetails: { builder: { id: 'https://ci.example.com/builder' } } };
  const provenance = { ...attestation(release, 'https://slsa.dev/provenance/v1', build, signed), subject: signed };
  const materials = (...all: unknown[]) => all as Json[];
  await upload(factsOf(signed, materials({ ...cosignSignature(release, signed), subject: signed }, provenance)));
  await upload(factsOf(foreign, materials({ ...cosignSignature(other, foreign), subject: foreign })));
  await upload(factsOf(bare, []));
  expect(await trusts()).toEqual({ 1: 'unknown', 2: 'unknown', 3: 'unsigned' });
  expect((await admin.get(`/api/v1/images/${signed}`)).json.verdict).toBeNull();

  const set = await admin.send('PUT', '/api/v1/trust-policy', { policy });
  expect(set.status).toBe(200);
  expect((await admin.get('/api/v1/trust-policy')).json).toMatchObject({ policy, updatedBy: expect.any(String) });
  await expect.poll(trusts, { timeout: 30_000 }).toEqual({ 1: 'trusted', 2: 'untrusted', 3: 'unsigned' });
  await upload(factsOf(unasked));
  expect(await trusts()).toMatchObject({ 4: 'unknown' });
  const listed = await findings();
  expect(listed.map(({ asset }: { asset: { id: string } }) => asset.id[7]).sort()).toEqual(['2', '3']);
  expect(listed[0].title.en).toContain('signatures that the trust policy asks for');
  const { verdict, life } = (await admin.get(`/api/v1/images/${signed}`)).json;
  expect(verdict).toMatchObject({ verdict: 'trusted', signatures: { status: 'pass' } });
  const stage = (name: string) => life.find((one: { stage: string }) => one.stage === name);
  expect(stage('signed')).toMatchObject({ known: true, proven: true });
  expect(stage('built')).toMatchObject({ by: 'https://ci.example.com/builder', proven: true });

  await admin.send('PUT', '/api/v1/trust-policy', { policy: '' });
  await expect.poll(async () => (await findings()).length, { timeout: 30_000 }).toBe(0);
  expect((await admin.get(`/api/v1/images/${foreign}`)).json).toMatchObject({ trust: 'unknown', verdict: null });
});

it('takes no policy that is none, or that names files of the machine', async () => {
  const code = async (text: string) =>
    (await admin.send('PUT', '/api/v1/trust-policy', { policy: text })).json.error?.code;
  expect(await code('rules: 1')).toBe('content-malformed');
  expect(await code('rules: [{images: ["*"], accept: nothing}]\nanchors: {keys: {one: {file: /etc/passwd}}}')).toBe(
    'trust-policy-file',
  );
  expect(await code('rules: [{images: ["*"], accept: nothing}]\nanchors: {keys: {one: {text: none}}}')).toBe(
    'trust-anchor',
  );
});
