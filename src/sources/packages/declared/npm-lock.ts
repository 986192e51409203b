import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageReading } from '../types.ts';
import { fieldsOf } from './documents.ts';
import { type LocatedJson, locatedObject } from './located-json.ts';
import { type Locked, leftOut, lockFile, withEdges } from './lock-file.ts';
import { joinManifests, lockedBy } from './manifests.ts';
import { askedIn, npmManifest } from './npm-manifest.ts';

const folder = 'node_modules/';

/** npm's lock files, of its versions 1 to 3 (https://docs.npmjs.com/cli/configuring-npm/package-lock-json). */
export const npmLock: PackageCatalog = {
  ...lockFile('npm-lock', ['package-lock.json', 'npm-shrinkwrap.json', 'package.json'], (text, name) => {
    const located = locatedObject(text);
    if (name === 'package.json') return npmManifest(located.value);
    return isObject(located.value.packages) ? fromFolders(located) : fromTree(located);
  }),
  join: joinManifests,
};

/** Versions 2 and 3: every folder of a package by its path. */
function fromFolders({ value, linesOf }: LocatedJson): PackageReading {
  const folders = new Map(fieldsOf((value as JsonObject).packages));
  const locked = new Map<string, Locked>();
  let unnamed = 0;
  for (const [path, entry] of folders) {
    if (!isObject(entry) || !path.includes(folder) || entry.link === true) continue;
    const name = filled(entry.name) ?? path.slice(path.lastIndexOf(folder) + folder.length);
    const version = filled(entry.version);
    const lines = linesOf(entry);
    if (version === undefined) unnamed += 1;
    else {
      locked.set(path, {
        type: 'npm',
        name,
        version,
        ...(filled(entry.license) && { licenses: [entry.license as string] }),
        ...(lines !== undefined && { lines }),
        ...((entry.dev === true || entry.devOptional === true) && { development: true }),
        needs: neededBy(entry).flatMap((other) => resolved(path, other, folders) ?? []),
      });
    }
  }
  const direct = new Set<string>();
  for (const [path, entry] of folders) {
    // The project itself and its workspaces.
    if (!isObject(entry) || path.includes(folder)) continue;
    const { needed, development } = askedIn(entry);
    for (const other of [...Object.keys(needed), ...Object.keys(development)]) {
      const place = resolved(path, other, folders);
      if (place !== undefined) direct.add(place);
    }
  }
  for (const [path, one] of locked) one.relationship = direct.has(path) ? 'direct' : 'indirect';
  return { packages: withEdges(locked), ...leftOut(unnamed, 'malformed', 'packages without a version') };
}

function neededBy(entry: JsonObject): string[] {
  return [
    ...fieldsOf(entry.dependencies),
    ...fieldsOf(entry.optionalDependencies),
    ...fieldsOf(entry.peerDependencies),
  ].map(([name]) => name);
}

/** Where Node finds a package from a folder: in the nearest `node_modules` above that has it. A link leads to its target. */
function resolved(from: string, name: string, folders: ReadonlyMap<string, Json>): string | undefined {
  for (let above = from; ; ) {
    const place = above === '' ? `${folder}${name}` : `${above}/${folder}${name}`;
    const entry = folders.get(place);
    if (isObject(entry)) return entry.link === true ? filled(entry.resolved) : place;
    if (above === '') return undefined;
    // From a package up to the folder that holds its `node_modules`; from a workspace up one folder.
    const inner = above.lastIndexOf(folder);
    above = inner < 0 ? above.slice(0, Math.max(0, above.lastIndexOf('/'))) : above.slice(0, Math.max(0, inner - 1));
  }
}

/** Version 1: packages within packages. */
function fromTree({ value, linesOf }: LocatedJson): PackageReading {
  const locked = new Map<string, Locked>();
  let unnamed = 0;
  const walk = (dependencies: Json | undefined, above: readonly ReadonlyMap<string, string>[]): void => {
    const here = new Map(fieldsOf(dependencies).map(([name]) => [name, `${locked.size} ${above.length} ${name}`]));
    const scopes = [here, ...above];
    for (const [name, entry] of fieldsOf(dependencies)) {
      if (!isObject(entry)) continue;
      const told = filled(entry.version);
      const alias = /^npm:(.+)@([^@]+)$/.exec(told ?? '');
      const version = alias?.[2] ?? told;
      const lines = linesOf(entry);
      if (version === undefined) unnamed += 1;
      else if (!version.startsWith('file:')) {
        const within = new Map(fieldsOf(entry.dependencies).map(([other]) => [other, '']));
        locked.set(here.get(name) as string, {
          type: 'npm',
          name: alias?.[1] ?? name,
          version,
          ...(lines !== undefined && { lines }),
          ...((entry.dev === true || entry.devOptional === true) && { development: true }),
          needs: fieldsOf(entry.requires)
            .filter(([other]) => !within.has(other))
            .flatMap(([other]) => scopes.find((scope) => scope.has(other))?.get(other) ?? []),
        });
      }
      walk(entry.dependencies, scopes);
    }
  };
  walk((value as JsonObject).dependencies, []);
  return { ...lockedBy(withEdges(locked)), ...leftOut(unnamed, 'malformed', 'packages without a version') };
}
