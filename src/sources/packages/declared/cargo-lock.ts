import { isObject, type JsonObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageReading } from '../types.ts';
import { fieldAt, fieldsOf, linesOfTables, objectsIn, textsIn, tomlObject } from './documents.ts';
import { append, type Locked, lockFile, withEdges } from './lock-file.ts';
import { joinManifests, lockedBy, manifestOf } from './manifests.ts';

/** Cargo's lock file; the manifests of the crates beside it say what is needed to run. */
export const cargoLock: PackageCatalog = {
  ...lockFile('cargo', ['Cargo.lock', 'Cargo.toml'], (text, name) =>
    name === 'Cargo.toml' ? manifest(tomlObject(text)) : locked(text),
  ),
  join: joinManifests,
};

function locked(text: string): PackageReading {
  const tables = objectsIn(tomlObject(text).package);
  const lines = linesOfTables(text, 'package', tables.length);
  const byName = new Map<string, string[]>();
  for (const table of tables) {
    const [name, version] = [filled(table.name), filled(table.version)];
    if (name && version) append(byName, name, [`${name} ${version}`]);
  }
  const packages = new Map<string, Locked>();
  for (const [index, table] of tables.entries()) {
    const [name, version] = [filled(table.name), filled(table.version)];
    if (name === undefined || version === undefined) continue;
    const place = lines?.[index];
    packages.set(`${name} ${version}`, {
      type: 'cargo',
      name,
      version,
      ...(place !== undefined && { lines: place }),
      // `name`, where there is one version of it; else `name version`, perhaps with the source behind.
      needs: textsIn(table.dependencies).flatMap((told) => {
        const [other = '', number] = told.split(' ');
        return number === undefined ? (byName.get(other)?.[0] ?? []) : `${other} ${number}`;
      }),
    });
  }
  return lockedBy(withEdges(packages));
}

/** Dependencies to run or build, and those for tests; also for single platforms and of the whole workspace. */
function manifest(file: JsonObject): PackageReading {
  const places = [file, ...fieldsOf(file.target).map(([, one]) => one), fieldAt(file, 'workspace')];
  const names = (...tables: string[]) =>
    Object.fromEntries(
      places.flatMap((place) =>
        tables.flatMap((table) =>
          fieldsOf(fieldAt(place, table)).map(([name, told]) => [(isObject(told) && filled(told.package)) || name, '']),
        ),
      ),
    );
  return manifestOf(names('dependencies', 'build-dependencies'), names('dev-dependencies'));
}
