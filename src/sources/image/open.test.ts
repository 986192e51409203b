import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../model/index.ts';
import { tarOf } from '../files/tar.fixture.ts';
import { textReader } from '../files/text.fixture.ts';
import { layoutOf, listIn, putImage, putIndex, putJson } from './image.fixture.ts';
import { openImage } from './open.ts';
import { readImage } from './read.ts';
import { lacks } from './tools.fixture.ts';
import type { ImageOptions } from './types.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What an image shows. */
async function shown(target: string, options?: ImageOptions): Promise<string[]> {
  const image = await openImage(target, options);
  try {
    const { readings, unread } = await readImage(image, [textReader()]);
    const all = readings.map(({ path, value, hidden }) => `${path}=${value}${hidden ? ' hidden' : ''}`);
    return [...all, ...unread.map(({ path, code }) => `${code} ${path}`)];
  } finally {
    await image.close();
  }
}

const twoLayers = {
  layers: [[{ name: 'etc/a', content: '1' }], [{ name: 'etc/.wh.a' }, { name: 'etc/b', content: '2' }]],
};
const read = ['etc/a=1 hidden', 'etc/b=2'];
const skopeo = (...words: string[]) => execFileSync('skopeo', ['--insecure-policy', ...words], { stdio: 'pipe' });
const at = (...names: string[]) => join(folder, ...names);

describe('an image in a file or folder', () => {
  test.each(['gzip', 'zstd', 'none'] as const)('is read of a layout whose layers are packed by %s', async (packing) => {
    const manifest = layoutOf(at('layout'), { ...twoLayers, packing, tag: '1.2' });
    expect(await shown(at('layout'))).toEqual(read);
    const image = await openImage(`oci:${at('layout')}:1.2`);
    expect(image).toMatchObject({
      digest: manifest.digest,
      registry: 'local',
      tags: ['1.2'],
      config: { architecture: 'amd64' },
    });
  });

  test.skipIf(lacks('skopeo'))('is read of what skopeo makes of it', async () => {
    layoutOf(at('layout'), twoLayers);
    skopeo('copy', `oci:${at('layout')}:latest`, `docker-archive:${at('docker.tar')}:example/app:1`);
    skopeo('copy', `oci:${at('layout')}:latest`, `oci-archive:${at('oci.tar')}:v1`);
    skopeo('copy', `oci:${at('layout')}:latest`, `dir:${at('flat')}`);
    skopeo('copy', '--format=v2s2', `oci:${at('layout')}:latest`, `dir:${at('flat2')}`);
    expect(await shown(`archive:${at('docker.tar')}:example/app:1`)).toEqual(read);
    for (const name of ['docker.tar', 'oci.tar', 'flat', 'flat2']) expect(await shown(at(name)), name).toEqual(read);
    expect(await shown(`dir:${at('flat')}`)).toEqual(read);
    expect((await openImage(at('docker.tar'))).repository).toBe('example/app');
  });

  test.skipIf(lacks('skopeo'))('is read of an archive that is packed, and of standard input', async () => {
    layoutOf(at('layout'), twoLayers);
    skopeo('copy', `oci:${at('layout')}:latest`, `docker-archive:${at('docker.tar')}`);
    const tar = readFileSync(at('docker.tar'));
    writeFileSync(at('docker.tar.gz'), gzipSync(tar));
    writeFileSync(at('docker.tar.zst'), zstdCompressSync(tar));
    expect(await shown(at('docker.tar.gz'))).toEqual(read);
    expect(await shown(at('docker.tar.zst'))).toEqual(read);
    expect(await shown('-', { stdin: createReadStream(at('docker.tar.gz')) })).toEqual(read);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('hwaseong-image-'))).toEqual([]);
  });

  test.skipIf(lacks('umoci'))('is read of what umoci makes', async () => {
    const umoci = (...words: string[]) => execFileSync('umoci', words, { stdio: 'pipe' });
    umoci('init', '--layout', at('made'));
    umoci('new', '--image', `${at('made')}:v1`);
    mkdirSync(at('root'));
    writeFileSync(at('root', 'a'), '1');
    umoci('insert', '--rootless', '--image', `${at('made')}:v1`, at('root'), '/etc');
    umoci('insert', '--rootless', '--whiteout', '--image', `${at('made')}:v1`, '/etc/a');
    expect(await shown(`oci:${at('made')}:v1`)).toEqual(['etc/a=1 hidden']);
  });

  test('is a tar of the root of files, or that root itself', async () => {
    writeFileSync(at('root.tar'), tarOf({ name: 'etc/a', content: '1' }));
    expect(await shown(at('root.tar'))).toEqual(['etc/a=1']);
    mkdirSync(at('root/etc'), { recursive: true });
    writeFileSync(at('root/etc/a'), '1');
    expect(await shown(at('root'))).toEqual(['etc/a=1']);
    expect(await shown(`dir:${at('root')}`)).toEqual(['etc/a=1']);
  });

  test('has a layer twice, which is read once', async () => {
    const layer = [{ name: 'a', content: '1' }];
    layoutOf(at('layout'), { layers: [layer, [{ name: '.wh.a' }], layer] });
    expect(await shown(at('layout'))).toEqual(['a=1 hidden', 'a=1']);
  });

  test('is chosen from an index by platform', async () => {
    const manifests = ['amd64', 'arm64', 's390x'].map((architecture) =>
      putImage(at('layout'), { layers: [[{ name: 'a', content: architecture }]], architecture }),
    );
    const index = putIndex(at('layout'), [
      ...manifests,
      {
        ...putJson(at('layout'), {}, 'application/vnd.oci.image.manifest.v1+json'),
        platform: { os: 'unknown', architecture: 'unknown' },
      },
    ]);
    listIn(at('layout'), [index]);
    expect(await shown(at('layout'), { platform: 'linux/arm64/v8' })).toEqual(['a=arm64']);
    expect(await shown(at('layout'), { platform: 'linux/s390x' })).toEqual(['a=s390x']);
    expect((await openImage(at('layout'))).index).toBe(index.digest);
    await expect(openImage(at('layout'), { platform: 'windows/amd64' })).rejects.toThrow(
      'linux/amd64, linux/arm64, linux/s390x',
    );
    await expect(openImage(at('layout'), { platform: 'amd64' })).rejects.toMatchObject({ code: 'image-platform' });
  });

  test('is not chosen among several with names, which are told', async () => {
    const one = putImage(at('layout'), twoLayers);
    const two = putImage(at('layout'), { layers: [[{ name: 'c', content: '3' }]] });
    const named = (descriptor: object, name: string) => ({
      ...descriptor,
      annotations: { 'org.opencontainers.image.ref.name': name },
    });
    listIn(at('layout'), [named(one, '1.0'), named(two, '2.0')]);
    await expect(openImage(at('layout'))).rejects.toThrow('1.0, 2.0');
    expect(await shown(at('layout'), { image: '2.0' })).toEqual(['c=3']);
    expect(await shown(`oci:${at('layout')}:2.0`)).toEqual(['c=3']);
  });

  test('has referrers, which a layout is searched for', async () => {
    const image = layoutOf(at('layout'), twoLayers);
    const signature = putJson(
      at('layout'),
      {
        schemaVersion: 2,
        artifactType: 'application/example',
        subject: image,
        config: { mediaType: 'application/vnd.oci.empty.v1+json' },
      },
      'application/vnd.oci.image.manifest.v1+json',
    );
    listIn(at('layout'), [image, signature]);
    const opened = await openImage(at('layout'));
    expect(opened.digest).toBe(image.digest);
    expect(await opened.store?.listReferrers(image.digest, 'application/example')).toMatchObject([
      { digest: signature.digest },
    ]);
    expect(await opened.store?.listReferrers(image.digest, 'application/other')).toEqual([]);
  });

  test('tells layers that are encrypted or not handed on', async () => {
    const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
    layoutOf(at('layout'), { ...twoLayers, layerType });
    expect((await shown(at('layout'))).map((line) => line.split(' ')[0])).toEqual(['encrypted', 'encrypted']);
  });
});

describe('an image that is refused', () => {
  test.each([
    ['application/vnd.cncf.helm.config.v1+json', 'a Helm chart'],
    ['application/vnd.wasm.config.v0+json', 'a WebAssembly module'],
    ['application/vnd.example.thing', 'application/vnd.example.thing'],
  ])('is none: %s', async (configType, said) => {
    layoutOf(at('layout'), { ...twoLayers, configType });
    await expect(openImage(at('layout'))).rejects.toThrow(said);
  });

  test('has a layer that was changed', async () => {
    layoutOf(at('layout'), twoLayers);
    const blobs = readdirSync(at('layout/blobs/sha256'));
    for (const name of blobs) {
      const bytes = readFileSync(at('layout/blobs/sha256', name));
      if (bytes[0] === 0x1f) appendFileSync(at('layout/blobs/sha256', name), Buffer.alloc(8));
    }
    await expect(shown(at('layout'))).rejects.toMatchObject({ code: 'image-digest' });
  });

  test('has a configuration that was changed', async () => {
    layoutOf(at('layout'), twoLayers);
    for (const name of readdirSync(at('layout/blobs/sha256'))) {
      const bytes = readFileSync(at('layout/blobs/sha256', name), 'utf8');
      if (bytes.includes('rootfs'))
        writeFileSync(at('layout/blobs/sha256', name), bytes.replace('RUN make', 'RUN fake'));
    }
    await expect(openImage(at('layout'))).rejects.toMatchObject({ code: 'image-digest' });
  });

  test('of docker save has a layer that is another', async () => {
    const config = JSON.stringify({ rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } });
    const manifest = JSON.stringify([{ Config: 'config', RepoTags: null, Layers: ['layer.tar'] }]);
    const files = [
      { name: 'manifest.json', content: manifest },
      { name: 'config', content: config },
    ];
    writeFileSync(at('a.tar'), tarOf(...files, { name: 'layer.tar', content: tarOf({ name: 'a' }) }));
    await expect(shown(at('a.tar'))).rejects.toMatchObject({ code: 'image-digest' });
    writeFileSync(at('b.tar'), tarOf(...files));
    await expect(openImage(at('b.tar'))).rejects.toMatchObject({ code: 'image-malformed' });
  });

  test('reaches out of its layout by a link', async () => {
    const { digest } = layoutOf(at('layout'), twoLayers);
    const blob = at('layout/blobs', digest.replace(':', '/'));
    writeFileSync(at('outside'), readFileSync(blob));
    rmSync(blob);
    symlinkSync(at('outside'), blob);
    await expect(openImage(at('layout'))).rejects.toMatchObject({ code: 'image-malformed' });
  });

  test.each([
    ['a text', 'hello'],
    ['nothing', ''],
    ['a text as long as a header', 'x'.repeat(600)],
  ])('is %s', async (_name, content) => {
    writeFileSync(at('file'), content);
    await expect(openImage(at('file'))).rejects.toMatchObject({ code: 'image-malformed' });
  });

  test.skipIf(lacks('skopeo'))('is an archive with any bytes changed, or it is read', async () => {
    layoutOf(at('layout'), twoLayers);
    skopeo('copy', `oci:${at('layout')}:latest`, `docker-archive:${at('docker.tar')}:a:1`);
    skopeo('copy', `oci:${at('layout')}:latest`, `oci-archive:${at('oci.tar')}`);
    const archives = ['docker.tar', 'oci.tar'].map((name) => readFileSync(at(name)));
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...archives),
        fc.array(change, { maxLength: 20 }),
        fc.nat(3),
        async (archive, changes, cut) => {
          const bytes = Buffer.from(archive);
          for (const [place, value] of changes) bytes[Math.floor(place * (bytes.length - 1))] = value;
          writeFileSync(at('changed.tar'), cut === 0 ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes);
          await shown(at('changed.tar')).catch((error: unknown) => expect(error).toBeInstanceOf(UserError));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is not there', async () => {
    await expect(openImage(at('none.tar'))).rejects.toMatchObject({ code: 'image-not-found' });
    await expect(openImage('./none')).rejects.toMatchObject({ code: 'image-not-found' });
    await expect(openImage('oci:none')).rejects.toMatchObject({ code: 'image-not-found' });
    await expect(openImage('No Reference')).rejects.toMatchObject({ code: 'image-reference' });
  });
});
