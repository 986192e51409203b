import { isObject, type Json } from '../../../model/index.ts';
import type { PackageCatalog, PackageReading } from '../types.ts';
import { fieldAt, fieldsOf } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { type Locked, lockFile, purlIn, related, withEdges } from './lock-file.ts';
import { askedIn } from './npm-manifest.ts';

/** Bun's lock file in text (https://bun.sh/docs/install/lockfile): each package a list of its name with version, its source and what it needs. */
export const bunLock: PackageCatalog = lockFile('bun-lock', ['bun.lock'], read);

function read(text: string): PackageReading {
  const { value, linesOf } = locatedObject(text, true);
  const locked = new Map<string, Locked>();
  const entries = new Map(fieldsOf(value.packages));
  for (const [key, entry] of entries) {
    const told = Array.isArray(entry) ? entry[0] : undefined;
    const at = typeof told === 'string' ? told.indexOf('@', 1) : -1;
    if (typeof told !== 'string' || at < 0) continue;
    const [name, version] = [told.slice(0, at), told.slice(at + 1)];
    if (/^(?:workspace|link|file|root):/.test(version)) continue;
    const lines = linesOf(entry);
    const needs = Object.keys(askedIn(detailsOf(entry)).needed).flatMap((other) => placeOf(key, other, entries) ?? []);
    locked.set(key, { type: 'npm', name, version, ...(lines !== undefined && { lines }), needs });
  }
  const purls = new Map(Array.from(locked, ([key, one]) => [key, purlIn(one)]));
  const roots = { needed: new Set<string>(), development: new Set<string>() };
  for (const [path, workspace] of fieldsOf(value.workspaces)) {
    if (!isObject(workspace)) continue;
    const asked = askedIn(workspace);
    const own = path === '' ? '' : String(fieldAt(workspace, 'name') ?? '');
    for (const field of ['needed', 'development'] as const) {
      for (const name of Object.keys(asked[field])) {
        const purl = purls.get(placeOf(own, name, entries) ?? '');
        if (purl !== undefined) roots[field].add(purl);
      }
    }
  }
  return { packages: related(withEdges(locked), roots) };
}

function detailsOf(entry: Json) {
  return (Array.isArray(entry) ? entry.find(isObject) : undefined) ?? {};
}

/** Keys are paths of names: `a/b` is the `b` that `a` alone sees. */
function placeOf(from: string, name: string, entries: ReadonlyMap<string, Json>): string | undefined {
  for (let above = from; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
    if (entries.has(`${above}/${name}`)) return `${above}/${name}`;
  }
  return entries.has(name) ? name : undefined;
}
