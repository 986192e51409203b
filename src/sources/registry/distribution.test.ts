import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSegments, recordedIn } from '../../platform/segments/index.ts';
import { digestOf, layoutOf } from '../image/image.fixture.ts';
import { openRegistry } from '../image/index.ts';
import {
  account,
  certificate,
  listening,
  type Running,
  startFront,
  startRegistry,
  startTokens,
  withHtpasswd,
} from '../image/registry.fixture.ts';
import { openSource, parseRegistry } from './open.ts';
import { bare, keeping, scanning } from './registry.fixture.ts';
import { scanRegistry } from './scan.ts';
import type { ManifestItem, RegistryOptions } from './types.ts';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
const running: { stop(): Promise<void> }[] = [];
const started = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  running.push(one);
  return one;
};

async function push(to: string, content: string, architecture = 'amd64', credentials?: string): Promise<void> {
  const layout = at(`layout-${content}-${architecture}`);
  layoutOf(layout, { layers: [[{ name: 'etc/a', content }]], architecture });
  const words = [
    '--insecure-policy',
    'copy',
    '--dest-tls-verify=false',
    ...(credentials ? ['--dest-creds', credentials] : []),
  ];
  await promisify(execFile)('skopeo', [...words, `oci:${layout}:latest`, `docker://${to}`], { timeout: 30_000 });
}

async function walked(registry: Running, options: RegistryOptions = bare, more: object = {}) {
  const source = await openSource(registry.host, options);
  const kept = keeping();
  try {
    const seen = await scanRegistry(source, { ...scanning, ...more }, kept.sink);
    return { ...kept, seen, type: source.type };
  } finally {
    source.close();
  }
}

let open: Running;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registries-'));
  open = await started(startRegistry(at('open')));
  await push(`${open.host}/team/app:1.0`, 'one');
  await push(`${open.host}/team/app:latest`, 'one');
  await push(`${open.host}/team/app:2.0`, 'two');
  await push(`${open.host}/old/tool:1`, 'tool', 's390x');
});
afterAll(async () => {
  for (const one of running) await one.stop();
  rmSync(folder, { recursive: true });
});

describe('a registry that lets everybody in', () => {
  test('tells its repositories, and that it asks nobody', async () => {
    const { items, seen, type } = await walked(open);
    expect(type).toBe('distribution');
    expect(items('ReadRegistry')).toMatchObject([
      {
        registry: open.host,
        tls: false,
        plainHttp: true,
        authentication: 'none',
        catalog: true,
        anonymousCatalog: true,
      },
    ]);
    expect(seen.repositories.map(({ repository }) => repository.name)).toEqual(['old/tool', 'team/app']);
    expect(items('TryAnonymously')).toMatchObject([{ pull: true }, { pull: true }]);
  });

  test('tells manifests by their tags, once for each digest', async () => {
    const { seen } = await walked(open, bare, { repositories: ['team/*'] });
    const [app] = seen.repositories;
    expect(app?.manifests).toMatchObject([
      { tags: ['1.0', 'latest'], type: 'image', platforms: ['linux/amd64'], signed: false, unread: null },
      { tags: ['2.0'], type: 'image' },
    ]);
    expect(app?.manifests[0]?.size).toBeGreaterThan(100);
  });

  test('says of what it cannot tell that it is not known', async () => {
    const { call } = await walked(open);
    for (const operation of ['ReadImmutability', 'ReadRetention', 'ListGrants'])
      expect(call(operation)).toMatchObject({ complete: false, error: { code: 'NotTold' } });
  });

  test('tells tags that were moved, and reads no digest again', async () => {
    const asked: string[] = [];
    const front = await started(
      startFront(open, ({ method, url }) => {
        asked.push(`${method} ${url}`);
        return false;
      }),
    );
    const before = await walked(open, bare, { repositories: ['team/app'] });
    const known = new Map(
      (before.seen.repositories[0]?.manifests ?? []).map((one): [string, ManifestItem] => [one.digest, one]),
    );
    const [one, two] = [...known.keys()];
    const earlier = {
      manifests: known,
      tags: new Map([
        [
          'team/app',
          new Map([
            ['1.0', one],
            ['latest', two],
          ]),
        ],
      ]),
      at: new Map([['team/app', '2026-05-01T00:00:00.000Z']]),
    };
    const { items } = await walked(front, bare, { repositories: ['team/app'], earlier });
    expect(items('CompareTags')).toEqual([{ tag: 'latest', from: two, to: one, since: '2026-05-01T00:00:00.000Z' }]);
    expect(asked.filter((line) => /^GET .*\/(?:blobs|manifests)\//.test(line))).toHaveLength(1); // the anonymous try
  });

  test('shows signatures beside images', async () => {
    await push(`${open.host}/signed/app:1`, 'signed');
    const registry = openRegistry(open.host, bare);
    const repository = registry.repository('signed/app');
    const { digest } = await repository.fetchManifest('1');
    const config = await repository.pushBlob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = { schemaVersion: 2, mediaType, config, layers: [] };
    await repository.pushManifest(Buffer.from(JSON.stringify(manifest)), mediaType, `${digest.replace(':', '-')}.sig`);
    registry.close();
    const { seen } = await walked(open, bare, { repositories: ['signed/*'] });
    expect(seen.repositories[0]?.manifests.map(({ type, signed }) => [type, signed])).toEqual([
      ['image', true],
      ['accessory', false],
    ]);
  });
});

describe('a registry with a door', () => {
  test('gives nothing to strangers, and its list to those it knows', async () => {
    const closed = await started(startRegistry(at('closed'), { auth: withHtpasswd(at('closed')) }));
    await push(`${closed.host}/team/app:1`, 'one', 'amd64', `${account.username}:${account.password}`);
    const { items } = await walked(closed, { ...bare, credentials: { [closed.host]: account } });
    expect(items('ReadRegistry')).toMatchObject([{ authentication: 'basic', catalog: true, anonymousCatalog: false }]);
    expect(items('TryAnonymously')).toMatchObject([{ pull: false }]);
    const stranger = await walked(closed);
    expect(stranger.call('ListRepositories')).toMatchObject({ complete: false, error: { code: 'NotTold' } });
  });

  test('with tokens may let everybody pull what is public', async () => {
    const tokens = await started(startTokens(at('tokens')));
    const closed = await started(startRegistry(at('by-token'), { auth: tokens.auth }));
    const credentials = `${account.username}:${account.password}`;
    await push(`${closed.host}/public/app:1`, 'one', 'amd64', credentials);
    await push(`${closed.host}/private/app:1`, 'one', 'amd64', credentials);
    const { items, records } = await walked(closed, { ...bare, credentials: { [closed.host]: account } });
    expect(items('ReadRegistry')).toMatchObject([{ authentication: 'bearer', anonymousCatalog: false }]);
    // Repositories are walked at the same time: which one answers first is not told.
    const tried = records.filter(({ type, operation }) => type === 'fact' && operation === 'TryAnonymously');
    expect(tried).toHaveLength(2);
    expect(tried).toContainEqual(
      expect.objectContaining({ params: { repository: 'public/app' }, data: expect.objectContaining({ pull: true }) }),
    );
    expect(tried).toContainEqual(
      expect.objectContaining({
        params: { repository: 'private/app' },
        data: expect.objectContaining({ pull: false }),
      }),
    );
  });

  test('with a certificate of its own authority is told to be trusted by those who know that', async () => {
    const own = certificate(at('tls'));
    const secure = await started(startRegistry(at('tls'), { tls: { certificate: own.certificate, key: own.key } }));
    const { items } = await walked(secure, { ...bare, authorities: [own.authority] });
    expect(items('ReadRegistry')).toMatchObject([{ tls: true, trusted: true, plainHttp: false }]);
  });

  test('that lists nothing is asked for the repositories that are named', async () => {
    const front = await started(
      startFront(open, ({ url }, answer) => {
        if (!url?.startsWith('/v2/_catalog')) return false;
        answer.writeHead(404).end();
        return true;
      }),
    );
    const named = await walked(front, bare, { repositories: ['team/app'] });
    expect(named.seen.repositories).toHaveLength(1);
    expect(named.seen.failed.map(({ operation }) => operation)).not.toContain('ListRepositories');
    const all = await walked(front, bare);
    expect(all.call('ListRepositories')).toMatchObject({ complete: false, error: { code: 'NotTold' } });
  });

  test('that answers with nonsense is told of, and not believed', async () => {
    const digest = digestOf(Buffer.from('x'));
    const liar = await started(
      listening(({ url, method }, answer) => {
        if (url === '/v2/') answer.writeHead(200).end();
        else if (url?.startsWith('/v2/_catalog')) answer.writeHead(200).end('{"repositories":["../up",7,"a/b"]}');
        else if (url?.includes('/tags/list')) answer.writeHead(200).end('{"tags":["1",null]}');
        else if (method === 'HEAD') answer.writeHead(200, { 'docker-content-digest': digest }).end();
        else if (url?.includes('/manifests/')) answer.writeHead(200).end('other bytes');
        else answer.writeHead(404).end();
      }),
    );
    const { seen, call } = await walked(liar);
    expect(seen.repositories.map(({ manifests }) => manifests.map(({ unread }) => unread))).toEqual([
      [expect.stringContaining('digest')],
    ]);
    expect(call('ListRepositories')).toMatchObject({ complete: false, error: { code: 'Malformed' } });
  });
});

describe('a walk', () => {
  test('goes on where it was interrupted', async () => {
    const dir = at('facts');
    const sink = await openSegments(dir);
    const source = await openSource(open.host, bare);
    await scanRegistry(source, scanning, sink);
    source.close();
    await sink.close();
    const asked: string[] = [];
    const recorded = await recordedIn(dir);
    const again = {
      ...(await openSource(open.host, bare)),
      listManifests: async () => {
        asked.push('manifests');
        return { items: [] };
      },
    };
    const kept = keeping();
    const seen = await scanRegistry(again, { ...scanning, ...(recorded && { recorded }) }, kept.sink);
    again.close();
    expect(asked).toEqual([]);
    expect(seen.repositories.length).toBeGreaterThan(1);
    // What could not be told then is asked again.
    expect(new Set(kept.records.map(({ operation }) => operation))).toEqual(
      new Set(['ReadImmutability', 'ReadRetention', 'ListGrants']),
    );
  });

  test('asks no further where the registry takes no more requests', async () => {
    let asked = 0;
    const tired = await started(
      startFront(open, ({ url }, answer) => {
        if (!/\/(?:tags|manifests|referrers|blobs)\//.test(url ?? '')) return false;
        asked += 1;
        answer.writeHead(429, { 'retry-after': '3600' }).end();
        return true;
      }),
    );
    const { seen } = await walked(tired);
    const codes = seen.failed.filter(({ operation }) => operation === 'ListManifests').map(({ error }) => error?.code);
    expect(new Set(codes)).toEqual(new Set(['Throttled']));
    expect(asked).toBeLessThanOrEqual(seen.repositories.length);
  });

  test('ends when it is called off', async () => {
    await expect(walked(open, bare, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

describe('the address of a registry', () => {
  test.each([
    ['registry.example:5000', { registry: 'registry.example:5000', plain: false }],
    ['https://Registry.example/', { registry: 'registry.example', plain: false }],
    ['http://registry.example/team/', { registry: 'registry.example', plain: true, below: 'team' }],
    ['https://registry.example/v2/', { registry: 'registry.example', plain: false }],
  ])('%s', (text, expected) => expect(parseRegistry(text)).toEqual(expected));

  test.each([
    '',
    'registry',
    'ftp://registry.example',
    'a b',
    'user@registry.example',
    'https://registry.example/../x',
  ])('"%s" is none', (text) => expect(() => parseRegistry(text)).toThrow('reference'));
});
