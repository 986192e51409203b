import { describe, expect, it } from 'vitest';
import { namesOf, readWith } from '../entry.fixture.ts';
import { dpkgFiles } from './files.ts';
import { dpkgStatus } from './status.ts';

const status = (text: string) => readWith(dpkgStatus, 'var/lib/dpkg/status', text);

describe("dpkg's status", () => {
  it('tells packages with their source package', () => {
    const text = `Package: libexample1
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Source: example (1.2-3)
Version: 1:1.2-3+b1
Maintainer: Some One <one@example.com>
Description: a library
 that goes on
 .
 for several lines

Package: example-tool
Status: hold ok installed
Architecture: all
Version: 4.5
`;
    expect(status(text)?.packages).toEqual([
      {
        type: 'deb',
        name: 'libexample1',
        version: '1:1.2-3+b1',
        arch: 'amd64',
        source: { name: 'example', version: '1.2-3' },
        supplier: 'Some One <one@example.com>',
      },
      {
        type: 'deb',
        name: 'example-tool',
        version: '4.5',
        arch: 'all',
        source: { name: 'example-tool', version: '4.5' },
      },
    ]);
  });

  it('tells those whose files are there, whatever is wished for them', () => {
    const one = (name: string, state: string) => `Package: ${name}\nStatus: ${state}\nVersion: 1\n\n`;
    const text = [
      one('kept', 'deinstall ok installed'),
      one('unpacked', 'install ok unpacked'),
      one('waiting', 'install ok triggers-awaited'),
      one('removed', 'deinstall ok config-files'),
      one('purged', 'purge ok not-installed'),
      one('failed', 'install reinstreq half-installed'),
    ].join('');
    expect(namesOf(status(text))).toEqual(['kept@1', 'unpacked@1', 'waiting@1']);
  });

  it('is one file a package in images without dpkg', () => {
    const text = 'Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n';
    expect(namesOf(readWith(dpkgStatus, 'var/lib/dpkg/status.d/tzdata', text))).toEqual(['tzdata@2024a-0']);
    expect(readWith(dpkgStatus, 'var/lib/dpkg/status.d/tzdata.md5sums', 'x')).toBeUndefined();
    expect(readWith(dpkgStatus, 'var/lib/dpkg/status-old', text)).toBeUndefined();
  });

  it('never passes for empty where it cannot be read', () => {
    expect(() => status('\0\0\0 no control file')).toThrow('no paragraph');
    expect(status('Package: a\nVersion: 1\n\nPackage: b\n\n')).toMatchObject({
      packages: [{ name: 'a' }],
      incomplete: { code: 'malformed' },
    });
    expect(status('Package: a\nVersion: 1\n\nPackage: b\nVers')).toMatchObject({ incomplete: { code: 'malformed' } });
    expect(status('Package: a\nVersion: 1.')?.incomplete).toEqual({
      code: 'cut',
      reason: 'the file ends within a line',
    });
  });
});

describe('files of Debian packages', () => {
  it('are kept where they may hold packages of languages', () => {
    const list = '/.\n/usr\n/usr/bin\n/usr/bin/tool\n/usr/share/doc/tool/copyright\n/usr/share/java/tool.jar\n';
    expect(readWith(dpkgFiles, 'var/lib/dpkg/info/tool:amd64.list', list)).toEqual({
      owns: { package: 'tool:amd64', paths: ['usr/bin/tool', 'usr/share/java/tool.jar'] },
    });
  });

  it('stand with their sums in distroless images', () => {
    const sums = 'd41d8cd98f00b204e9800998ecf8427e  usr/bin/tool\n';
    expect(readWith(dpkgFiles, 'var/lib/dpkg/status.d/tool.md5sums', sums)).toEqual({
      owns: { package: 'tool', paths: ['usr/bin/tool'] },
    });
  });
});
