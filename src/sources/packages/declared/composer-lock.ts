import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageReading } from '../types.ts';
import { fieldsOf, objectsIn, textsIn } from './documents.ts';
import { type LocatedJson, locatedObject } from './located-json.ts';
import { type Locked, leftOut, lockFile, withEdges } from './lock-file.ts';
import { joinManifests, lockedBy, manifestOf } from './manifests.ts';

/** Composer's lock file; what was asked for itself stands in `composer.json` beside it. */
export const composerLock: PackageCatalog = {
  ...lockFile('composer', ['composer.lock', 'composer.json'], (text, name) => {
    const located = locatedObject(text);
    if (name === 'composer.lock') return locked(located);
    return manifestOf(namesIn(located.value.require), namesIn(located.value['require-dev']));
  }),
  join: joinManifests,
};

function locked({ value, linesOf }: LocatedJson): PackageReading {
  const file = value as JsonObject;
  const packages = new Map<string, Locked>();
  let unnamed = 0;
  for (const [list, development] of [
    ['packages', false],
    ['packages-dev', true],
  ] as const) {
    for (const one of objectsIn(file[list])) {
      const [name, version] = [filled(one.name)?.toLowerCase(), filled(one.version)];
      const lines = linesOf(one);
      const licenses = textsIn(one.license);
      if (name === undefined || version === undefined) unnamed += 1;
      else {
        packages.set(name, {
          type: 'composer',
          name,
          version,
          ...(licenses.length > 0 && { licenses }),
          ...(lines !== undefined && { lines }),
          ...(development && { development }),
          needs: fieldsOf(one.require).map(([other]) => other.toLowerCase()),
        });
      }
    }
  }
  return { ...lockedBy(withEdges(packages)), ...leftOut(unnamed, 'malformed', 'packages without a name or version') };
}

function namesIn(value: Json | undefined): Record<string, string> {
  return Object.fromEntries(isObject(value) ? Object.keys(value).map((name) => [name.toLowerCase(), '']) : []);
}
