import type { JsonObject } from '../../../model/index.ts';
import type { PackageReading } from '../types.ts';
import { fieldsOf } from './documents.ts';
import { type Asked, manifestOf } from './manifests.ts';

/** What a `package.json` asks for. */
export function npmManifest(manifest: JsonObject): PackageReading {
  const { needed, development } = askedIn(manifest);
  return manifestOf(needed, development);
}

/** Dependencies of a manifest, or of a lock file's copy of it. Peers and optional ones run with the others. */
export function askedIn(manifest: JsonObject): { needed: Asked; development: Asked } {
  const needed = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((name) =>
    textFields(manifest, name),
  );
  return {
    needed: Object.fromEntries(needed),
    development: Object.fromEntries(textFields(manifest, 'devDependencies')),
  };
}

function textFields(manifest: JsonObject, name: string): [string, string][] {
  return fieldsOf(manifest[name]).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}
