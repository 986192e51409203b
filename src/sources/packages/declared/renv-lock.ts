import { isObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { fieldsOf } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { leftOut, lockFile } from './lock-file.ts';

/** The lock file of renv for R (https://rstudio.github.io/renv/). */
export const renvLock: PackageCatalog = lockFile('renv', ['renv.lock'], (text) => {
  const { value, linesOf } = locatedObject(text);
  const packages = fieldsOf(value.Packages).flatMap(([key, entry]): PackageFound[] => {
    const [name, version] = isObject(entry) ? [filled(entry.Package) ?? key, filled(entry.Version)] : [key, undefined];
    const lines = linesOf(entry);
    return version === undefined ? [] : [{ type: 'cran', name, version, ...(lines !== undefined && { lines }) }];
  });
  const listed = fieldsOf(value.Packages).length;
  return { packages, ...leftOut(listed - packages.length, 'malformed', 'packages without a version') };
});
