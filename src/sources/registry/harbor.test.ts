import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { listening, type Running } from '../image/registry.fixture.ts';
import { administrator, digest, startHarbor } from './harbor.fixture.ts';
import { doublestar } from './harbor.ts';
import { openSource } from './open.ts';
import { bare, keeping, scanning } from './registry.fixture.ts';
import { scanRegistry } from './scan.ts';

let running: Running | undefined;
afterEach(() => running?.stop());

async function walked(repositories: string[], deny: string[] = []) {
  running = await startHarbor(deny);
  const source = await openSource(running.host, { ...bare, credentials: { [running.host]: administrator } });
  const kept = keeping();
  try {
    const seen = await scanRegistry(source, { ...scanning, repositories }, kept.sink);
    return { ...kept, seen, type: source.type };
  } finally {
    source.close();
  }
}

describe('Harbor', () => {
  it('is known by its API, and tells of itself, its projects, robots and replications', async () => {
    const { type, items } = await walked(['none']);
    expect(type).toBe('harbor');
    expect(items('ReadRegistry')).toMatchObject([
      { version: 'v2.12.0', selfRegistration: true, anonymousCatalog: false },
    ]);
    expect(items('ListProjects')).toMatchObject([
      { name: 'team', public: false, scansOnPush: true, stopsVulnerable: false },
      { name: 'open', public: true, stopsVulnerable: true },
    ]);
    expect(items('ListRobots')).toMatchObject([
      { name: 'robot$everywhere', expires: null },
      { name: 'robot$team+runtime', expires: '2026-09-21T14:13:20.000Z' },
    ]);
    expect(items('ListReplications')).toMatchObject([
      { direction: 'push', url: 'http://other.example', insecure: true },
    ]);
  });

  it('lists repositories page by page', async () => {
    const { seen } = await walked(['*']);
    expect(seen.repositories).toHaveLength(101);
  });

  it('tells when an image was pushed and pulled, what an index lists and what is signed', async () => {
    const { seen } = await walked(['team/inner/app']);
    expect(seen.repositories[0]?.manifests).toMatchObject([
      {
        digest: digest('a'),
        type: 'image',
        tags: ['1.4.2', 'latest'],
        pushed: '2026-05-01T00:00:00.000Z',
        pulled: '2026-05-20T00:00:00.000Z',
        platforms: ['linux/amd64'],
        signed: true,
      },
      { digest: digest('b'), type: 'accessory', subject: digest('a') },
      {
        digest: digest('c'),
        type: 'index',
        tags: [],
        pulled: null,
        platforms: ['linux/arm64/v8'],
        children: [digest('d'), digest('e')],
        signed: false,
      },
    ]);
  });

  it('tells which tags stay, what is cleaned up, what is scanned and who may push', async () => {
    const { items } = await walked(['team/inner/app']);
    expect(items('ReadImmutability')).toEqual([{ mode: 'partly', exceptions: ['matches 1.*'] }]);
    expect(items('ReadRetention')).toMatchObject([{ rules: 1 }]);
    expect(items('ReadScanning')).toEqual([{ onPush: true }]);
    expect(items('ListGrants')).toMatchObject([
      { who: 'alice', type: 'user', push: true, delete: false },
      { who: 'auditors', type: 'group', push: false, pull: true },
      { who: 'robot$everywhere', type: 'robot', push: true },
      { who: 'robot$team+runtime', type: 'robot', push: false, pull: true },
    ]);
  });

  it('says what the account may not see', async () => {
    const { call } = await walked(['team/inner/app'], ['/robots', '/replication']);
    for (const operation of ['ListRobots', 'ListReplications', 'ListGrants'])
      expect(call(operation)).toMatchObject({ complete: false, error: { code: 'AccessDenied' } });
    expect(call('ListManifests')).toMatchObject({ complete: true });
  });

  it('is not what anything else answers', async () => {
    running = await listening((_, answer) => answer.writeHead(200).end('<html>'));
    const source = await openSource(running.host, bare);
    source.close();
    expect(source.type).toBe('distribution');
  });
});

describe('a pattern of Harbor', () => {
  it.each([
    ['**', 'a/b', true],
    ['*', 'a/b', false],
    ['team/*', 'team/app', true],
    ['team/**', 'team/a/b', true],
    ['v?.{1,2}', 'v1.2', true],
    ['v?.{1,2}', 'v1.3', false],
    ['', '', true],
  ])('%s and %s: %s', (pattern, text, fits) => expect(doublestar(pattern, text)).toBe(fits));

  it('is decided for any text', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => typeof doublestar(pattern, text) === 'boolean'));
    expect(doublestar('*a'.repeat(200), 'a'.repeat(2000))).toBe(true);
  });
});
