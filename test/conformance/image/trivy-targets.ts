import type { Bom, Json } from '../../../src/model/index.ts';
import { type FileEntry, type Readings, UnreadableFile } from '../../../src/sources/files/index.ts';
import {
  assembleBom,
  declaredCatalogs,
  installedCatalogs,
  type PackageCatalog,
  type PackageReading,
} from '../../../src/sources/packages/index.ts';

/** What the cases look at as one: a lock file, all packages of a kind, those of the system. */
export interface Target {
  /** A path, a kind or a class, as the case names it. */
  key: string;
  /** Under which names statements about it go. */
  names: string[];
  bom: Bom;
}

/** Which of our catalogs reads what each kind of file is, by Trivy's names. */
const catalogIds: Readonly<Record<string, string>> = {
  npm: 'npm-lock',
  yarn: 'yarn-lock',
  pnpm: 'pnpm-lock',
  bun: 'bun-lock',
  pip: 'requirements',
  pipenv: 'pipenv',
  poetry: 'poetry',
  uv: 'uv',
  pylock: 'pylock',
  'conda-environment': 'conda-environment',
  gomod: 'go-mod',
  cargo: 'cargo',
  bundler: 'bundler',
  pom: 'maven-pom',
  gradle: 'gradle',
  'gradle-lockfile': 'gradle',
  sbt: 'sbt',
  'sbt-lockfile': 'sbt',
  composer: 'composer',
  nuget: 'nuget-lock',
  'nuget-config': 'nuget-config',
  'packages-props': 'nuget-props',
  mixlock: 'mix',
  'mix-lock': 'mix',
  hex: 'mix',
  pub: 'pubspec',
  'pubspec-lock': 'pubspec',
  swift: 'swift',
  cocoapods: 'cocoapods',
  conan: 'conan',
  'conan-lock': 'conan',
  julia: 'julia',
};

/** Trivy's name of the kind of target that each of our catalogs of installed packages makes. */
const installedTypes: Readonly<Record<string, string>> = {
  'node-modules': 'node-pkg',
  python: 'python-pkg',
  conda: 'conda-pkg',
  gems: 'gemspec',
  'go-binary': 'gobinary',
  'rust-binary': 'rustbinary',
  java: 'jar',
  'composer-installed': 'composer-vendor',
  dotnet: 'dotnet-core',
};

/** Programs and what they load count as declared as well as installed: they lie in folders of projects. */
const alsoInFolders = ['dotnet'];

interface FileReading {
  catalog: PackageCatalog;
  path: string;
  value: PackageReading;
}

/** Each lock file and manifest as a target of its own. `patterns`: `kind:regex` of files that are read as that kind, whatever they are called. */
export function declaredTargets(files: ReadonlyMap<string, Buffer>, patterns: readonly string[]): Target[] {
  const catalogs = [...declaredCatalogs, ...installedCatalogs.filter(({ id }) => alsoInFolders.includes(id))];
  const readings = read(files, catalogs, (path) => named(path, patterns));
  return catalogs.flatMap((catalog) => {
    const own = readings.filter((one) => one.catalog === catalog);
    const values = catalog.join?.(own) ?? own.map(({ value }) => value);
    return own.flatMap(({ path }, index) => {
      const value = values[index] as PackageReading;
      if (value.packages === undefined) return [];
      const { join: _join, ...alone } = catalog;
      const bom = assembleBom(readingsOf([{ catalog, path, value }]), [alone]);
      return [{ key: path, names: value.project === undefined ? [] : [value.project], bom }];
    });
  });
}

/** Installed packages: those of the system, and those of each kind. */
export function installedTargets(files: ReadonlyMap<string, Buffer>): Target[] {
  const readings = read(files, installedCatalogs, () => []);
  const kinds = new Map<string, FileReading[]>();
  const system: FileReading[] = [];
  for (const one of readings) {
    const kind = installedTypes[one.catalog.id];
    if (kind === undefined) system.push(one);
    else kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [
    { key: 'os-pkgs', names: [], bom: assembleBom(readingsOf(system), installedCatalogs) },
    ...Array.from(kinds, ([key, own]) => ({ key, names: [], bom: assembleBom(readingsOf(own), installedCatalogs) })),
  ];
}

function named(path: string, patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    const at = pattern.indexOf(':');
    const id = catalogIds[pattern.slice(0, at)];
    return id !== undefined && new RegExp(pattern.slice(at + 1)).test(path) ? [id] : [];
  });
}

function read(
  files: ReadonlyMap<string, Buffer>,
  catalogs: readonly PackageCatalog[],
  also: (path: string) => string[],
): FileReading[] {
  return Array.from(files, ([path, content]) => {
    const entry: FileEntry = { path, type: 'file', mode: 0o755, uid: 0, gid: 0, size: content.length, modified: 0 };
    const wanted = also(path);
    return catalogs.flatMap((catalog) => {
      const most = catalog.wants(entry);
      if (most === undefined && !wanted.includes(catalog.id)) return [];
      if (catalog.sniff?.(content.subarray(0, 4096), entry) === false) return [];
      const value = readingOf(catalog, entry, content);
      return value === undefined ? [] : [{ catalog, path, value }];
    });
  }).flat();
}

function readingOf(catalog: PackageCatalog, entry: FileEntry, content: Buffer): PackageReading | undefined {
  try {
    return catalog.read(entry, content);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

function readingsOf(read: readonly FileReading[]): Readings {
  const readings = read.map(({ catalog, path, value }) => ({ reader: catalog.id, path, value: value as Json }));
  return { readings, unread: [], entries: read.length, bytes: 0 };
}
