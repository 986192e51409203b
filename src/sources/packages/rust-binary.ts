import { inflateSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { filled, jsonObjectOf } from './content.ts';
import { isExecutable, openExecutable, wantsExecutable } from './executable/index.ts';
import { purlOf } from './purl.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

const mostBytes = 16 * 1024 * 1024;
const longestName = 200;
/** Beyond, what needs what is left out. */
const mostNeeds = 100_000;

/** Crates of which a Rust program is made, where it was built by cargo-auditable (its PARSING.md). */
export const rustBinary: PackageCatalog = {
  id: 'rust-binary',
  version: 1,
  finds: 'installed',
  wants: wantsExecutable,
  sniff: isExecutable,
  read(_entry, content) {
    const section = openExecutable(content)?.section('.dep-v0');
    if (section === undefined) return undefined;
    const { packages } = jsonObjectOf(unpacked(section));
    if (!Array.isArray(packages)) throw new UnreadableFile('malformed', 'the list of crates has no packages');
    return { packages: packagesOf(packages.filter(isObject)) };
  },
};

function unpacked(section: Buffer): Buffer {
  try {
    return inflateSync(section, { maxOutputLength: mostBytes });
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new UnreadableFile(tooLarge ? 'too-large' : 'malformed', 'the list of crates cannot be unpacked');
  }
}

/** Each names those it needs by their places in the list; the one marked as root is the program itself. */
function packagesOf(crates: JsonObject[]): PackageFound[] {
  const needed = crates.map(({ dependencies }) => (Array.isArray(dependencies) ? dependencies : []));
  const needs = needed.reduce((sum, { length }) => sum + length, 0);
  const direct = new Set(crates.flatMap(({ root }, index) => (root === true ? (needed[index] ?? []) : [])));
  const purls = crates.map(({ name, version }) => {
    const [own, number] = [filled(name), filled(version)];
    return own && number && own.length + number.length <= longestName
      ? purlOf({ type: 'cargo', name: own, version: number })
      : undefined;
  });
  return crates.flatMap(({ name, version, kind, root }, index): PackageFound[] => {
    if (purls[index] === undefined) return [];
    const others = needs > mostNeeds ? [] : (needed[index] ?? []);
    const dependsOn = Array.from(new Set(others.flatMap((other) => purls[Number(other)] ?? [])));
    return [
      {
        type: 'cargo',
        name: filled(name) as string,
        version: filled(version) as string,
        ...(root !== true && { relationship: direct.has(index) ? 'direct' : 'indirect' }),
        ...(kind === 'build' && { development: true }),
        ...(dependsOn.length > 0 && { dependsOn }),
      },
    ];
  });
}
