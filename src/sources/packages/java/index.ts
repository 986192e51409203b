import { UnreadableFile } from '../../files/errors.ts';
import { bufferOf, decoding, textOf } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { type Allowance, contentOf, readZip, type ZipEntry } from '../zip.ts';
import { type Artifact, fromManifest, fromPomPath, fromPomProperties, manifestFields } from './identity.ts';

const mostBytes = 512 * 1024 * 1024;
/** Most bytes that an archive and all within it may unpack to. */
const mostUnpacked = 1024 * 1024 * 1024;
const mostEntries = 500_000;
const mostArchives = 5000;
const mostDepth = 5;
/** Descriptions are small; a larger one is none. */
const mostDescription = 4 * 1024 * 1024;
const endings = new Set(['.jar', '.war', '.ear', '.par', '.hpi', '.jpi', '.sar', '.rar', '.nar', '.kar']);

/** Maven artifacts: archives of Java and those within them (web applications, Spring Boot, shaded ones). */
export const java: PackageCatalog = {
  id: 'java',
  version: 1,
  finds: 'installed',
  wants: ({ path, type }) => (type === 'file' && isArchive(path) ? mostBytes : undefined),
  // Archives may have a program in front of them; those that are not of Java, such as RAR, begin otherwise.
  sniff: (head) => head[0] === 0x50 || head[0] === 0x23 || head[0] === 0x4d || head[0] === 0x7f,
  read({ path }, content) {
    const walk: Walk = {
      packages: [],
      troubles: 0,
      archives: 0,
      allowance: { bytes: mostUnpacked, entries: mostEntries },
    };
    walkArchive(walk, bufferOf(content), path, '', 0);
    const { packages, trouble, troubles } = walk;
    if (trouble === undefined) return packages.length === 0 ? undefined : { packages };
    if (packages.length === 0) throw trouble;
    const more = troubles > 1 ? ` (and ${troubles - 1} more)` : '';
    return { packages, incomplete: { code: trouble.code, reason: `${trouble.message}${more}` } };
  },
};

function isArchive(path: string): boolean {
  // All endings are as long as each other; every file of an image is asked.
  const dot = path.length - 4;
  return path.charCodeAt(dot) === 0x2e && endings.has(path.slice(dot).toLowerCase());
}

interface Walk {
  packages: PackageFound[];
  /** The first thing that could not be read, and how many. */
  trouble?: UnreadableFile;
  troubles: number;
  archives: number;
  allowance: Allowance;
}

/** One archive and those within it; what is wrong with one of them leaves the others. */
function walkArchive(walk: Walk, archive: Buffer, file: string, within: string, depth: number): void {
  attempt(walk, within, () => {
    walk.archives += 1;
    if (depth > mostDepth || walk.archives > mostArchives)
      throw new UnreadableFile('too-large', 'too many archives within each other');
    const entries = readZip(archive, walk.allowance);
    for (const artifact of artifactsOf(walk, archive, entries, within, file)) add(walk, artifact, within);
    for (const entry of entries) {
      if (!isArchive(entry.name)) continue;
      const below = within === '' ? entry.name : `${within}/${entry.name}`;
      attempt(walk, below, () => {
        walkArchive(walk, contentOf(archive, entry, walk.allowance), entry.name, below, depth + 1);
      });
    }
  });
}

function attempt(walk: Walk, within: string, look: () => void): void {
  try {
    decoding('the archive', look);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    walk.troubles += 1;
    walk.trouble ??= within === '' ? error : new UnreadableFile(error.code, `${within}: ${error.message}`);
  }
}

function artifactsOf(walk: Walk, archive: Buffer, entries: ZipEntry[], within: string, file: string): Artifact[] {
  const described: Artifact[] = [];
  let manifest = '';
  let pom: { group: string; artifact: string } | undefined;
  for (const entry of entries) {
    const isManifest = entry.name === 'META-INF/MANIFEST.MF';
    const place = isManifest ? undefined : fromPomPath(entry.name);
    if (place !== undefined) pom ??= place;
    const isProperties = place !== undefined && entry.name.endsWith('.properties');
    if (!isManifest && !isProperties) continue;
    attempt(walk, within, () => {
      if (entry.size > mostDescription) throw new UnreadableFile('too-large', `${entry.name} is too large`);
      const text = textOf(contentOf(archive, entry, walk.allowance));
      if (isManifest) manifest = text;
      else {
        const artifact = fromPomProperties(text);
        if (artifact !== undefined) described.push(artifact);
      }
    });
  }
  if (described.length > 0) return described;
  const guessed = fromManifest(manifestFields(manifest), file.slice(file.lastIndexOf('/') + 1), pom);
  return guessed === undefined ? [] : [guessed];
}

function add(walk: Walk, { group, artifact, version, license, supplier }: Artifact, within: string): void {
  walk.packages.push({
    type: 'maven',
    name: group === undefined ? artifact : `${group}:${artifact}`,
    version,
    ...(license !== undefined && { licenses: [license] }),
    ...(supplier !== undefined && { supplier }),
    ...(within !== '' && { within }),
  });
}
