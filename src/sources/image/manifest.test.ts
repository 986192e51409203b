import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../model/index.ts';
import { choosePlatform, readConfig, readManifest } from './manifest.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const told = 'application/vnd.oci.image.manifest.v1+json';

describe('a manifest', () => {
  test.each([
    ['no JSON', Buffer.from('{'), 'image-malformed'],
    ['without a configuration', bytesOf({ schemaVersion: 2, layers: [] }), 'image-malformed'],
    ['that is an index too', bytesOf({ schemaVersion: 2, config, layers: [], manifests: [] }), 'image-malformed'],
    [
      'with a layer that is none',
      bytesOf({ schemaVersion: 2, config, layers: [{ digest: '../../etc', size: 1 }] }),
      'image-malformed',
    ],
    ['of the first format', bytesOf({ schemaVersion: 1, fsLayers: [] }), 'image-not-an-image'],
  ])('is refused: %s', (_name, bytes, code) => {
    expect(() => readManifest('a', { bytes, mediaType: told })).toThrow(expect.objectContaining({ code }));
  });

  test('of any JSON is read or refused', () => {
    const part = fc.constantFrom<unknown>(config, [config], [], {}, null, digest, 2, 'x');
    const manifest = fc.dictionary(
      fc.constantFrom('schemaVersion', 'mediaType', 'config', 'layers', 'manifests', 'annotations', 'artifactType'),
      fc.oneof(part, fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.oneof(manifest, fc.jsonValue()), (value) => {
        try {
          const read = readManifest('a', { bytes: bytesOf(value), mediaType: told });
          if ('index' in read) choosePlatform('a', read.index, undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('a configuration', () => {
  test('has but what is of the right type', () => {
    const read = readConfig(
      'a',
      bytesOf({
        os: 'linux',
        architecture: 7,
        config: {
          User: 'app',
          Env: ['A=1', 2],
          Cmd: null,
          Entrypoint: 'sh',
          Labels: { a: 'b', c: 3 },
          Healthcheck: { Test: 'x' },
        },
        rootfs: { diff_ids: [digest, null] },
        history: [{ created_by: 'RUN a', empty_layer: true }, 'x', { created_by: 5 }],
      }),
    );
    expect(read).toEqual({
      os: 'linux',
      config: { User: 'app', Env: ['A=1'], Labels: { a: 'b' }, Healthcheck: { Test: [] } },
      rootfs: { diff_ids: [digest] },
      history: [{ created_by: 'RUN a', empty_layer: true }, { empty_layer: false }],
    });
  });

  test('of any JSON is read or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readConfig('a', bytesOf(value));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('a platform', () => {
  const one = (os: string, architecture: string, variant?: string) => ({
    mediaType: told,
    digest: `sha256:${Buffer.from(`${os}${architecture}${variant}`).toString('hex').padEnd(64, '0').slice(0, 64)}`,
    size: 1,
    platform: { os, architecture, ...(variant ? { variant } : {}) },
  });
  const index = [
    one('windows', 'amd64'),
    one('linux', 'arm', 'v6'),
    one('linux', 'arm', 'v7'),
    one('linux', 'arm64', 'v8'),
  ];
  test.each([
    ['linux/arm64', 3],
    ['linux/arm64/v8', 3],
    ['linux/arm/v7', 2],
    ['linux/arm', 1],
    ['windows/amd64', 0],
  ])('%s is found', (wanted, at) => {
    expect(choosePlatform('a', index, wanted)).toBe(index[at]);
  });

  test('that nobody named is one for Linux before any other', () => {
    expect(choosePlatform('a', [one('windows', 'amd64'), one('linux', 'riscv64')], undefined).platform?.os).toBe(
      'linux',
    );
  });

  test('that is not there is told with those that are', () => {
    expect(() => choosePlatform('a', index, 'linux/amd64')).toThrow(
      'windows/amd64, linux/arm/v6, linux/arm/v7, linux/arm64/v8',
    );
  });
});
