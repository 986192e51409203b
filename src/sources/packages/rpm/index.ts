import { UnreadableFile } from '../../files/errors.ts';
import { bufferOf, decoding } from '../content.ts';
import { mayHoldPackages } from '../owned.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { readBerkeleyHash } from './berkeley.ts';
import { type RpmHeader, readHeader } from './header.ts';
import { readNdb } from './ndb.ts';
import { sourceOf } from './source.ts';
import { openSqlite } from './sqlite.ts';
import type { StoredHeaders } from './types.ts';

/** Where rpm has kept its database: of old, since it moved under /usr, and in images made by rpm-ostree. */
const folders = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
const databases: Readonly<Record<string, (file: Buffer) => StoredHeaders>> = {
  Packages: readBerkeleyHash,
  'Packages.db': readNdb,
  'rpmdb.sqlite': readSqlite,
};
/** A few folders and many names in a header make many paths. */
const mostPathCharacters = 1_000_000_000;
const writeAheadLog = 'rpmdb.sqlite-wal';

/** Packages of Red Hat, SUSE, Amazon and their kin: rpm's database in each of its three formats. */
export const rpm: PackageCatalog = {
  id: 'rpm',
  version: 1,
  finds: 'installed',
  wants({ path, type, size }) {
    const name = nameOf(path);
    if (name === undefined || type !== 'file') return undefined;
    if (name === writeAheadLog) return size > 0 ? 0 : undefined;
    return Object.hasOwn(databases, name) ? 512 * 1024 * 1024 : undefined;
  },
  read({ path }, content) {
    const name = nameOf(path) as string;
    if (name === writeAheadLog) {
      const reason = "changes that rpm's database does not hold yet lie in this file, which is not read";
      return { incomplete: { code: 'unsupported', reason } };
    }
    return decoding("rpm's database", () => packagesOf((databases[name] as typeof readNdb)(bufferOf(content))));
  },
};

/** The name of a file in one of the folders. */
function nameOf(path: string): string | undefined {
  for (const folder of folders) if (path.startsWith(folder)) return path.slice(folder.length);
  return undefined;
}

/** The table Packages has the headers, and the table Name a row for each of them. */
function readSqlite(file: Buffer): StoredHeaders {
  const tables = openSqlite(file);
  const rows = tables.rows('Packages');
  if (rows === undefined) throw new UnreadableFile('malformed', "rpm's database (SQLite) has no table of packages");
  const headers: Buffer[] = [];
  for (const [, blob] of rows) {
    if (!Buffer.isBuffer(blob))
      throw new UnreadableFile('malformed', "rpm's database (SQLite) has a row without a header");
    headers.push(blob);
  }
  const names = tables.rows('Name');
  const named = names === undefined ? headers.length : Array.from(names).length;
  if (named === headers.length) return { headers };
  if (headers.length === 0)
    throw new UnreadableFile('malformed', "rpm's database (SQLite) has names of packages alone");
  return { headers, incomplete: `${headers.length} packages are found where ${named} have names` };
}

/** One header that cannot be read is told; where none can, the database is malformed. */
function packagesOf({ headers, incomplete }: StoredHeaders) {
  const packages: PackageFound[] = [];
  const paths = { left: mostPathCharacters };
  let broken = 0;
  let reason = incomplete;
  for (const header of headers) {
    try {
      const found = decoding('an rpm header', () => packageOf(readHeader(header), paths));
      if (found !== undefined) packages.push(found);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      broken += 1;
      reason = `${broken} of ${headers.length} headers: ${error.message}`;
    }
  }
  if (broken > 0 && packages.length === 0) throw new UnreadableFile('malformed', reason as string);
  return { packages, ...(reason !== undefined && { incomplete: { code: 'malformed', reason } }) };
}

function packageOf(header: RpmHeader, paths: { left: number }): PackageFound | undefined {
  // Keys that rpm trusts are kept as packages of this name.
  if (header.name === 'gpg-pubkey') return undefined;
  const { name, version, release, epoch, arch, sourceRpm, vendor, license, modularityLabel } = header;
  const source = sourceRpm === undefined ? undefined : sourceOf(sourceRpm);
  const owns = ownedFiles(header, paths);
  return {
    type: 'rpm',
    name,
    version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`,
    ...(arch !== undefined && { arch }),
    ...(source !== undefined && { source }),
    ...(modularityLabel !== undefined && { module: modularityLabel }),
    ...(license !== undefined && { licenses: [license] }),
    ...(vendor !== undefined && { supplier: vendor }),
    ...(owns.length > 0 && { owns }),
  };
}

function ownedFiles(header: RpmHeader, paths: { left: number }): string[] {
  const owned: string[] = [];
  for (const [folder, name] of header.files()) {
    paths.left -= folder.length + name.length;
    if (paths.left < 0) throw new UnreadableFile('too-large', 'more paths of files than can be looked at');
    const path = `${folder}${name}`.replace(/^\/+/, '');
    if (mayHoldPackages(path)) owned.push(path);
  }
  return owned;
}
