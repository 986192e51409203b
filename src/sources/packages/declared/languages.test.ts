import { describe, expect, it } from 'vitest';
import type { PackageCatalog } from '../types.ts';
import { podfileLock, swiftResolved } from './apple-locks.ts';
import { cargoLock } from './cargo-lock.ts';
import { composerLock } from './composer-lock.ts';
import { conanLock } from './conan-lock.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { goMod } from './go-mod.ts';
import { cabalFreeze, stackLock } from './haskell-locks.ts';
import { juliaManifest } from './julia-manifest.ts';
import { mixLock } from './mix-lock.ts';
import { nugetConfig, nugetLock, nugetProps } from './nuget-locks.ts';
import { pubspecLock } from './pubspec-lock.ts';
import { renvLock } from './renv-lock.ts';
import { bomOf, linesOf } from './tree.fixture.ts';

const purlsOf = (catalog: PackageCatalog, files: Record<string, string>) =>
  bomOf(catalog, files).packages.map(({ purl }) => purl);

describe('modules of Go', () => {
  it('are those that go.mod requires, with what replaces them', () => {
    const text = `module example.com/app

go 1.22.1

require example.com/one v1.2.0 // indirect
require (
	example.com/two v2.0.0+incompatible
	example.com/local v0.0.0
)
replace example.com/two v2.0.0+incompatible => example.com/fork v2.0.1
replace example.com/local => ../local
`;
    const bom = bomOf(goMod, { 'go.mod': text, 'go.sum': 'example.com/unused v1.0.0 h1:x=\n' });
    expect(linesOf(bom)).toEqual([
      'example.com/fork@v2.0.1 direct',
      'example.com/one@v1.2.0 indirect',
      'stdlib@1.22.1 direct',
    ]);
    expect(bom.packages[1]?.locations[0]?.lines).toEqual([5, 5]);
  });

  it('before Go 1.17 are also those that go.sum alone has, in the highest version', () => {
    const sums = `example.com/one v1.0.0/go.mod h1:x=
example.com/two v1.0.0/go.mod h1:x=
example.com/two v1.1.0 h1:x=
example.com/two v1.1.0/go.mod h1:x=
`;
    const text = 'module example.com/app\ngo 1.15\nrequire example.com/one v1.0.0\n';
    expect(linesOf(bomOf(goMod, { 'a/go.mod': text, 'a/go.sum': sums, 'b/go.sum': sums }))).toEqual([
      'example.com/one@v1.0.0 direct',
      'example.com/two@v1.1.0 indirect',
    ]);
  });
});

it("reads Cargo's lock file; the manifest tells tests apart", () => {
  const lock = `[[package]]
name = "app"
version = "0.1.0"
dependencies = ["one", "tester"]
[[package]]
name = "one"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = ["two 2.0.0"]
[[package]]
name = "two"
version = "1.0.0"
[[package]]
name = "two"
version = "2.0.0"
[[package]]
name = "tester"
version = "3.0.0"
dependencies = ["two 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)"]
`;
  const manifest = '[dependencies]\none = "1"\n[dev-dependencies]\nrenamed = { package = "tester", version = "3" }\n';
  expect(linesOf(bomOf(cargoLock, { 'Cargo.lock': lock, 'Cargo.toml': manifest }))).toEqual([
    'app@0.1.0 -> one@1.0.0, tester@3.0.0',
    'one@1.0.0 direct -> two@2.0.0',
    'tester@3.0.0 direct dev -> two@1.0.0',
    'two@1.0.0 indirect dev',
    'two@2.0.0 indirect',
  ]);
});

it("reads Bundler's lock file", () => {
  const lock = `GEM
  remote: https://rubygems.org/
  specs:
    one (1.0.0)
      two (>= 1)
    two (1.1.0-x86_64-linux)

PLATFORMS
  ruby

DEPENDENCIES
  one (~> 1.0)!
`;
  expect(linesOf(bomOf(gemfileLock, { 'Gemfile.lock': lock }))).toEqual([
    'one@1.0.0 direct -> two@1.1.0',
    'two@1.1.0 indirect',
  ]);
});

it("reads Composer's lock file", () => {
  const lock = {
    packages: [
      { name: 'Example/One', version: 'v1.0.0', require: { 'example/two': '^2', php: '>=8' }, license: ['MIT'] },
    ],
    'packages-dev': [{ name: 'example/two', version: '2.0.0' }],
  };
  const manifest = { require: { 'example/one': '^1' } };
  expect(
    linesOf(bomOf(composerLock, { 'composer.lock': JSON.stringify(lock), 'composer.json': JSON.stringify(manifest) })),
  ).toEqual(['example/one@v1.0.0 direct -> example/two@2.0.0', 'example/two@2.0.0 indirect dev']);
});

describe('packages of NuGet', () => {
  it('in a lock file, by target', () => {
    const lock = {
      dependencies: {
        'net8.0': {
          One: { type: 'Direct', resolved: '1.0.0', dependencies: { two: '2.0.0' } },
          Two: { type: 'Transitive', resolved: '2.0.0' },
          lib: { type: 'Project' },
        },
      },
    };
    expect(linesOf(bomOf(nugetLock, { 'packages.lock.json': JSON.stringify(lock) }))).toEqual([
      'One@1.0.0 direct -> Two@2.0.0',
      'Two@2.0.0 indirect',
    ]);
  });

  it('of the .NET Framework', () => {
    const text = `<packages><package id="One" version="1.0"/><package id="Two" version="2.0" developmentDependency="true"/><package id="x"/></packages>`;
    const bom = bomOf(nugetConfig, { 'packages.config': text });
    expect(linesOf(bom)).toEqual(['One@1.0 direct', 'Two@2.0 direct dev']);
    expect(bom.unread[0]?.reason).toContain('1 packages without an id or version');
  });

  it('with versions for all projects', () => {
    const text = `<Project><ItemGroup><PackageVersion Include="One" Version="[1.0]"/><PackageVersion Include="Two" Version="$(V)"/><PackageVersion Include="Three"><Version>3.0</Version></PackageVersion><GlobalPackageReference Include="Check" Version="2"/></ItemGroup></Project>`;
    const bom = bomOf(nugetProps, { 'Directory.Packages.props': text });
    expect(linesOf(bom)).toEqual(['Check@2 direct dev', 'One@1.0 direct', 'Three@3.0 direct']);
    expect(bom.unread[0]?.code).toBe('unresolved');
  });
});

it("reads Mix's lock file", () => {
  const lock = `%{
  "one": {:hex, :one, "1.0.0", "hash", [:mix], [], "hexpm", "hash"},
  "two": {:git, "https://example.com/two.git", "0000", []},
}
`;
  const bom = bomOf(mixLock, { 'mix.lock': lock });
  expect(linesOf(bom)).toEqual(['one@1.0.0']);
  expect(bom.unread[0]?.code).toBe('unsupported');
});

it("reads Pub's lock file", () => {
  const lock = `packages:
  flutter:
    dependency: "direct main"
    source: sdk
    version: "0.0.0"
  one:
    dependency: "direct main"
    version: "1.0.0"
  tester:
    dependency: "direct dev"
    version: "1.10"
  two:
    dependency: transitive
    version: "2.0.0"
`;
  expect(linesOf(bomOf(pubspecLock, { 'pubspec.lock': lock }))).toEqual([
    'one@1.0.0 direct',
    'tester@1.10 direct dev',
    'two@2.0.0 indirect',
  ]);
});

it("reads Swift's lock file, old and new", () => {
  const one = { location: 'https://git.example/team/one.git', state: { version: '1.0.0' } };
  const two = { repositoryURL: 'git@git.example:team/two.git', state: { branch: 'main' } };
  expect(purlsOf(swiftResolved, { 'Package.resolved': JSON.stringify({ pins: [one], version: 2 }) })).toEqual([
    'pkg:swift/git.example/team/one@1.0.0',
  ]);
  expect(
    purlsOf(swiftResolved, { 'Package.resolved': JSON.stringify({ object: { pins: [two] }, version: 1 }) }),
  ).toEqual(['pkg:swift/git.example/team/two@main']);
});

it("reads CocoaPods' lock file; a part of a pod is the pod", () => {
  const lock = `PODS:
  - One/Core (1.0.0)
  - One/Web (1.0.0):
    - One/Core
  - Two (2.0.0)
DEPENDENCIES:
  - One/Web (~> 1.0)
`;
  const bom = bomOf(podfileLock, { 'Podfile.lock': lock });
  expect(bom.packages.map(({ name, purl, relationship }) => `${name} ${purl} ${relationship}`)).toEqual([
    'One pkg:cocoapods/One@1.0.0#Core indirect',
    'One pkg:cocoapods/One@1.0.0#Web direct',
    'Two pkg:cocoapods/Two@2.0.0 indirect',
  ]);
  expect(bom.packages[1]?.dependsOn).toEqual(['pkg:cocoapods/One@1.0.0#Core']);
});

it("reads Conan's lock files", () => {
  const first = {
    graph_lock: {
      nodes: {
        '0': { ref: 'app/1.0', path: 'conanfile.txt', requires: ['1'] },
        '1': { ref: 'one/1.0@user/channel#0000', requires: ['2'] },
        '2': { ref: 'two/2.0#0000' },
      },
    },
  };
  expect(linesOf(bomOf(conanLock, { 'conan.lock': JSON.stringify(first) }))).toEqual([
    'one@1.0 direct -> two@2.0',
    'two@2.0 indirect',
  ]);
  const second = { version: '0.5', requires: ['one/1.0#0000%1'], build_requires: ['cmake/3.28'] };
  expect(linesOf(bomOf(conanLock, { 'conan.lock': JSON.stringify(second) }))).toEqual(['cmake@3.28 dev', 'one@1.0']);
});

it('reads lock files of R, Haskell and Julia', () => {
  const renv = JSON.stringify({ Packages: { one: { Package: 'one', Version: '1.0-2' } } });
  expect(purlsOf(renvLock, { 'renv.lock': renv })).toEqual(['pkg:cran/one@1.0-2']);

  const stack = `packages:
- completed:
    hackage: one-lib-1.0.2@sha256:00,1
- completed:
    git: https://example.com/two.git
`;
  const bom = bomOf(stackLock, { 'stack.yaml.lock': stack });
  expect(linesOf(bom)).toEqual(['one-lib@1.0.2']);
  expect(bom.unread[0]?.code).toBe('unsupported');
  const freeze = 'constraints: any.one-lib ==1.0.2,\n             one-lib +flag,\n             any.two ==2.0\n';
  expect(linesOf(bomOf(cabalFreeze, { 'cabal.project.freeze': freeze }))).toEqual(['one-lib@1.0.2', 'two@2.0']);

  const julia = `julia_version = "1.10.0"
[[deps.One]]
deps = ["Base64"]
uuid = "00000000-0000-0000-0000-000000000001"
version = "1.0.0"
[[deps.Base64]]
uuid = "00000000-0000-0000-0000-000000000002"
`;
  const manifest = bomOf(juliaManifest, { 'Manifest.toml': julia });
  expect(manifest.packages.map(({ purl, dependsOn }) => [purl, dependsOn])).toEqual([
    ['pkg:julia/Base64@1.10.0?uuid=00000000-0000-0000-0000-000000000002', undefined],
    [
      'pkg:julia/One@1.0.0?uuid=00000000-0000-0000-0000-000000000001',
      ['pkg:julia/Base64@1.10.0?uuid=00000000-0000-0000-0000-000000000002'],
    ],
  ]);
});
