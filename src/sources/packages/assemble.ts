import {
  type Bom,
  type Distribution,
  type Package,
  type PackageLocation,
  systemPackageTypes,
  type Unread,
} from '../../model/index.ts';
import type { Reading, Readings } from '../files/types.ts';
import { distributionFiles } from './os-release.ts';
import { purlOf } from './purl.ts';
import type { PackageCatalog, PackageFound, PackageReading } from './types.ts';

/** A reading of one of the catalogs. */
interface Told extends Omit<Reading, 'value'> {
  value: PackageReading;
}

/** Longest name or version; longer ones, or ones with control characters, are no package's. */
const longest = 512;

/**
 * The software of a tree by what catalogs have read of its files: of those that are seen, as what a later layer has
 * removed or replaced does not run. Packages of an operating system come first, then those of languages, each in the
 * order of their names.
 *
 * A package found in several places is one with several locations, unless it belongs to a package of the operating
 * system in one place and not in another. Its layer is the one that brought it in the version that is seen, even where
 * later layers have written the same database anew.
 *
 * @param readings with the layers in their order; those of other readers are left alone
 */
export function assembleBom(readings: Readings, catalogs: readonly PackageCatalog[]): Bom {
  const ids = new Set(catalogs.map(({ id }) => id));
  const read = readings.readings.filter(({ reader }) => ids.has(reader)) as Told[];
  const told = joined(read, catalogs);
  const seen = told.filter(({ hidden }) => hidden !== true);
  const unread = [...readings.unread, ...seen.flatMap(incompleteOf)];
  const distribution = distributionOf(seen);
  const layers = layersOf(told);

  const named: Named[] = [];
  for (const reading of seen) {
    for (const found of reading.value.packages ?? []) {
      if (isPlausible(found.name) && isPlausible(found.version))
        named.push({ reading, found, purl: found.purl ?? purlOf(found, distribution) });
      else unread.push(impossible(reading));
    }
  }
  const owners = ownersOf(named.filter(isSystem), seen);

  const packages = new Map<string, Gathered>();
  for (const one of named) {
    const owner = isSystem(one) ? undefined : owners.get(merged(one.reading.path));
    add(packages, one, locationOf(one, layers), owner);
  }
  return {
    ...(distribution !== undefined && { distribution }),
    packages: Array.from(packages.values(), whole).sort(inOrder),
    unread,
  };
}

/** The readings with what files tell together. */
function joined(told: Told[], catalogs: readonly PackageCatalog[]): Told[] {
  const values = new Map<Told, PackageReading>();
  for (const catalog of catalogs) {
    if (catalog.join === undefined) continue;
    const own = told.filter(({ reader, hidden }) => reader === catalog.id && hidden !== true);
    for (const [index, value] of catalog.join(own).entries()) values.set(own[index] as Told, value);
  }
  if (values.size === 0) return told;
  return told.map((one) => ({ ...one, value: values.get(one) ?? one.value }));
}

/** A package that a reading tells, with its URL. */
interface Named {
  reading: Told;
  found: PackageFound;
  purl: string;
}

function isSystem({ found }: Named): boolean {
  return systemPackageTypes.has(found.type);
}

function impossible({ path, reader }: Told): Unread {
  return { path, code: 'malformed', reason: `${reader}: a package with an impossible name or version` };
}

function incompleteOf({ path, reader, value: { incomplete } }: Told): Unread[] {
  if (incomplete === undefined) return [];
  return [{ path, code: incomplete.code, reason: `${reader}: ${incomplete.reason}` }];
}

/** By the file that is believed first; a codename that it lacks may stand in another. */
function distributionOf(seen: readonly Told[]): Distribution | undefined {
  const byPath = new Map<string, Distribution>();
  for (const { path, value } of seen) if (value.distribution !== undefined) byPath.set(path, value.distribution);
  const [first, ...others] = distributionFiles.flatMap((path) => byPath.get(path) ?? []);
  if (first === undefined || first.codename !== undefined) return first;
  const codename = others.find(({ id, codename }) => id === first.id && codename !== undefined)?.codename;
  return codename === undefined ? first : { ...first, codename };
}

/**
 * The layer of each package of a file that several layers have written: the first since which it has been in it.
 * Keyed by reader and path, then by package.
 */
function layersOf(told: readonly Told[]): Map<string, Map<string, string | undefined>> {
  const files = new Map<string, Map<string, string | undefined>>();
  for (const { reader, path, layer, value } of told) {
    if (value.packages === undefined) continue;
    const file = `${reader} ${path}`;
    const before = files.get(file);
    files.set(
      file,
      new Map(
        value.packages.map((found) => {
          const key = identity(found);
          return [key, before?.has(key) ? before.get(key) : layer];
        }),
      ),
    );
  }
  return files;
}

function identity({ type, name, version, arch, within }: PackageFound): string {
  return [type, name, version, arch ?? '', within ?? ''].join('\n');
}

function locationOf({ reading, found }: Named, layers: ReturnType<typeof layersOf>): PackageLocation {
  const layer = layers.get(`${reading.reader} ${reading.path}`)?.get(identity(found));
  return {
    path: found.within === undefined ? reading.path : `${reading.path}/${found.within}`,
    ...(layer !== undefined && { layer }),
    ...(found.lines !== undefined && { lines: found.lines }),
  };
}

/** A package with what is gathered of it. */
interface Gathered {
  one: Package;
  places: Set<string>;
  needs: Set<string>;
}

/** Adds a package, or the place to one that is there. What is needed to run in one place is so altogether. */
function add(
  packages: Map<string, Gathered>,
  { found, purl }: Named,
  location: PackageLocation,
  owner: string | undefined,
): void {
  const key = `${purl}\n${owner ?? ''}`;
  let known = packages.get(key);
  if (known === undefined) {
    const { within: _within, owns: _owns, lines: _lines, purl: _purl, dependsOn: _dependsOn, ...rest } = found;
    const one: Package = { ...rest, purl, locations: [], ...(owner !== undefined && { ownedBy: owner }) };
    packages.set(key, (known = { one, places: new Set(), needs: new Set() }));
  }
  const place = `${location.path}\n${location.lines?.[0] ?? ''}`;
  if (!known.places.has(place)) known.one.locations.push(location);
  known.places.add(place);
  if (found.development !== true) delete known.one.development;
  if (found.relationship === 'direct') known.one.relationship = 'direct';
  for (const other of found.dependsOn ?? []) known.needs.add(other);
}

function whole({ one, needs }: Gathered): Package {
  return needs.size === 0 ? one : { ...one, dependsOn: Array.from(needs) };
}

/** Path of a file → purl of the package of the operating system that it belongs to. */
function ownersOf(system: readonly Named[], seen: readonly Told[]): Map<string, string> {
  const owners = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { found, purl } of system) {
    byName.set(found.name, purl);
    if (found.arch !== undefined) byName.set(`${found.name}:${found.arch}`, purl);
    for (const path of found.owns ?? []) owners.set(merged(path), purl);
  }
  for (const { value } of seen) {
    // A list of files may outlive its package.
    const owner = value.owns === undefined ? undefined : byName.get(value.owns.package);
    if (owner !== undefined) for (const path of value.owns?.paths ?? []) owners.set(merged(path), owner);
  }
  return owners;
}

/** Where a path lies once `/bin`, `/sbin`, `/lib` and `/lib64` are links into `/usr`: databases of packages know either. */
function merged(path: string): string {
  return /^(?:bin|sbin|lib|lib64)\//.test(path) ? `usr/${path}` : path;
}

function isPlausible(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return text.length > 0 && text.length <= longest && !/[\u0000-\u001f\u007f]/.test(text);
}

function inOrder(one: Package, other: Package): number {
  const system = Number(systemPackageTypes.has(other.type)) - Number(systemPackageTypes.has(one.type));
  if (system !== 0) return system;
  const [left, right] = [`${one.type}\n${one.name}\n${one.version}`, `${other.type}\n${other.name}\n${other.version}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
