import type { Bom, Json, Package } from '../../../model/index.ts';
import { assembleBom } from '../assemble.ts';
import { readWith } from '../entry.fixture.ts';
import type { PackageCatalog } from '../types.ts';

/** The software that a catalog tells of a tree of files, for tests. */
export function bomOf(catalog: PackageCatalog, files: Readonly<Record<string, string>>): Bom {
  const readings = Object.entries(files).flatMap(([path, content]) => {
    const value = readWith(catalog, path, content);
    return value === undefined ? [] : [{ reader: catalog.id, path, value: value as Json }];
  });
  return assembleBom({ readings, unread: [], entries: 0, bytes: 0 }, [catalog]);
}

/** `name@version` of each package, with what it is to the project: `direct`, `dev`, what it needs. */
export function linesOf({ packages }: Bom): string[] {
  return packages.map(lineOf);
}

function lineOf({ name, version, relationship, development, dependsOn = [] }: Package): string {
  const needs = dependsOn.map((purl) => purl.replace(/^pkg:[a-z]+\//, ''));
  return [
    `${name}@${version}`,
    ...(relationship === undefined ? [] : [relationship]),
    ...(development === true ? ['dev'] : []),
    ...(needs.length === 0 ? [] : [`-> ${needs.join(', ')}`]),
  ].join(' ');
}
