import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../model/index.ts';
import { digestOf, listIn, putBlob, putImage, putIndex, putJson } from './image.fixture.ts';
import { openImage } from './open.ts';
import { startRegistry } from './registry.fixture.ts';
import { openRegistry } from './registry.ts';
import { collectSignatures, type SignatureOptions } from './signatures.ts';
import { lacks } from './tools.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'signatures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]) => join(folder, ...names);

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(Buffer.from('{}')), size: 2 };
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A layout with an image and what lies beside it: `more` gives descriptors of what is listed too. */
function layout(name: string, more: (image: { digest: string; size: number; mediaType: string }) => object[]) {
  const { platform: _, ...image } = putImage(at(name), { layers: [[{ name: 'etc/motd', content: 'x' }]] });
  putBlob(at(name), Buffer.from('{}'), empty.mediaType);
  const named = { ...image, annotations: { 'org.opencontainers.image.ref.name': '1.4' } };
  listIn(at(name), [named, ...more(image)]);
  return image;
}

function beside(name: string, layers: object[], rest: object = {}) {
  return putJson(at(name), { schemaVersion: 2, mediaType: manifestType, config: empty, layers, ...rest }, manifestType);
}

async function collected(name: string, options: SignatureOptions = {}) {
  const image = await openImage(name, { image: '1.4' });
  try {
    return await collectSignatures(image, options);
  } finally {
    await image.close();
  }
}

const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json';

describe('what lies beside an image', () => {
  test('is found under the tags of cosign, with its certificate and log entry', async () => {
    const payload = { digest: { 'dev.cosignproject.cosign/signature': 'c2ln' } };
    const entry = {
      SignedEntryTimestamp: 'c2V0',
      Payload: { body: 'Ym9keQ==', integratedTime: 1_790_000_000, logIndex: 7, logID: 'c0ffee' },
    };
    const image = layout('cosign', ({ digest }) => {
      const layer = {
        ...putBlob(at('cosign'), Buffer.from('{"critical":{}}'), simpleSigning),
        annotations: {
          ...payload.digest,
          'dev.sigstore.cosign/certificate': 'PEM',
          'dev.sigstore.cosign/bundle': JSON.stringify(entry),
        },
      };
      const attested = putBlob(at('cosign'), Buffer.from('{"payload":""}'), 'application/vnd.dsse.envelope.v1+json');
      const tag = (suffix: string) => ({
        annotations: { 'org.opencontainers.image.ref.name': `${digest.replace(':', '-')}.${suffix}` },
      });
      return [
        { ...beside('cosign', [layer]), ...tag('sig') },
        { ...beside('cosign', [attested]), ...tag('att') },
      ];
    });
    const { found, error } = await collected(at('cosign'));
    expect(error).toBeUndefined();
    expect(found).toMatchObject([
      {
        kind: 'cosign',
        subject: image.digest,
        payload: base64('{"critical":{}}'),
        signature: 'c2ln',
        certificate: 'PEM',
        entry: { signedEntryTimestamp: 'c2V0', body: 'Ym9keQ==', logIndex: 7, logId: 'c0ffee' },
      },
      { kind: 'cosign-attestation', envelope: base64('{"payload":""}') },
    ]);
  });

  test('is found among its referrers: bundles, Notation, and bills of materials that nobody signed', async () => {
    const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    layout('referrers', (image) => {
      const refer = (artifactType: string, mediaType: string, text: string) =>
        beside('referrers', [putBlob(at('referrers'), Buffer.from(text), mediaType)], { artifactType, subject: image });
      return [
        refer(bundleType, bundleType, '{"dsseEnvelope":{}}'),
        refer('application/vnd.cncf.notary.signature', 'application/cose', 'COSE'),
        refer('application/spdx+json', 'application/spdx+json', '{}'),
        refer('application/vnd.example.readme', 'text/plain', 'x'),
      ];
    });
    const { found } = await collected(at('referrers'));
    expect(found).toMatchObject([
      { kind: 'sigstore', bundle: { dsseEnvelope: {} } },
      { kind: 'notation', mediaType: 'application/cose', envelope: base64('COSE') },
      { kind: 'unsigned', mediaType: 'application/spdx+json' },
    ]);
    expect(found).toHaveLength(3);
  });

  test('is asked for the index that the image was chosen from, too', async () => {
    const platform = { os: 'linux', architecture: 'amd64' };
    const { platform: _, ...image } = putImage(at('index'), { layers: [[{ name: 'a', content: 'x' }]] });
    const attested = beside('index', []);
    const index = putIndex(at('index'), [
      { ...image, platform },
      {
        ...attested,
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': image.digest,
        },
      },
    ]);
    const layer = putBlob(at('index'), Buffer.from('{}'), simpleSigning);
    listIn(at('index'), [
      { ...index, annotations: { 'org.opencontainers.image.ref.name': '1.4' } },
      {
        ...beside('index', [layer]),
        annotations: { 'org.opencontainers.image.ref.name': `${index.digest.replace(':', '-')}.sig` },
      },
    ]);
    expect((await collected(at('index'))).found).toMatchObject([
      { kind: 'cosign', subject: index.digest },
      { kind: 'unsigned', subject: image.digest, source: attested.digest },
    ]);
  });

  test('is told where it is too large, too much, or cannot be read', async () => {
    const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
    layout('large', (image) => {
      const huge = { ...putBlob(at('large'), Buffer.from('{}'), bundleType), size: 1_000_000_000 };
      const refer = (...layers: object[]) => beside('large', layers, { artifactType: bundleType, subject: image });
      const gone = { mediaType: bundleType, digest: `sha256:${'0'.repeat(64)}`, size: 2 };
      return [refer(huge), refer(putBlob(at('large'), Buffer.from('no JSON'), bundleType)), refer(gone)];
    });
    const { found, error } = await collected(at('large'));
    expect(found).toMatchObject([
      { kind: 'unread', code: 'TooLarge' },
      { kind: 'unread', code: 'Malformed' },
    ]);
    expect(error?.code).toBe('image-malformed');
  });

  test('cannot be known of an image that has nothing beside it', async () => {
    mkdirSync(at('root/etc'), { recursive: true });
    const image = await openImage(at('root'), {});
    expect(await collectSignatures(image)).toMatchObject({ found: [], error: { code: 'NoStore' } });
    await image.close();
  });

  test.skipIf(lacks('docker-registry'))('is found in a registry', async () => {
    const registry = await startRegistry(at('registry'));
    try {
      const repository = openRegistry(registry.host).repository('team/app');
      const config = await repository.pushBlob(
        Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
        'application/vnd.oci.image.config.v1+json',
      );
      const manifest = { schemaVersion: 2, mediaType: manifestType, config, layers: [] };
      const image = await repository.pushManifest(Buffer.from(JSON.stringify(manifest)), manifestType, '1.4');
      await repository.pushBlob(Buffer.from('{}'), empty.mediaType);
      const layer = {
        ...(await repository.pushBlob(Buffer.from('{"critical":{}}'), simpleSigning)),
        annotations: { 'dev.cosignproject.cosign/signature': 'c2ln' },
      };
      const signed = Buffer.from(JSON.stringify({ ...manifest, config: empty, layers: [layer] }));
      await repository.pushManifest(signed, manifestType, `${image.digest.replace(':', '-')}.sig`);
      expect(await collected(`${registry.host}/team/app:1.4`)).toMatchObject({
        found: [{ kind: 'cosign', subject: image.digest, source: digestOf(signed) }],
      });
    } finally {
      await registry.stop();
    }
  });
});

describe('Docker Content Trust', () => {
  test('is read of a folder as Docker keeps it', async () => {
    const file = (name: string) => at('trust/registry.example/team/app/metadata', name);
    for (const name of ['root.json', 'targets/releases.json']) {
      mkdirSync(dirname(file(name)), { recursive: true });
      writeFileSync(file(name), `"${name}"`);
    }
    const image = layout('notary', () => []);
    const opened = await openImage(at('notary'), { image: '1.4' });
    const named = { ...opened, registry: 'registry.example', repository: 'team/app', tags: ['1.4'] };
    const { found } = await collectSignatures(named, { notary: [{ folder: at('trust') }] });
    expect(found).toEqual([
      {
        kind: 'notary',
        subject: image.digest,
        source: at('trust'),
        repository: 'registry.example/team/app',
        tag: '1.4',
        files: { root: base64('"root.json"'), 'targets/releases': base64('"targets/releases.json"') },
      } satisfies Json,
    ]);
    expect(
      (await collectSignatures({ ...named, repository: '../../..' }, { notary: [{ folder: at('trust') }] })).found,
    ).toEqual([]);
    await opened.close();
  });

  test('is read of a server, which may have none of a repository', async () => {
    const path = '/v2/registry.example/team/app/_trust/tuf/';
    const server = createServer(({ url }, response) => {
      const role = url?.startsWith(path) === true ? url.slice(path.length) : undefined;
      const isThere = role === 'root.json' || role === 'timestamp.json';
      response.writeHead(isThere ? 200 : 404).end(isThere ? `"${role}"` : '{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const notary = [{ server: `127.0.0.1:${(server.address() as AddressInfo).port}` }];
    layout('served', () => []);
    const opened = await openImage(at('served'), { image: '1.4' });
    const named = { ...opened, registry: 'registry.example', repository: 'team/app', tags: ['1.4'] };
    expect((await collectSignatures(named, { notary })).found).toMatchObject([
      { kind: 'notary', files: { root: base64('"root.json"'), timestamp: base64('"timestamp.json"') } },
    ]);
    expect(await collectSignatures({ ...named, repository: 'team/other' }, { notary })).toEqual({ found: [] });
    server.close();
    server.closeAllConnections();
    expect((await collectSignatures(named, { notary })).error?.code).toBe('image-unreachable');
    await opened.close();
  });
});
