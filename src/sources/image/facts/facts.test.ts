import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bom, CallError, FactRecord, Json } from '../../../model/index.ts';
import type { Readings } from '../../files/types.ts';
import type { ImageConfig, OpenImage } from '../types.ts';
import { accountsReader, type FactsOptions, factsOf, notableFilesReader, secretsReader } from './index.ts';
import { readingOf } from './readers.fixture.ts';

const key = Buffer.alloc(32, 7);
const digest = `sha256:${'a'.repeat(64)}`;
const options: FactsOptions = {
  tenant: 'default',
  connection: 'cli',
  redactionKey: key,
  malware: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
};
const bom: Bom = { distribution: { id: 'alpine', version: '3.22.1' }, packages: [], unread: [] };

function imageOf(config: ImageConfig = {}, rest: Partial<OpenImage> = {}): OpenImage {
  return {
    digest,
    name: 'registry.example/team/app:1.4',
    registry: 'registry.example',
    repository: 'team/app',
    tags: ['1.4'],
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    annotations: {},
    config,
    layers: [
      { digest: 'sha256:l1', diffId: 'sha256:d1', size: 10, mediaType: '', open: () => Promise.reject(new Error()) },
    ],
    close: async () => undefined,
    ...rest,
  };
}

function readingsOf(more: Partial<Readings> = {}): Readings {
  return { readings: [], unread: [], entries: 0, bytes: 0, ...more };
}

/** Operation → what was answered, or why it was not. */
function told(records: readonly FactRecord[]): Record<string, { items: Json[]; error?: CallError }> {
  const calls: Record<string, { items: Json[]; error?: CallError }> = {};
  let items: Json[] = [];
  for (const record of records) {
    if (record.type === 'fact') items.push(record.data);
    else {
      calls[record.operation] = { items, ...(record.error === undefined ? {} : { error: record.error }) };
      items = [];
    }
  }
  return calls;
}

describe('the facts of an image', () => {
  it('make one asset with what was read of it', async () => {
    const config: ImageConfig = {
      os: 'linux',
      architecture: 'arm64',
      created: '2026-01-01T00:00:00Z',
      config: { User: 'app', Labels: { 'org.opencontainers.image.base.name': 'docker.io/library/alpine:3.22' } },
      history: [{ created_by: 'COPY rootfs / # buildkit' }],
      rootfs: { diff_ids: ['sha256:d1'] },
    };
    const readings = [
      ...readingOf(accountsReader, 'etc/passwd', 'root:x:0:0::/root:/bin/sh'),
      ...readingOf(notableFilesReader, 'usr/bin/su', '', { mode: 0o4755 }),
      ...readingOf(secretsReader(key), 'app/.env', 'API_KEY=q8Zr0vT2xW5n'),
    ];
    const records = factsOf(imageOf(config), readingsOf({ readings }), bom, options);
    expect(records[0]).toMatchObject({
      provider: 'oci',
      account: 'registry.example',
      region: 'global',
      params: { digest },
    });
    const calls = told(records);
    expect(calls.ReadImage?.items).toMatchObject([
      {
        digest,
        platform: 'linux/arm64',
        size: 10,
        distribution: { id: 'alpine' },
        base: { name: 'docker.io/library/alpine:3.22' },
        layers: [{ diffId: 'sha256:d1', createdBy: 'COPY rootfs /' }],
      },
    ]);
    expect(calls.ReadAccounts?.items).toMatchObject([{ users: [{ name: 'root' }] }]);
    expect(calls.ListFiles?.items).toMatchObject([{ path: 'usr/bin/su', reason: 'setuid' }]);
    expect(calls.ListSecrets?.items).toMatchObject([{ where: 'file', name: 'app/.env' }]);
  });

  it('hold no secret', () => {
    const config: ImageConfig = {
      config: { Env: ['TOKEN=planted-secret'] },
      history: [{ created_by: 'RUN |1 TOKEN=planted-secret /bin/sh -c make TOKEN=planted-secret # buildkit' }],
    };
    const readings = readingOf(secretsReader(key), 'app/.env', 'DB_PASSWORD=planted-Secret-1\n');
    const image = imageOf(config, { annotations: { 'build.token': 'planted-secret' } });
    const text = JSON.stringify(factsOf(image, readingsOf({ readings }), bom, options));
    expect(text).not.toMatch(/planted-secret/i);
    expect(text).toContain('"where":"file"');
  });

  it('hold no accounts where there are none, which is an answer', () => {
    expect(told(factsOf(imageOf(), readingsOf(), bom, options)).ReadAccounts).toEqual({ items: [] });
  });

  it('have no call that was not made', () => {
    const calls = told(factsOf(imageOf(), readingsOf(), bom, options));
    expect(calls).not.toHaveProperty('ListMalware');
    expect(calls).not.toHaveProperty('ListSignatures');
  });

  it('say of what lay in a layer that could not be read that it is not known', () => {
    const unread = [{ path: 'sha256:d1', code: 'encrypted', reason: 'the layer is encrypted' }];
    const calls = told(factsOf(imageOf(), readingsOf({ unread }), bom, { ...options, malware: true }));
    for (const operation of ['ListFiles', 'ReadAccounts', 'ListSecrets', 'ListMalware', 'ListPackages']) {
      expect(calls[operation]?.error, operation).toMatchObject({ code: 'Unread' });
    }
    expect(calls.ReadImage?.error).toBeUndefined();
  });

  it('say of accounts whose file could not be read that they are not known', () => {
    const unread = [{ path: 'etc/shadow', code: 'AccessDenied', reason: 'EACCES' }];
    const readings = readingOf(accountsReader, 'etc/passwd', 'root:x:0:0::/root:/bin/sh');
    const calls = told(factsOf(imageOf(), readingsOf({ unread, readings }), bom, options));
    expect(calls.ReadAccounts).toMatchObject({ items: [], error: { code: 'AccessDenied' } });
  });

  it('come of any configuration', () => {
    const part = fc.jsonValue();
    const inner = fc.record({ User: part, Env: part, Labels: part, Cmd: part, Healthcheck: part, OnBuild: part });
    const history = fc.oneof(part, fc.array(fc.record({ created_by: part, comment: part, empty_layer: part })));
    fc.assert(
      fc.property(fc.oneof(part, inner), history, part, part, (config, steps, rootfs, created) => {
        const image = imageOf({ config, history: steps, rootfs, created } as unknown as ImageConfig);
        expect(told(factsOf(image, readingsOf(), bom, options)).ReadImage?.items).toHaveLength(1);
      }),
    );
  });
});
