import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSbom } from '../../../src/findings/sbom/index.ts';
import { type FactSink, GLOBAL, type Json } from '../../../src/model/index.ts';
import { startRegistry } from '../../../src/sources/image/registry.fixture.ts';
import { type ScanImageOptions, scanImage } from '../../../src/sources/image/scan.ts';
import { collectSignatures } from '../../../src/sources/image/signatures.ts';
import { openSource, scanRegistry } from '../../../src/sources/registry/index.ts';
import { type BuiltImage, digestOf, type Images, REGISTRY } from './images.ts';

/** Who the company trusts with its images, as its policy says it. */
export interface Signer {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * Pushes the company's images to a registry that runs, signs the one that is signed, and records a walk over it with all images, as
 * `scan registry --images` does. The policy of trust that belongs to it comes back.
 */
export async function recordRegistry(images: Images, sink: FactSink): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-sample-registry-'));
  const registry = await startRegistry(folder);
  try {
    const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const image of Object.values(images)) await push(registry.host, image);
    const named = renamed(sink, registry.host);
    const software = await scanImage(address(registry.host, images.payments), options(registry.host), nowhere);
    await leaveBeside(registry.host, images.payments, signer, software.bom);
    const source = await openSource(registry.host, { plainHttp: [registry.host], localCredentials: false });
    const now = oneMoment();
    try {
      await scanRegistry(source, { tenant: 'default', connection: 'sample', now }, named);
    } finally {
      source.close();
    }
    for (const image of Object.values(images)) {
      await scanImage(address(registry.host, image), options(registry.host, now), named);
      await noteReference(image, now(), named);
    }
    return trustPolicy(signer);
  } finally {
    await registry.stop();
    await rm(folder, { recursive: true });
  }
}

/** Where the name leads that tasks call the image by, as a server notes it after each scan. */
async function noteReference({ repository, tags, digest }: BuiltImage, now: Date, sink: FactSink): Promise<void> {
  const reference = `${REGISTRY}/${repository}:${tags[0]}`;
  const at = now.toISOString();
  const scope = { tenant: 'default', connection: 'sample', provider: 'oci', account: REGISTRY, region: GLOBAL };
  const call = { ...scope, service: 'oci', operation: 'ResolveReference', params: { reference } };
  const data = { reference, digest, registry: REGISTRY, repository };
  await sink.write({ type: 'fact', ...call, item: 0, data, collectedAt: at });
  await sink.write({ type: 'collection', ...call, pages: 1, items: 1, complete: true, startedAt: at, finishedAt: at });
}

const nowhere: FactSink = { write: async () => {} } as unknown as FactSink;

/** One time for all facts, which takes less room than thousands. */
function oneMoment(): () => Date {
  const now = new Date();
  return () => now;
}

function options(host: string, now: () => Date = () => new Date()): ScanImageOptions {
  const access = { plainHttp: [host], localCredentials: false };
  return {
    ...access,
    ...{ tenant: 'default', connection: 'sample', now },
    // Marks of secrets that are none.
    redactionKey: Buffer.alloc(32),
    signatures: (image, signal) =>
      collectSignatures(image, { ...access, notary: [], ...(signal === undefined ? {} : { signal }) }),
  };
}

function address(host: string, { repository, tags, digest }: BuiltImage): string {
  return `docker://${host}/${repository}:${tags[0]}@${digest}`;
}

/** The registry runs here under another name than the company's. */
function renamed(sink: FactSink, host: string): FactSink {
  return {
    ...sink,
    write: (record) => sink.write(JSON.parse(JSON.stringify(record).replaceAll(host, REGISTRY)) as typeof record),
  };
}

async function push(host: string, { repository, tags, blobs, manifest }: BuiltImage): Promise<void> {
  for (const bytes of blobs.values()) await putBlob(host, repository, bytes);
  for (const tag of tags) await putManifest(host, repository, tag, manifest);
}

async function putBlob(host: string, repository: string, bytes: Buffer): Promise<void> {
  const begun = await answered(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', `http://${host}`);
  place.searchParams.set('digest', digestOf(bytes));
  await answered(place.href, { method: 'PUT', body: new Uint8Array(bytes) });
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

async function putManifest(host: string, repository: string, tag: string, manifest: Buffer): Promise<void> {
  await answered(`http://${host}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: { 'content-type': manifestType },
    body: new Uint8Array(manifest),
  });
}

async function answered(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, request);
  if (!answer.ok) throw new Error(`${request.method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** What cosign leaves beside an image that was signed by a key, with a bill of materials and provenance attested. */
async function leaveBeside(
  host: string,
  { repository, digest }: BuiltImage,
  { privateKey }: Signer,
  bom: Parameters<typeof writeSbom>[1]['bom'],
): Promise<void> {
  const name = `${REGISTRY}/${repository}`;
  const payload = Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': name },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
  const signature = sign('sha256', payload, privateKey).toString('base64');
  const beside = (suffix: string) => `${digest.replace(':', '-')}.${suffix}`;
  await putArtifact(host, repository, beside('sig'), [
    {
      bytes: payload,
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      annotations: { 'dev.cosignproject.cosign/signature': signature },
    },
  ]);
  const document = writeSbom('cyclonedx', {
    subject: { name, kind: 'container', digest },
    bom,
    version: 'sample',
    now: new Date(0),
  });
  const attested: [type: string, predicate: Json][] = [
    ['https://cyclonedx.org/bom', JSON.parse(document) as Json],
    ['https://slsa.dev/provenance/v1', provenance],
  ];
  await putArtifact(
    host,
    repository,
    beside('att'),
    attested.map(([predicateType, predicate]) => ({
      bytes: envelope({ name, digest, predicateType, predicate }, privateKey),
      mediaType: 'application/vnd.dsse.envelope.v1+json',
      annotations: { 'dev.cosignproject.cosign/signature': '', predicateType },
    })),
  );
}

/** Built by the company's Jenkins, from its own repository. */
const provenance: Json = {
  buildDefinition: {
    buildType: 'https://jenkins.haneul-mall.example/pipeline/v1',
    externalParameters: { job: 'shop/payments/main' },
    resolvedDependencies: [
      {
        uri: 'git+https://git.haneul-mall.example/shop/payments',
        digest: { gitCommit: '5f0d6c1e9ab34a7f8e2d4b6c8a0f1e3d5c7b9a12' },
      },
    ],
  },
  runDetails: { builder: { id: 'https://jenkins.haneul-mall.example/release' } },
};

function envelope(
  about: { name: string; digest: string; predicateType: string; predicate: Json },
  privateKey: KeyObject,
): Buffer {
  const { name, digest, predicateType, predicate } = about;
  const payloadType = 'application/vnd.in-toto+json';
  const subject = [{ name, digest: { sha256: digest.slice('sha256:'.length) } }];
  const payload = Buffer.from(
    JSON.stringify({ _type: 'https://in-toto.io/Statement/v0.1', predicateType, subject, predicate }),
  );
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const sig = sign('sha256', message, privateKey).toString('base64');
  return Buffer.from(
    JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] }),
  );
}

async function putArtifact(
  host: string,
  repository: string,
  tag: string,
  parts: readonly { bytes: Buffer; mediaType: string; annotations: Record<string, string> }[],
): Promise<void> {
  const config = Buffer.from('{}');
  for (const bytes of [config, ...parts.map((part) => part.bytes)]) await putBlob(host, repository, bytes);
  const described = (bytes: Buffer, mediaType: string) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: described(config, 'application/vnd.oci.image.config.v1+json'),
    layers: parts.map(({ bytes, mediaType, annotations }) => ({ ...described(bytes, mediaType), annotations })),
  };
  await putManifest(host, repository, tag, Buffer.from(JSON.stringify(manifest)));
}

/** All images of the company's registry have to be signed by its key; payments with more. */
function trustPolicy({ publicKey }: Signer): string {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString().trim();
  const text = pem.split('\n').map((line) => `        ${line}`);
  return [
    '# Made by `npm run sample`: whom the sample organisation trusts with its images.',
    'anchors:',
    '  keys:',
    '    haneul-mall-release:',
    '      text: |',
    ...text,
    'rules:',
    `  - images: ['${REGISTRY}/*']`,
    '    signatures:',
    '      - by: [{ key: haneul-mall-release }]',
    `  - images: ['${REGISTRY}/shop/payments']`,
    '    signatures:',
    '      - by: [{ key: haneul-mall-release }]',
    '    attestations:',
    '      - type: sbom',
    '      - type: slsa-provenance',
    "        builders: ['https://jenkins.haneul-mall.example/*']",
    "        sources: ['git+https://git.haneul-mall.example/*']",
    '',
  ].join('\n');
}
