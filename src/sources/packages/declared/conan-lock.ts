import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { fieldAt, fieldsOf, textsIn } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { type Locked, lockFile, withEdges } from './lock-file.ts';

/** Conan's lock files: of version 1 a graph of nodes, of version 2 lists of references (`name/version@user/channel#revision`). */
export const conanLock: PackageCatalog = lockFile('conan', ['conan.lock'], (text) => {
  const { value, linesOf } = locatedObject(text);
  const nodes = fieldsOf(fieldAt(value, 'graph_lock', 'nodes'));
  if (nodes.length === 0) {
    const needed = textsIn(value.requires).flatMap((one) => referenceIn(one) ?? []);
    const building = [...textsIn(value.build_requires), ...textsIn(value.python_requires)];
    const development = building
      .flatMap((one) => referenceIn(one) ?? [])
      .map((found) => ({ ...found, development: true }));
    return { packages: [...needed, ...development] };
  }
  const direct = new Set(nodes.flatMap(([, node]) => (isRoot(node) ? textsIn(fieldAt(node, 'requires')) : [])));
  const locked = new Map<string, Locked>();
  for (const [id, node] of nodes) {
    const found = referenceIn(filled(fieldAt(node, 'ref')) ?? '');
    if (found === undefined || isRoot(node)) continue;
    const lines = linesOf(node);
    locked.set(id, {
      ...found,
      relationship: direct.has(id) ? 'direct' : 'indirect',
      ...(lines !== undefined && { lines }),
      ...(fieldAt(node, 'context') === 'build' && { development: true }),
      needs: textsIn(fieldAt(node, 'requires')),
    });
  }
  return { packages: withEdges(locked) };
});

/** The project itself: it has a path, or no reference. */
function isRoot(node: Parameters<typeof fieldAt>[0]): boolean {
  return fieldAt(node, 'path') !== undefined || filled(fieldAt(node, 'ref')) === undefined;
}

function referenceIn(reference: string): PackageFound | undefined {
  const [, name, version] = /^([^/@#%\s]+)\/([^/@#%\s]+)/.exec(reference) ?? [];
  return name === undefined || version === undefined ? undefined : { type: 'conan', name, version };
}
