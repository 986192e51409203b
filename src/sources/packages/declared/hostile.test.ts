import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../files/errors.ts';
import { fileEntry } from '../entry.fixture.ts';
import { assembleBom, declaredCatalogs, type PackageCatalog, type PackageReading } from '../index.ts';

/** A small file for each of the formats. */
const files: readonly [path: string, content: string][] = [
  ['package.json', '{"dependencies":{"one":"^1.0.0"}}'],
  ['package-lock.json', '{"packages":{"":{"dependencies":{"one":"1"}},"node_modules/one":{"version":"1.0.0"}}}'],
  ['npm-shrinkwrap.json', '{"dependencies":{"one":{"version":"1.0.0","requires":{"two":"1"}}}}'],
  ['yarn.lock', '# yarn lockfile v1\n\none@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    two "^1.0.0"\n'],
  ['pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages:\n  one@1.0.0: {}\nsnapshots:\n  one@1.0.0: {}\n"],
  ['bun.lock', '{"workspaces":{"":{"dependencies":{"one":"1"}}},"packages":{"one":["one@1.0.0","",{},"x"],}}'],
  ['requirements.txt', 'one==1.0 # x\ntwo[a,b] == 2.0 ; x\n'],
  ['Pipfile.lock', '{"default":{"one":{"version":"==1.0"}}}'],
  ['Pipfile', '[packages]\none = "*"\n'],
  ['poetry.lock', '[[package]]\nname = "one"\nversion = "1.0"\n[package.dependencies]\ntwo = "*"\n'],
  ['pdm.lock', '[[package]]\nname = "one"\nversion = "1.0"\ngroups = ["default"]\ndependencies = ["two>1"]\n'],
  ['pylock.toml', '[[packages]]\nname = "one"\nversion = "1.0"\ndependencies = [{name = "two"}]\n'],
  [
    'uv.lock',
    '[[package]]\nname = "one"\nversion = "1.0"\nsource = {virtual = "."}\ndependencies = [{name = "one"}]\n',
  ],
  ['pyproject.toml', '[project]\ndependencies = ["one>=1"]\n[dependency-groups]\ndev = ["two"]\n'],
  ['environment.yml', 'dependencies:\n  - one=1.0=b\n  - pip:\n    - two==2.0\n'],
  ['go.mod', 'module example.com/a\ngo 1.15\nrequire (\n\texample.com/one v1.0.0 // indirect\n)\nreplace a => b v1\n'],
  ['go.sum', 'example.com/two v1.0.0/go.mod h1:x=\n'],
  ['Cargo.lock', '[[package]]\nname = "one"\nversion = "1.0.0"\ndependencies = ["one 1.0.0"]\n'],
  ['Cargo.toml', '[dependencies]\none = "1"\n[target.x.dev-dependencies]\ntwo = {package = "one"}\n'],
  ['Gemfile.lock', 'GEM\n  specs:\n    one (1.0)\n      two (>= 1)\n\nDEPENDENCIES\n  one!\n'],
  [
    'pom.xml',
    `<project><groupId>g</groupId><artifactId>a</artifactId><version>\${v}</version><properties><v>1</v></properties><dependencies><dependency><groupId>g</groupId><artifactId>b</artifactId><version>\${v}</version></dependency></dependencies></project>`,
  ],
  ['gradle.lockfile', '# x\ng:a:1.0=runtimeClasspath\nempty=\n'],
  ['build.sbt.lock', '{"dependencies":[{"org":"g","name":"a","version":"1","configurations":["test"]}]}'],
  ['composer.lock', '{"packages":[{"name":"a/b","version":"1","require":{"c/d":"1"}}],"packages-dev":[]}'],
  ['composer.json', '{"require":{"a/b":"1"}}'],
  [
    'packages.lock.json',
    '{"dependencies":{"net8.0":{"One":{"type":"Direct","resolved":"1","dependencies":{"Two":"1"}}}}}',
  ],
  ['packages.config', '<packages><package id="One" version="1"/></packages>'],
  ['Directory.Packages.props', '<Project><ItemGroup><PackageVersion Include="One" Version="1"/></ItemGroup></Project>'],
  ['mix.lock', '%{\n  "one": {:hex, :one, "1.0.0", "x"},\n}\n'],
  ['pubspec.lock', 'packages:\n  one:\n    dependency: "direct main"\n    version: "1.0.0"\n'],
  ['Package.resolved', '{"pins":[{"location":"https://git.example/a/b.git","state":{"version":"1"}}]}'],
  ['Podfile.lock', 'PODS:\n  - One/A (1.0):\n    - Two\nDEPENDENCIES:\n  - One/A\n'],
  ['conan.lock', '{"graph_lock":{"nodes":{"0":{"requires":["1"]},"1":{"ref":"one/1.0#0"}}}}'],
  ['renv.lock', '{"Packages":{"one":{"Package":"one","Version":"1"}}}'],
  ['stack.yaml.lock', 'packages:\n- completed:\n    hackage: one-1.0@sha256:0,1\n'],
  ['cabal.project.freeze', 'constraints: any.one ==1.0\n'],
  ['Manifest.toml', 'julia_version = "1.10.0"\n[[deps.One]]\nuuid = "0-1"\ndeps = ["One"]\n'],
];

/** What a catalog makes of any content: a reading from which a Bom can be made, or that it is unreadable. */
function survives(catalog: PackageCatalog, path: string, content: Buffer): void {
  const entry = fileEntry(path, content);
  let value: PackageReading | undefined;
  try {
    value = catalog.read(entry, content);
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFile);
    return;
  }
  // As it comes out of the cache of layers.
  const kept = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  const readings = kept === undefined ? [] : [{ reader: catalog.id, path, value: kept }];
  const beside = files
    .filter(([other]) => other !== path && catalog.wants(fileEntry(other)) !== undefined)
    .map(([other, text]) => ({ reader: catalog.id, path: other, value: read(catalog, other, Buffer.from(text)) }));
  assembleBom({ readings: [...readings, ...beside], unread: [], entries: 0, bytes: 0 }, [catalog]);
}

function read(catalog: PackageCatalog, path: string, content: Buffer) {
  return catalog.read(fileEntry(path, content), content) ?? {};
}

function catalogsOf(path: string): PackageCatalog[] {
  return declaredCatalogs.filter((catalog) => catalog.wants(fileEntry(path)) !== undefined);
}

describe('lock files of strangers', () => {
  it('are all read here', () => {
    const asked = new Set(files.flatMap(([path]) => catalogsOf(path)));
    expect(declaredCatalogs.filter((catalog) => !asked.has(catalog))).toEqual([]);
  });

  for (const [path, content] of files) {
    it(`${path}: any bytes, and those of a whole one with some changed`, () => {
      for (const catalog of catalogsOf(path)) {
        fc.assert(
          fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => survives(catalog, path, Buffer.from(bytes))),
          { numRuns: 100 },
        );
        const changes = fc.array(fc.tuple(fc.nat(content.length - 1), fc.string({ maxLength: 4 })), { maxLength: 6 });
        fc.assert(
          fc.property(changes, fc.nat(content.length), (all, cut) => {
            let text = content.slice(0, all.length % 2 === 0 ? content.length : cut);
            for (const [at, put] of all) text = text.slice(0, at) + put + text.slice(at + put.length);
            survives(catalog, path, Buffer.from(text));
          }),
          { numRuns: 200 },
        );
      }
    });
  }

  it('of any JSON, in all formats that are JSON', () => {
    const jsonFiles = files.filter(([, content]) => content.startsWith('{'));
    for (const [path] of jsonFiles) {
      for (const catalog of catalogsOf(path)) {
        fc.assert(
          fc.property(fc.jsonValue(), (value) => survives(catalog, path, Buffer.from(JSON.stringify(value)))),
          { numRuns: 50 },
        );
      }
    }
  });

  it('are nested deep', () => {
    const deep = 50_000;
    const nested = [
      ['package-lock.json', `${'{"dependencies":{"a":'.repeat(deep)}1`],
      ['bun.lock', '['.repeat(deep)],
      ['pnpm-lock.yaml', '['.repeat(deep)],
      ['pnpm-lock.yaml', `packages: ${'{a: '.repeat(deep)}`],
      ['pnpm-lock.yaml', `${Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}`],
      ['pnpm-lock.yaml', `a: ${'&a '.repeat(deep)}`],
      ['pnpm-lock.yaml', '? '.repeat(deep)],
      ['uv.lock', `a = ${'['.repeat(deep)}`],
      ['pom.xml', '<project>'.repeat(deep)],
    ] as const;
    for (const [path, content] of nested) {
      for (const catalog of catalogsOf(path)) survives(catalog, path, Buffer.from(content));
    }
  });

  it('multiply what they name', () => {
    const aliases = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
      .join('\n')}`;
    const crates = Array.from(
      { length: 2000 },
      (_, index) => `[[package]]\nname = "one"\nversion = "${index}"\ndependencies = ["one"]`,
    );
    const properties = Array.from(
      { length: 60 },
      (_, index) => `<p${index}>${`\${p${index + 1}}`.repeat(40)}</p${index}>`,
    );
    const pom = `<project><artifactId>a</artifactId><version>\${p0}</version><properties>${properties.join('')}</properties></project>`;
    survives(catalogsOf('pnpm-lock.yaml')[0] as PackageCatalog, 'pnpm-lock.yaml', Buffer.from(aliases));
    survives(catalogsOf('Cargo.lock')[0] as PackageCatalog, 'Cargo.lock', Buffer.from(crates.join('\n')));
    survives(catalogsOf('pom.xml')[0] as PackageCatalog, 'pom.xml', Buffer.from(pom));
  });
});
