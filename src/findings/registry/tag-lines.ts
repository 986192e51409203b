import { orderOf } from '../../engines/version/index.ts';

/** A tag that names a version: `v1.4.2-alpine` is of the line `v1.*.*-alpine`. */
export interface VersionTag {
  tag: string;
  /** Tags of one line replace each other: the same prefix, variant, major version and count of numbers. */
  line: string;
  /** What they are ordered by. */
  version: string;
}

/** A tag that a newer one of its line has replaced. */
export interface SupersededTag {
  tag: string;
  by: string;
}

const form =
  /^([a-z][a-z0-9]*[-_]|v|V)?(\d{1,10}(?:\.\d{1,10}){1,3})(?:([-_.])?((?:alpha|beta|rc|pre|preview|dev|m)[-_.]?\d{0,6}))?([-_+][\w.+-]*)?$/;
const order = orderOf('npm');
const words = orderOf('');

/** Undefined for a tag that names no version: `latest`, `main`, a hash. A major version alone (`3`) moves on by itself. */
export function versionTag(tag: string): VersionTag | undefined {
  const found = form.exec(tag);
  if (found === null) return undefined;
  const [, prefix = '', numbers = '', , preview, variant = ''] = found;
  const parts = numbers.split('.');
  const line = `${prefix}${parts[0]}${'.*'.repeat(parts.length - 1)}${variant}`;
  return {
    tag,
    line,
    version: `${numbers}${preview === undefined ? '' : `-${preview.replace(/[-_.]/g, '').replace(/(\d+)$/, '.$1')}`}`,
  };
}

/** Negative where the left one is older. */
function compareVersionTags(left: VersionTag, right: VersionTag): number {
  if (order.valid(left.version) && order.valid(right.version)) return order.compare(left.version, right.version);
  return words.compare(left.version, right.version);
}

/** Tags of which a newer one of the same line is there, each with the newest. A preview replaces no release. */
export function supersededTags(tags: readonly string[]): SupersededTag[] {
  const versions = tags.map(versionTag).filter((one) => one !== undefined);
  const superseded: SupersededTag[] = [];
  for (const line of Map.groupBy(versions, (one) => one.line).values()) {
    const releases = line.filter(({ version }) => !version.includes('-'));
    const [first, ...rest] = releases.length > 0 ? releases : line;
    if (first === undefined) continue;
    const newest = rest.reduce((best, one) => (compareVersionTags(one, best) > 0 ? one : best), first);
    for (const one of line) if (compareVersionTags(one, newest) < 0) superseded.push({ tag: one.tag, by: newest.tag });
  }
  return superseded;
}
