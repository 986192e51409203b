import { createHash } from 'node:crypto';
import { type Bom, canonicalJson, type Json, type Package } from '../../model/index.ts';

/** A package with the name by which the document refers to it. */
export interface Referred {
  ref: string;
  one: Package;
}

/**
 * The packages in the order of their refs. A ref is the purl; where one and the same package is there twice, because one copy of it belongs to a package of the
 * operating system, the second has that one's purl behind.
 */
export function referred({ packages }: Bom): Referred[] {
  const taken = new Set<string>();
  const found = packages.map((one) => {
    let ref = taken.has(one.purl) ? `${one.purl}|${one.ownedBy ?? ''}` : one.purl;
    while (taken.has(ref)) ref += '|';
    taken.add(ref);
    return { ref, one };
  });
  return found.sort((left, right) => (left.ref < right.ref ? -1 : 1));
}

/** Refs of what a package needs, as far as it is in the document. */
export function neededBy({ one }: Referred, refs: ReadonlySet<string>): string[] {
  return (one.dependsOn ?? []).filter((purl) => refs.has(purl)).sort();
}

/** What nothing else in the document needs, and what the project asks for itself. */
export function topmost(packages: readonly Referred[], refs: ReadonlySet<string>): string[] {
  const needed = new Set(packages.flatMap((one) => neededBy(one, refs).filter((ref) => ref !== one.ref)));
  return packages.filter(({ ref, one }) => !needed.has(ref) || one.relationship === 'direct').map(({ ref }) => ref);
}

/** A UUID (RFC 9562, version 8) that hangs on a document's content alone. */
export function uuidOf(content: Json): string {
  const hex = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
