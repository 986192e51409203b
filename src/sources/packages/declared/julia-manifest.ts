import { isObject, type Json } from '../../../model/index.ts';
import { filled } from '../content.ts';
import { purlOf } from '../purl.ts';
import type { PackageCatalog } from '../types.ts';
import { fieldsOf, objectsIn, textsIn, tomlObject } from './documents.ts';
import { append, type Locked, lockFile, withEdges } from './lock-file.ts';

/** Julia's manifest (https://pkgdocs.julialang.org/v1/toml-files/): a list by name, since its version 2 under `deps`. What belongs to Julia has Julia's version. */
export const juliaManifest: PackageCatalog = lockFile(
  'julia',
  ['Manifest.toml', 'JuliaManifest.toml', /^(?:Julia)?Manifest-v[\d.]+\.toml$/],
  (text) => {
    const file = tomlObject(text);
    const julia = filled(file.julia_version);
    const entries = fieldsOf(isObject(file.deps) ? file.deps : file).flatMap(([name, list]) =>
      objectsIn(list).map((entry) => ({ name, entry })),
    );
    const byName = new Map<string, string[]>();
    for (const { name, entry } of entries) append(byName, name, [String(entry.uuid)]);
    const locked = new Map<string, Locked>();
    for (const { name, entry } of entries) {
      const uuid = filled(entry.uuid);
      const version = filled(entry.version) ?? julia;
      if (uuid === undefined || version === undefined) continue;
      const purl = `${purlOf({ type: 'julia', name, version })}?uuid=${encodeURIComponent(uuid)}`;
      locked.set(uuid, { type: 'julia', name, version, purl, needs: neededBy(entry.deps, byName) });
    }
    return { packages: withEdges(locked) };
  },
);

/** Names, or a table of names and ids where a name alone would not do. */
function neededBy(deps: Json | undefined, byName: ReadonlyMap<string, string[]>): string[] {
  if (isObject(deps)) return Object.values(deps).filter((id) => typeof id === 'string');
  return textsIn(deps).flatMap((name) => byName.get(name)?.[0] ?? []);
}
