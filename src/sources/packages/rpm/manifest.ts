import { UnreadableFile } from '../../files/errors.ts';
import { cutOff, textOf } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { sourceOf } from './source.ts';

/** Columns of a line; the second holds version and release. */
const columns = [
  'name',
  'version',
  'installed',
  'built',
  'vendor',
  'epoch',
  'size',
  'arch',
  'epochNumber',
  'sourceRpm',
];

/** Packages of images whose maker removed rpm and its database and left a list (Azure Linux, distroless). */
export const rpmManifest: PackageCatalog = {
  id: 'rpm-manifest',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    return path === 'var/lib/rpmmanifest/container-manifest-2' && type === 'file' ? 16 * 1024 * 1024 : undefined;
  },
  read(_entry, content) {
    const text = textOf(content);
    const packages = text.split('\n').filter(Boolean).map(packageOf);
    return { packages, ...cutOff(text) };
  },
};

function packageOf(line: string): PackageFound {
  const values = line.split('\t');
  const field = (column: string) => {
    const value = values[columns.indexOf(column)]?.trim();
    return value === '' || value === '(none)' ? undefined : value;
  };
  const [name, version, arch, vendor, sourceRpm] = ['name', 'version', 'arch', 'vendor', 'sourceRpm'].map(field);
  if (name === undefined || version === undefined)
    throw new UnreadableFile('malformed', 'a line lacks a name or version');
  const epoch = field('epochNumber');
  const source = sourceRpm === undefined ? undefined : sourceOf(sourceRpm);
  return {
    type: 'rpm',
    name,
    version: epoch === undefined || epoch === '0' ? version : `${epoch}:${version}`,
    ...(arch !== undefined && { arch }),
    ...(source !== undefined && { source }),
    ...(vendor !== undefined && { supplier: vendor }),
  };
}
