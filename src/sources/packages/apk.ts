import { UnreadableFile } from '../files/errors.ts';
import { cutOff, textOf } from './content.ts';
import { mayHoldPackages } from './owned.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

/** Packages of Alpine, Wolfi and Chainguard: apk-tools' database of what is installed (apk-package(5), apk-v2). */
export const apk: PackageCatalog = {
  id: 'apk',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (type !== 'file') return undefined;
    return path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed' ? 128 * 1024 * 1024 : undefined;
  },
  read(_entry, content) {
    const packages: PackageFound[] = [];
    let broken = 0;
    let fields = new Map<string, string>();
    let folder = '';
    let owns: string[] = [];
    const end = () => {
      if (fields.size === 0) return;
      const found = packageOf(fields, owns);
      if (found === undefined) broken += 1;
      else packages.push(found);
      fields = new Map();
      owns = [];
      folder = '';
    };
    const text = textOf(content);
    for (const line of text.split('\n')) {
      if (line === '') end();
      else if (line[1] !== ':') broken += 1;
      else if (line[0] === 'F') folder = line.slice(2);
      else if (line[0] === 'R') {
        const path = folder === '' ? line.slice(2) : `${folder}/${line.slice(2)}`;
        if (mayHoldPackages(path)) owns.push(path);
      } else fields.set(line[0] as string, line.slice(2).trim());
    }
    end();
    if (broken === 0) return { packages, ...cutOff(text) };
    if (packages.length === 0) throw new UnreadableFile('malformed', 'no entry names a package and its version');
    return { packages, incomplete: { code: 'malformed', reason: `${broken} entries or lines could not be read` } };
  },
};

function packageOf(fields: ReadonlyMap<string, string>, owns: string[]): PackageFound | undefined {
  const name = fields.get('P');
  const version = fields.get('V');
  if (!name || !version) return undefined;
  const arch = fields.get('A');
  const license = fields.get('L');
  const supplier = fields.get('m');
  return {
    type: 'apk',
    name,
    version,
    ...(arch && { arch }),
    source: { name: fields.get('o') || name, version },
    ...(license && { licenses: [license] }),
    ...(supplier && { supplier }),
    ...(owns.length > 0 && { owns }),
  };
}
