import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notableFilesOf, notableFilesReader, reasonsOf } from './notable-files.ts';
import { entryOf, readingOf } from './readers.fixture.ts';

describe('files worth being told', () => {
  it.each<[string, Parameters<typeof entryOf>[1], string[]]>([
    ['usr/bin/su', { mode: 0o4755 }, ['setuid']],
    ['usr/bin/wall', { mode: 0o2755 }, ['setgid']],
    ['srv/data', { type: 'directory', mode: 0o777 }, ['world-writable']],
    ['app/run.sh', { mode: 0o666 }, ['world-writable']],
    ['app/.env', {}, ['credential-file']],
    ['app/.env.production', {}, ['credential-file']],
    ['root/.ssh/id_ed25519', {}, ['credential-file']],
    ['root/.aws/credentials', {}, ['credential-file']],
    ['home/app/.docker/config.json', {}, ['credential-file']],
    ['app/store.p12', {}, ['credential-file']],
    ['var/lib/apt/lists/deb.example_dists_stable_InRelease', {}, ['package-cache']],
    ['var/cache/apk/APKINDEX.0123abcd.tar.gz', {}, ['package-cache']],
    ['root/.cache/pip/http/a', {}, ['package-cache']],
    ['app/.git/objects/ab/cd', {}, ['version-control']],
    ['tmp/build.log', {}, ['build-leftover']],
    ['app/Dockerfile', {}, ['build-leftover']],
    ['root/.bash_history', {}, ['shell-history']],
    ['etc/ssh/ssh_host_rsa_key', {}, ['ssh-host-key']],
    ['root/.ssh/authorized_keys', {}, ['authorized-keys']],
    ['usr/sbin/sshd', {}, ['ssh-server']],
    ['var/run/docker.sock', { type: 'socket' }, ['container-socket']],
    ['usr/bin/apt-get', {}, ['package-manager']],
  ])('%s', (path, rest, reasons) => {
    expect(reasonsOf(entryOf(path, rest))?.reasons).toEqual(reasons);
  });

  it.each<[string, Parameters<typeof entryOf>[1]]>([
    ['tmp', { type: 'directory', mode: 0o1777 }],
    ['app/.env.example', {}],
    ['app/credentials.json', { size: 0 }],
    ['app/credentials.json', { type: 'directory' }],
    ['usr/lib/python3/dist-packages/lib/credentials.json', {}],
    ['app/node_modules/lib/.env', {}],
    ['var/lib/apt/lists/lock', {}],
    ['var/lib/apt/lists/partial', { type: 'directory' }],
    ['app/node_modules/lib/.git/HEAD', {}],
    ['usr/bin/env', { type: 'symlink', mode: 0o777 }],
    ['etc/ssh/ssh_host_rsa_key.pub', {}],
  ])('not %s', (path, rest) => {
    expect(reasonsOf(entryOf(path, rest))).toBeUndefined();
  });

  it('fill a folder as one, with their number and size', () => {
    const readings = ['a', 'b', 'c'].flatMap((name) =>
      readingOf(notableFilesReader, `var/lib/apt/lists/${name}`, 'twelve bytes'),
    );
    expect(notableFilesOf(readings)).toMatchObject([
      { path: 'var/lib/apt/lists', reason: 'package-cache', files: 3, size: 36 },
    ]);
  });

  it('are told though they were removed where they may hold a secret', () => {
    const hidden = ['app/.env', 'usr/bin/sudo'].flatMap((path) =>
      readingOf(notableFilesReader, path, 'x').map((one) => ({ ...one, layer: 'sha256:a', hidden: true as const })),
    );
    expect(notableFilesOf(hidden)).toMatchObject([{ path: 'app/.env', hidden: true, layer: 'sha256:a' }]);
  });

  it('are told of any path', () => {
    const part = fc.constantFrom(
      'a',
      '.git',
      'tmp',
      'node_modules',
      '.cache',
      'pip',
      'root',
      '__proto__',
      'constructor',
      'usr',
      'bin',
      '.env.',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.nat(0o7777), (parts, mode) => {
        reasonsOf(entryOf(parts.join('/'), { mode }));
      }),
    );
  });
});
