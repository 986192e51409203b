import type { PackageCatalog, PackageFound } from '../types.ts';
import { leftOut, lockFile } from './lock-file.ts';

/** Mix's lock file for Elixir and Erlang: a term of Elixir with one line a package, of Hex or of a repository. */
export const mixLock: PackageCatalog = lockFile('mix', ['mix.lock'], (text) => {
  let others = 0;
  const packages = text.split('\n').flatMap((raw, index): PackageFound[] => {
    const line = raw.trim();
    const [, key, source] = /^"([^"\\]+)": *\{:(\w+),/.exec(line) ?? [];
    if (key === undefined) return [];
    const [, name, version] = /\{:hex, *:"?([^",\s]+)"?, *"([^"]+)"/.exec(line) ?? [];
    if (source !== 'hex' || name === undefined || version === undefined) {
      others += 1;
      return [];
    }
    return [{ type: 'hex', name, version, lines: [index + 1, index + 1] }];
  });
  return { packages, ...leftOut(others, 'unsupported', 'packages that come from a repository, not from Hex') };
});
