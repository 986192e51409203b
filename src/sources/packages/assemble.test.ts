import { describe, expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import type { Reading, Readings } from '../files/types.ts';
import { assembleBom, installedCatalogs, type PackageReading } from './index.ts';

const reading = (reader: string, path: string, value: PackageReading, more: Partial<Reading> = {}): Reading => ({
  reader,
  path,
  value: value as Json,
  ...more,
});
const assemble = (readings: Reading[], unread: Readings['unread'] = []) =>
  assembleBom({ readings, unread, entries: 0, bytes: 0 }, installedCatalogs);
const debian = reading('os-release', 'etc/os-release', { distribution: { id: 'debian', version: '12' } });
const deb = (name: string, version: string) => ({ type: 'deb' as const, name, version, arch: 'amd64' });
const npm = (name: string) => ({ type: 'npm' as const, name, version: '1.0.0' });
const status = 'var/lib/dpkg/status';

describe('the software of a tree', () => {
  it('has the distribution in the URLs of its packages', () => {
    const { distribution, packages } = assemble([reading('dpkg', status, { packages: [deb('one', '1:2-3')] }), debian]);
    expect(distribution).toEqual({ id: 'debian', version: '12' });
    expect(packages).toEqual([
      {
        ...deb('one', '1:2-3'),
        purl: 'pkg:deb/debian/one@1:2-3?arch=amd64&distro=debian-12',
        locations: [{ path: status }],
      },
    ]);
  });

  it('has the epoch of rpm apart, and the vendor for a namespace', () => {
    const { packages } = assemble([
      reading('os-release', 'etc/os-release', { distribution: { id: 'rhel', version: '9.4' } }),
      reading('rpm', 'var/lib/rpm/rpmdb.sqlite', {
        packages: [{ type: 'rpm', name: 'one', version: '2:1.0-3.el9', arch: 'noarch' }],
      }),
    ]);
    expect(packages.map(({ purl, version }) => [purl, version])).toEqual([
      ['pkg:rpm/redhat/one@1.0-3.el9?arch=noarch&distro=rhel-9.4&epoch=2', '2:1.0-3.el9'],
    ]);
  });

  it('believes os-release before files of old, and takes a codename from wherever it is', () => {
    const old = reading('os-release', 'etc/debian_version', {
      distribution: { id: 'debian', version: '', codename: 'trixie' },
    });
    const here = reading('os-release', 'usr/lib/os-release', { distribution: { id: 'debian', version: '' } });
    expect(assemble([old, here]).distribution).toEqual({ id: 'debian', version: '', codename: 'trixie' });
  });

  it('is what is seen: what was removed does not count', () => {
    const readings = [
      reading('node-modules', 'a/package.json', { packages: [npm('seen')] }),
      reading('node-modules', 'b/package.json', { packages: [npm('removed')] }, { hidden: true }),
      reading('dpkg', status, { packages: [], incomplete: { code: 'cut', reason: 'gone' } }, { hidden: true }),
    ];
    const { packages, unread } = assemble(readings);
    expect(packages.map(({ name }) => name)).toEqual(['seen']);
    expect(unread).toEqual([]);
  });

  it('names the layer that brought a package, though a later one has written its database anew', () => {
    const { packages } = assemble([
      reading('dpkg', status, { packages: [deb('old', '1'), deb('renewed', '1')] }, { layer: 'one', hidden: true }),
      reading('dpkg', status, { packages: [deb('old', '1'), deb('renewed', '2')] }, { layer: 'two', hidden: true }),
      reading(
        'dpkg',
        status,
        { packages: [deb('old', '1'), deb('renewed', '2'), deb('new', '1')] },
        { layer: 'three' },
      ),
    ]);
    expect(packages.map(({ name, locations }) => [name, locations[0]?.layer])).toEqual([
      ['new', 'three'],
      ['old', 'one'],
      ['renewed', 'two'],
    ]);
  });

  it('has a package found twice once, with both places', () => {
    const { packages } = assemble([
      reading('node-modules', 'a/node_modules/x/package.json', { packages: [{ ...npm('x'), development: true }] }),
      reading('node-modules', 'b/node_modules/x/package.json', { packages: [npm('x')] }),
      reading('java', 'app.war', {
        packages: [{ type: 'maven', name: 'g:a', version: '1', within: 'WEB-INF/lib/a.jar' }],
      }),
    ]);
    expect(packages).toEqual([
      {
        type: 'maven',
        name: 'g:a',
        version: '1',
        purl: 'pkg:maven/g/a@1',
        locations: [{ path: 'app.war/WEB-INF/lib/a.jar' }],
      },
      {
        ...npm('x'),
        purl: 'pkg:npm/x@1.0.0',
        locations: [{ path: 'a/node_modules/x/package.json' }, { path: 'b/node_modules/x/package.json' }],
      },
    ]);
  });

  it('tells which packages belong to one of the system, wherever its database says the file lies', () => {
    const { packages } = assemble([
      debian,
      reading('go-binary', 'usr/bin/tool', { packages: [{ type: 'golang', name: 'stdlib', version: 'v1.22.3' }] }),
      reading('go-binary', 'opt/own', { packages: [{ type: 'golang', name: 'stdlib', version: 'v1.22.3' }] }),
      reading('dpkg', status, { packages: [deb('tool', '1')] }),
      reading('dpkg-files', 'var/lib/dpkg/info/tool:amd64.list', {
        owns: { package: 'tool:amd64', paths: ['bin/tool'] },
      }),
      reading('dpkg-files', 'var/lib/dpkg/info/gone.list', { owns: { package: 'gone', paths: ['opt/own'] } }),
    ]);
    const owned = packages.filter(({ type }) => type === 'golang').map((one) => [one.locations[0]?.path, one.ownedBy]);
    expect(owned).toEqual([
      ['usr/bin/tool', 'pkg:deb/debian/tool@1?arch=amd64&distro=debian-12'],
      ['opt/own', undefined],
    ]);
  });

  it('carries on what could not be read', () => {
    const before = { path: 'app.jar', code: 'too-large', reason: '900000000 bytes' };
    const half = reading('rpm', 'var/lib/rpm/Packages', {
      packages: [],
      incomplete: { code: 'malformed', reason: 'half' },
    });
    const odd = reading('node-modules', 'a/package.json', { packages: [{ ...npm('x'), version: '1\n2' }] });
    expect(assemble([half, odd], [before])).toEqual({
      packages: [],
      unread: [
        before,
        { path: 'var/lib/rpm/Packages', code: 'malformed', reason: 'rpm: half' },
        {
          path: 'a/package.json',
          code: 'malformed',
          reason: 'node-modules: a package with an impossible name or version',
        },
      ],
    });
  });

  it('leaves readings of others alone', () => {
    const other: Reading = { reader: 'accounts', path: 'etc/passwd', value: ['root'] };
    expect(assemble([other])).toEqual({ packages: [], unread: [] });
  });
});
