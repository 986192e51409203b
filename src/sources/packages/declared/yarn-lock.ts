import { UnreadableFile } from '../../files/errors.ts';
import { jsonObjectOf } from '../content.ts';
import type { PackageCatalog, PackageReading } from '../types.ts';
import { type Locked, lockFile, purlIn, withEdges } from './lock-file.ts';
import { joinManifests, lockedBy } from './manifests.ts';
import { npmManifest } from './npm-manifest.ts';

/**
 * Yarn's lock files. Those of Yarn 1 have a format of their own, those since are YAML; both are blocks of indented lines that differ
 * in how a key stands before its value.
 */
export const yarnLock: PackageCatalog = {
  ...lockFile('yarn-lock', ['yarn.lock', 'package.json'], (text, name) =>
    name === 'package.json' ? npmManifest(jsonObjectOf(Buffer.from(text))) : locked(text),
  ),
  join: joinManifests,
};

/** One entry: all descriptors (`name@range`) that came to one package. */
interface Block {
  descriptors: string[];
  lines: [number, number];
  version?: string;
  resolution?: string;
  needs: string[];
}

function locked(text: string): PackageReading {
  const blocks = blocksOf(text);
  const packages = new Map<string, Locked>();
  const byDescriptor = new Map<string, string>();
  for (const { descriptors, lines, version, resolution, needs } of blocks) {
    const [first] = descriptors;
    if (first === undefined || version === undefined) continue;
    const told = named(resolution) ?? named(first);
    // What lies in the project itself: workspaces and links to folders.
    if (told === undefined || /^(?:workspace|link|portal|file):/.test(told.range)) continue;
    const alias = /^npm:((?:@[^/]+\/)?[^@/]+)@/.exec(told.range)?.[1];
    const key = `${told.name}@${version}`;
    for (const descriptor of descriptors) byDescriptor.set(descriptor, key);
    if (!packages.has(key)) packages.set(key, { type: 'npm', name: alias ?? told.name, version, lines, needs });
  }
  if (blocks.length === 0 && !/^(?:# |__metadata:)/m.test(text))
    throw new UnreadableFile('malformed', 'no lock file of Yarn');
  for (const one of packages.values()) {
    one.needs = one.needs.flatMap((descriptor) => keyOf(descriptor, byDescriptor) ?? []);
  }
  const purls = new Map<string, string>();
  for (const [descriptor, key] of byDescriptor) {
    const one = packages.get(key);
    if (one === undefined) continue;
    purls.set(descriptor, purlIn(one));
    // Manifests leave out the protocol of the registry.
    purls.set(descriptor.replace(/^(@?[^@]+)@npm:/, '$1@'), purlIn(one));
  }
  return lockedBy(withEdges(packages), purls);
}

function keyOf(descriptor: string, keys: ReadonlyMap<string, string>): string | undefined {
  const told = named(descriptor);
  return keys.get(descriptor) ?? (told && keys.get(`${told.name}@npm:${told.range}`));
}

/** `@scope/name@range`. */
function named(descriptor: string | undefined): { name: string; range: string } | undefined {
  const at = descriptor?.indexOf('@', 1) ?? -1;
  if (descriptor === undefined || at < 0) return undefined;
  return { name: descriptor.slice(0, at), range: descriptor.slice(at + 1) };
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let block: Block | undefined;
  let section = '';
  text.split('\n').forEach((raw, index) => {
    const line = raw.trimEnd();
    const depth = line.length - line.trimStart().length;
    if (line === '' || line.trimStart().startsWith('#')) return;
    if (depth === 0) {
      const head = line.replace(/:$/, '');
      block = undefined;
      if (head === line || head === '__metadata') return;
      block = { descriptors: descriptorsIn(head), lines: [index + 1, index + 1], needs: [] };
      blocks.push(block);
    } else if (block !== undefined) {
      block.lines[1] = index + 1;
      const [key, value] = keyAndValue(line.trim());
      if (depth === 2) {
        section = value === '' ? key : '';
        if (key === 'version') block.version = value;
        if (key === 'resolution') block.resolution = value;
      } else if (depth === 4 && (section === 'dependencies' || section === 'optionalDependencies')) {
        block.needs.push(`${key}@${value}`);
      }
    }
  });
  return blocks;
}

/** Several stand apart by commas, each or all together in quotes. */
function descriptorsIn(head: string): string[] {
  return head
    .split(',')
    .map((one) => unquoted(one.trim().replace(/^"|"$/g, '')))
    .filter((one) => one !== '');
}

/** `key value` of Yarn 1, `key: value` since; either may be in quotes. */
function keyAndValue(line: string): [key: string, value: string] {
  const quoted = /^"((?:[^"\\]|\\.)*)":?(.*)$/.exec(line);
  if (quoted !== null) return [quoted[1] as string, unquoted((quoted[2] as string).trim())];
  const end = line.search(/[: ]/);
  if (end < 0) return [line, ''];
  return [line.slice(0, end), unquoted(line.slice(end).replace(/^:/, '').trim())];
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
