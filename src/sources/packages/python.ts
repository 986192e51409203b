import { UnreadableFile } from '../files/errors.ts';
import { bufferOf, decoding, textOf } from './content.ts';
import type { PackageCatalog, PackageFound } from './types.ts';
import { contentOf, readZip } from './zip.ts';

const mostBytes = 16 * 1024 * 1024;
const mostEggBytes = 256 * 1024 * 1024;
/** Where installers leave a distribution's metadata: wheels, eggs in folders, and setuptools of old. */
const endings = ['.dist-info/METADATA', '.egg-info/PKG-INFO', '/EGG-INFO/PKG-INFO', '.egg-info'];
const licenseClassifier = 'License :: ';

/** Python distributions by their core metadata (https://packaging.python.org/specifications/core-metadata/). */
export const python: PackageCatalog = {
  id: 'python',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    if (type !== 'file') return undefined;
    if (path.endsWith('.egg')) return mostEggBytes;
    return endings.some((ending) => path.endsWith(ending)) ? mostBytes : undefined;
  },
  read({ path }, content) {
    const metadata = path.endsWith('.egg') ? metadataOfEgg(bufferOf(content)) : textOf(content);
    return metadata === undefined ? undefined : { packages: [packageOf(metadata)] };
  },
};

/** Undefined for a file that is called so and is no archive, such as a link to a folder of a developer. */
function metadataOfEgg(egg: Buffer): string | undefined {
  if (egg.toString('latin1', 0, 2) !== 'PK') return undefined;
  return decoding('the egg', () => {
    const allowance = { bytes: mostBytes, entries: 100_000 };
    const entry = readZip(egg, allowance).find(({ name }) => name === 'EGG-INFO/PKG-INFO');
    return entry && textOf(contentOf(egg, entry, allowance));
  });
}

function packageOf(metadata: string): PackageFound {
  const licenses: string[] = [];
  const fields = new Map<string, string>();
  // A field may come several times, so headers are gone through one by one; a blank line ends them.
  const end = /\r?\n\r?\n/.exec(metadata)?.index ?? metadata.length;
  const headers = metadata.slice(0, end).replace(/\r?\n(?=[ \t])/g, ' ');
  for (const line of headers.split('\n')) {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    if (at <= 0 || value === 'UNKNOWN') continue;
    if (name === 'classifier' && value.startsWith(licenseClassifier))
      licenses.push(value.slice(value.lastIndexOf(' :: ') + 4));
    else if (!fields.has(name)) fields.set(name, value);
  }
  const [name, version] = [fields.get('name'), fields.get('version')];
  if (!name || !version) throw new UnreadableFile('malformed', 'the metadata lacks a name or version');
  const said = fields.get('license-expression') || fields.get('license');
  // Some put the whole text of their licence here.
  if (said && said.length <= 100) licenses.splice(0, licenses.length, said);
  const supplier = fields.get('author') || fields.get('maintainer') || fields.get('author-email');
  return {
    type: 'pypi',
    name: normalised(name),
    version,
    ...(licenses.length > 0 && { licenses }),
    ...(supplier && { supplier: supplier.slice(0, 200) }),
  };
}

/** PEP 503. */
function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
