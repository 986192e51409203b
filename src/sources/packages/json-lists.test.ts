import { describe, expect, it } from 'vitest';
import { bitnami } from './bitnami.ts';
import { composerInstalled } from './composer-installed.ts';
import { conda } from './conda.ts';
import { dotnet } from './dotnet.ts';
import { namesOf, readWith } from './entry.fixture.ts';

describe("Composer's list", () => {
  const path = 'app/vendor/composer/installed.json';
  const one = { name: 'Example/One', version: 'v1.2.3', license: ['MIT'] };

  it('is an object, or a list as of old', () => {
    const list = { packages: [one, { name: 'example/two', version: '2.0' }], 'dev-package-names': ['example/two'] };
    expect(readWith(composerInstalled, path, JSON.stringify(list))?.packages).toEqual([
      { type: 'composer', name: 'example/one', version: 'v1.2.3', licenses: ['MIT'] },
      { type: 'composer', name: 'example/two', version: '2.0', development: true },
    ]);
    expect(namesOf(readWith(composerInstalled, path, JSON.stringify([one])))).toEqual(['example/one@v1.2.3']);
  });

  it('in another folder counts where it is one', () => {
    expect(namesOf(readWith(composerInstalled, 'installed.json', JSON.stringify([one])))).toEqual([
      'example/one@v1.2.3',
    ]);
    for (const other of ['{"packages":[{"name":"thing","version":"1"}]}', '[]', '{'])
      expect(readWith(composerInstalled, 'etc/installed.json', other)).toBeUndefined();
  });

  it('tells what it could not read', () => {
    expect(readWith(composerInstalled, path, JSON.stringify([one, { name: 'two' }, 3]))?.incomplete?.reason).toBe(
      '2 of 3 packages lack a name or version',
    );
    expect(() => readWith(composerInstalled, path, '{}')).toThrow('no list of packages');
  });
});

describe('what a .NET program loads', () => {
  const path = 'app/tool.deps.json';

  it('are packages with something to load, and the runtime it brings with it', () => {
    const file = {
      runtimeTarget: { name: '.NETCoreApp,Version=v8.0/linux-x64' },
      targets: {
        '.NETCoreApp,Version=v8.0': {},
        '.NETCoreApp,Version=v8.0/linux-x64': {
          'tool/1.0.0': { dependencies: { 'Some.Package': '1.2.3' }, runtime: { 'tool.dll': {} } },
          'Some.Package/1.2.3': { dependencies: { Other: '4.5.6' }, runtime: { 'lib/net8.0/Some.Package.dll': {} } },
          'Only.To.Compile/1.0.0': {},
          'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { runtime: { 'System.dll': {} } },
        },
      },
      libraries: {
        'tool/1.0.0': { type: 'project' },
        'Some.Package/1.2.3': { type: 'package' },
        'Only.To.Compile/1.0.0': { type: 'package' },
        'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
      },
    };
    expect(readWith(dotnet, path, JSON.stringify(file))?.packages).toEqual([
      { type: 'nuget', name: 'Some.Package', version: '1.2.3', dependsOn: ['pkg:nuget/Other@4.5.6'] },
      { type: 'nuget', name: 'Microsoft.NETCore.App.Runtime.linux-x64', version: '8.0.1' },
    ]);
  });

  it('are all packages where nothing says what is loaded', () => {
    const file = { libraries: { 'Some.Package/1.2.3': { type: 'package' } } };
    expect(namesOf(readWith(dotnet, path, JSON.stringify(file)))).toEqual(['Some.Package@1.2.3']);
  });
});

it('tells packages of conda environments', () => {
  const record = { name: 'openssl', version: '3.0.13', subdir: 'linux-64', license: 'Apache-2.0', files: [] };
  expect(readWith(conda, 'opt/conda/conda-meta/openssl-3.0.13-h0.json', JSON.stringify(record))?.packages).toEqual([
    { type: 'conda', name: 'openssl', version: '3.0.13', arch: 'linux-64', licenses: ['Apache-2.0'] },
  ]);
  expect(readWith(conda, 'opt/other/openssl.json', JSON.stringify(record))).toBeUndefined();
});

it("tells Bitnami's own software of the SPDX document beside it", () => {
  const document = {
    packages: [
      {
        name: 'redis',
        licenseConcluded: 'BSD-3-Clause',
        externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:bitnami/redis@7.2.4-0?arch=amd64' }],
      },
      { name: 'other', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/other@1.0.0' }] },
    ],
  };
  expect(readWith(bitnami, 'opt/bitnami/redis/.spdx-redis.spdx', JSON.stringify(document))?.packages).toEqual([
    {
      type: 'bitnami',
      name: 'redis',
      version: '7.2.4-0',
      purl: 'pkg:bitnami/redis@7.2.4-0?arch=amd64',
      licenses: ['BSD-3-Clause'],
    },
  ]);
});
