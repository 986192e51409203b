import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound, PackageReading } from '../types.ts';
import { fieldAt, fieldsOf, yamlObject } from './documents.ts';
import { type Locked, lockFile, purlIn, related, withEdges } from './lock-file.ts';

/**
 * pnpm's lock files, of its versions 5 to 9 (https://github.com/pnpm/spec/tree/master/lockfile). A package's key is `/name/1.0.0_peers` in 5, `/name@1.0.0(peers)` in 6 and
 * `name@1.0.0(peers)` in 9, where what it needs stands under `snapshots`.
 */
export const pnpmLock: PackageCatalog = lockFile('pnpm-lock', ['pnpm-lock.yaml'], (text) => read(yamlObject(text)));

function read(lock: JsonObject): PackageReading {
  const version = Number.parseFloat(filled(lock.lockfileVersion) ?? '');
  const described = new Map(fieldsOf(lock.packages));
  const entries = isObject(lock.snapshots) ? fieldsOf(lock.snapshots) : [...described];
  const locked = new Map<string, Locked>();
  for (const [key, entry] of entries) {
    const bare = described.get(withoutPeers(key));
    const found = packageOf(key, entry, bare, version);
    if (found === undefined) continue;
    const needs = [...fieldsOf(fieldAt(entry, 'dependencies')), ...fieldsOf(fieldAt(entry, 'optionalDependencies'))];
    locked.set(key, { ...found, needs: needs.map(([name, told]) => keyOf(name, told, version)) });
  }
  const packages = withEdges(locked);
  const purls = new Map(Array.from(locked, ([key, one]) => [key, purlIn(one)]));
  const importers = isObject(lock.importers) ? Object.values(lock.importers) : [lock];
  const asked = (...fields: string[]) =>
    new Set(
      importers.flatMap((importer) =>
        fields.flatMap((field) =>
          fieldsOf(fieldAt(importer, field)).flatMap(
            ([name, told]) => purls.get(keyOf(name, isObject(told) ? told.version : told, version)) ?? [],
          ),
        ),
      ),
    );
  const roots = { needed: asked('dependencies', 'optionalDependencies'), development: asked('devDependencies') };
  return { packages: related(packages, roots) };
}

function packageOf(
  key: string,
  entry: Json,
  bare: Json | undefined,
  version: number,
): Omit<PackageFound, 'dependsOn'> | undefined {
  const told = { name: filled(fieldAt(entry, 'name')), version: filled(fieldAt(entry, 'version')) };
  const ofKey = nameAndVersion(key, version);
  const name = told.name ?? filled(fieldAt(bare, 'name')) ?? ofKey?.name;
  const number = told.version ?? filled(fieldAt(bare, 'version')) ?? ofKey?.version;
  if (name === undefined || number === undefined || /^(?:file|link):/.test(number)) return undefined;
  return { type: 'npm', name, version: number };
}

function nameAndVersion(key: string, version: number): { name: string; version: string } | undefined {
  const bare = withoutPeers(key.startsWith('/') ? key.slice(1) : key);
  const at = version < 6 ? bare.lastIndexOf('/') : bare.indexOf('@', 1);
  if (at <= 0) return undefined;
  const [name, rest] = [bare.slice(0, at), bare.slice(at + 1)];
  const number = version < 6 ? (rest.split('_')[0] as string) : rest;
  return number === '' ? undefined : { name, version: number };
}

function withoutPeers(key: string): string {
  const at = key.indexOf('(');
  return at < 0 ? key : key.slice(0, at);
}

/** The key of what a package needs: its version, or the whole key where it goes by another name. */
function keyOf(name: string, told: Json | undefined, version: number): string {
  const text = typeof told === 'string' ? told : '';
  if (text.startsWith('/')) return text;
  if (version >= 9) return /^\d/.test(text) || !withoutPeers(text).includes('@', 1) ? `${name}@${text}` : text;
  return version < 6 ? `/${name}/${text}` : `/${name}@${text}`;
}
