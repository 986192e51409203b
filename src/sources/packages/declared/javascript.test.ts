import { describe, expect, it } from 'vitest';
import { bunLock } from './bun-lock.ts';
import { npmLock } from './npm-lock.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { bomOf, linesOf } from './tree.fixture.ts';
import { yarnLock } from './yarn-lock.ts';

const manifest = JSON.stringify({ dependencies: { one: '^1.0.0' }, devDependencies: { tester: '^2.0.0' } });

describe("npm's lock file", () => {
  it('of version 3 says what is where, and Node finds the nearest', () => {
    const lock = JSON.stringify(
      {
        lockfileVersion: 3,
        packages: {
          '': {
            dependencies: { one: '^1.0.0', renamed: 'npm:@scope/two@2.0.0' },
            devDependencies: { tester: '^2.0.0' },
          },
          'node_modules/one': { version: '1.0.0', license: 'MIT', dependencies: { shared: '^2.0.0' } },
          'node_modules/one/node_modules/shared': { version: '2.0.0' },
          'node_modules/renamed': { name: '@scope/two', version: '2.0.0' },
          'node_modules/shared': { version: '1.0.0', dev: true },
          'node_modules/tester': { version: '2.0.1', dev: true, dependencies: { shared: '^1.0.0' } },
          'node_modules/workspace': { resolved: 'packages/workspace', link: true },
          'packages/workspace': { version: '0.0.1', dependencies: { shared: '^1.0.0' } },
        },
      },
      undefined,
      1,
    );
    const bom = bomOf(npmLock, { 'app/package-lock.json': lock });
    expect(linesOf(bom)).toEqual([
      '@scope/two@2.0.0 direct',
      'one@1.0.0 direct -> shared@2.0.0',
      'shared@1.0.0 direct dev',
      'shared@2.0.0 indirect',
      'tester@2.0.1 direct dev -> shared@1.0.0',
    ]);
    expect(bom.packages[1]).toMatchObject({
      licenses: ['MIT'],
      locations: [{ path: 'app/package-lock.json', lines: [13, 19] }],
    });
  });

  it('of version 1 has packages within packages; the manifest says which were asked for', () => {
    const lock = JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        one: { version: '1.0.0', requires: { shared: '^2.0.0' }, dependencies: { shared: { version: '2.0.0' } } },
        tester: { version: '2.0.1', dev: true, requires: { plain: '1' } },
        plain: { version: '1.0.0', dev: true },
      },
    });
    expect(linesOf(bomOf(npmLock, { 'package-lock.json': lock, 'package.json': manifest }))).toEqual([
      'one@1.0.0 direct',
      'plain@1.0.0 indirect dev',
      'shared@2.0.0',
      'tester@2.0.1 direct dev -> plain@1.0.0',
    ]);
  });

  it('is left alone within node_modules', () => {
    expect(bomOf(npmLock, { 'node_modules/one/package-lock.json': 'broken' }).packages).toEqual([]);
  });
});

describe("Yarn's lock file", () => {
  it('of Yarn 1 has blocks of its own', () => {
    const lock = `# yarn lockfile v1

one@^1.0.0:
  version "1.0.0"
  resolved "https://registry.example/one.tgz"
  dependencies:
    "@scope/two" "^2.0.0"

"@scope/two@^2.0.0", "@scope/two@^2.1.0":
  version "2.1.0"

tester@^2.0.0:
  version "2.0.1"
`;
    const bom = bomOf(yarnLock, { 'yarn.lock': lock, 'package.json': manifest });
    expect(linesOf(bom)).toEqual([
      '@scope/two@2.1.0 indirect',
      'one@1.0.0 direct -> %40scope/two@2.1.0',
      'tester@2.0.1 direct dev',
    ]);
    expect(bom.packages[1]?.locations).toEqual([{ path: 'yarn.lock', lines: [3, 7] }]);
  });

  it('since Yarn 2 is YAML, with the project itself in it', () => {
    const lock = `__metadata:
  version: 8

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."

"one@npm:^1.0.0":
  version: 1.0.0
  resolution: "one@npm:1.0.0"
  dependencies:
    two: "npm:^2.0.0"

"two@npm:^2.0.0":
  version: 2.1.0
  resolution: "two@npm:2.1.0"
`;
    expect(linesOf(bomOf(yarnLock, { 'yarn.lock': lock }))).toEqual(['one@1.0.0 -> two@2.1.0', 'two@2.1.0']);
  });

  it('takes in manifests below it, but not those with a lock file of their own', () => {
    const lock = 'one@^1.0.0:\n  version "1.0.0"\n';
    const files = { 'yarn.lock': lock, 'lib/package.json': manifest, 'other/yarn.lock': lock };
    const [one] = bomOf(yarnLock, files).packages;
    expect(one?.relationship).toBe('direct');
    expect(
      linesOf(bomOf(yarnLock, { 'yarn.lock': lock, 'other/yarn.lock': lock, 'other/package.json': '{}' })),
    ).toEqual(['one@1.0.0']);
  });
});

describe("pnpm's lock file", () => {
  it('of version 5', () => {
    const lock = `lockfileVersion: 5.4
dependencies:
  '@scope/one': 1.0.0_two@2.0.0
devDependencies:
  tester: 2.0.1
packages:
  /@scope/one/1.0.0_two@2.0.0:
    dependencies:
      two: 2.0.0
    dev: false
  /two/2.0.0:
    dev: false
  /tester/2.0.1:
    dev: true
`;
    expect(linesOf(bomOf(pnpmLock, { 'pnpm-lock.yaml': lock }))).toEqual([
      '@scope/one@1.0.0 direct -> two@2.0.0',
      'tester@2.0.1 direct dev',
      'two@2.0.0 indirect',
    ]);
  });

  it('of version 6, with peers in brackets and a folder of the project', () => {
    const lock = `lockfileVersion: '6.0'
importers:
  .:
    dependencies:
      one:
        specifier: ^1.0.0
        version: 1.0.0(two@2.0.0)
packages:
  /one@1.0.0(two@2.0.0):
    dependencies:
      two: 2.0.0
  /two@2.0.0:
    dev: false
  file:lib:
    name: lib
    version: file:lib
`;
    expect(linesOf(bomOf(pnpmLock, { 'pnpm-lock.yaml': lock }))).toEqual([
      'one@1.0.0 direct -> two@2.0.0',
      'two@2.0.0 indirect',
    ]);
  });

  it('of version 9 tells what packages need apart from what they are', () => {
    const lock = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      renamed:
        specifier: npm:one@1.10
        version: one@1.10.0
    devDependencies:
      tester:
        specifier: ^2.0.0
        version: 2.0.1
packages:
  one@1.10.0: {}
  tester@2.0.1: {}
  two@2.0.0: {}
snapshots:
  one@1.10.0: {}
  tester@2.0.1:
    dependencies:
      two: 2.0.0
  two@2.0.0: {}
`;
    expect(linesOf(bomOf(pnpmLock, { 'pnpm-lock.yaml': lock }))).toEqual([
      'one@1.10.0 direct',
      'tester@2.0.1 direct dev -> two@2.0.0',
      'two@2.0.0 indirect dev',
    ]);
  });
});

it("reads Bun's lock file, commas at ends and packages of packages", () => {
  const lock = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "dependencies": { "one": "1.0.0" }, "devDependencies": { "tester": "^2" } },
  },
  "packages": {
    "one": ["one@1.0.0", "", { "dependencies": { "two": "^1" } }, "sha512-x"],
    "one/two": ["two@1.0.0", "", {}, "sha512-x"],
    "tester": ["tester@2.0.1", "", { "dependencies": { "two": "^2" } }, "sha512-x"],
    "two": ["two@2.0.0", "", {}, "sha512-x"],
    "lib": ["lib@workspace:lib"],
  },
}`;
  const bom = bomOf(bunLock, { 'bun.lock': lock });
  expect(linesOf(bom)).toEqual([
    'one@1.0.0 direct -> two@1.0.0',
    'tester@2.0.1 direct dev -> two@2.0.0',
    'two@1.0.0 indirect',
    'two@2.0.0 indirect dev',
  ]);
  expect(bom.packages[0]?.locations).toEqual([{ path: 'bun.lock', lines: [7, 7] }]);
});
