import type { ReadLimits } from './limits.ts';

/** Most links that are followed on the way to one path, as Linux has it (path_resolution(7)). */
const MOST_LINKS = 40;

/** Most components of a path on the way, those of the targets of links with them. */
const MOST_COMPONENTS = 4096;

/**
 * A name as an archive has it, as a path from the root: `./usr//bin/env` and `/usr/bin/env` are `usr/bin/env`; the root itself is the
 * empty text. Undefined where it climbs out of the root, holds a NUL, or is longer or deeper than the limits.
 */
export function pathFromRoot(name: string, limits: Pick<ReadLimits, 'pathBytes' | 'depth'>): string | undefined {
  // A character is at most three bytes of UTF-8 for each of JavaScript's units.
  if (name.length * 3 > limits.pathBytes && Buffer.byteLength(name) > limits.pathBytes) return undefined;
  if (isNormal(name)) return depthOf(name) > limits.depth ? undefined : name;
  if (name.includes('\0')) return undefined;
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length > limits.depth ? undefined : parts.join('/');
}

const unusual = /(^|\/)\.{0,2}(\/|$)|\0/;

function isNormal(name: string): boolean {
  return !unusual.test(name);
}

function depthOf(path: string): number {
  let depth = 1;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth += 1;
  return depth;
}

/** The folder that a path lies in; the empty text for what lies in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/**
 * Where a path leads once links are followed, inside the root as for a process that has it as its root: `..` at the root stays there, an
 * absolute target begins at it. Undefined where links form a cycle or are more than {@link MOST_LINKS}, or nothing is there.
 *
 * @param targetOf the target of a link as it is written; undefined for what is none, null where nothing is. Told whether the path ends there
 */
export function followLinks(
  path: string,
  targetOf: (path: string, isLast: boolean) => string | null | undefined,
): string | undefined {
  const ahead = path.split('/').reverse();
  const walked: string[] = [];
  let followed = 0;
  while (ahead.length > 0) {
    const part = ahead.pop() as string;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      walked.pop();
      continue;
    }
    walked.push(part);
    const target = targetOf(walked.join('/'), ahead.length === 0);
    if (target === null) return undefined;
    if (target === undefined) continue;
    if ((followed += 1) > MOST_LINKS) return undefined;
    if (target.startsWith('/')) walked.length = 0;
    else walked.pop();
    ahead.push(...target.split('/').reverse());
    if (ahead.length > MOST_COMPONENTS) return undefined;
  }
  return walked.join('/');
}
