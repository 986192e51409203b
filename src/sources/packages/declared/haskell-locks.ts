import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { fieldAt, objectsIn, yamlObject } from './documents.ts';
import { leftOut, lockFile } from './lock-file.ts';

/** Stack's lock file: packages of Hackage beside those of the snapshot. */
export const stackLock: PackageCatalog = lockFile('stack', ['stack.yaml.lock'], (text) => {
  const entries = objectsIn(yamlObject(text).packages);
  const packages = entries.flatMap((entry): PackageFound[] => {
    const told = filled(fieldAt(entry, 'completed', 'hackage')) ?? filled(fieldAt(entry, 'original', 'hackage')) ?? '';
    const [, name, version] = /^([\w-]+)-(\d+(?:\.\d+)*)(?:[@,]|$)/.exec(told) ?? [];
    return name === undefined || version === undefined ? [] : [{ type: 'hackage', name, version }];
  });
  return {
    packages,
    ...leftOut(entries.length - packages.length, 'unsupported', 'packages that do not come from Hackage'),
  };
});

/** What `cabal freeze` writes: `any.name ==1.2.3`, each a constraint. */
export const cabalFreeze: PackageCatalog = lockFile('cabal', ['cabal.project.freeze'], (text) => {
  const packages = text.split('\n').flatMap((line, index): PackageFound[] => {
    const [, name, version] = /(?:^|[\s,:])any\.([\w-]+) *== *(\d+(?:\.\d+)*)/.exec(line) ?? [];
    const lines: [number, number] = [index + 1, index + 1];
    return name === undefined || version === undefined ? [] : [{ type: 'hackage', name, version, lines }];
  });
  return { packages };
});
