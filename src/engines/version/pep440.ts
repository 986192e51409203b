import { orderTest, type Test } from './constraint.ts';
import { isDigit, numberKey, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';

/** A version that PEP 440 does not know is before all that it knows. */
const legacy = '\x01';
const known = '\x02';

/** What follows the release's numbers: a development release, a prerelease, or nothing. */
const devOnly = '\x01';
const stages: Readonly<Record<string, string>> = {
  a: '\x02',
  alpha: '\x02',
  b: '\x03',
  beta: '\x03',
  c: '\x04',
  rc: '\x04',
  pre: '\x04',
  preview: '\x04',
};
const final = '\x05';
const none = '\x01';
const some = '\x02';
const last = '\x03';

/** PyPI: PEP 440, with what setuptools took for versions before it; specifiers of the same. */
export const pep440 = versionOrder({ id: 'pep440', key, valid, grammar: { comparator } });

interface Version {
  epoch: string;
  release: string[];
  pre?: { stage: string; number: string };
  post?: string;
  dev?: string;
  local?: string;
}

const form =
  /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[._-]?(alpha|a|beta|b|preview|pre|c|rc)[._-]?([0-9]*))?(?:-([0-9]+)|[._-]?(post|rev|r)[._-]?([0-9]*))?(?:[._-]?(dev)[._-]?([0-9]*))?(?:\+([a-z0-9]+(?:[._-][a-z0-9]+)*))?$/;

function read(text: string): Version | undefined {
  const found = form.exec(text.trim().toLowerCase());
  if (found === null) return undefined;
  const [
    ,
    epoch = '',
    release = '',
    stage,
    stageNumber = '',
    implicitPost,
    post,
    postNumber = '',
    dev,
    devNumber = '',
    local,
  ] = found;
  return {
    epoch,
    release: release.split('.'),
    ...(stage === undefined ? {} : { pre: { stage, number: stageNumber } }),
    ...(implicitPost === undefined && post === undefined ? {} : { post: implicitPost ?? postNumber }),
    ...(dev === undefined ? {} : { dev: devNumber }),
    ...(local === undefined ? {} : { local }),
  };
}

function valid(version: string): boolean {
  return read(version) !== undefined;
}

function key(text: string): string {
  const version = read(text);
  return version === undefined ? legacyKey(text) : publicKey(version) + localKey(version.local);
}

/** Epoch and numbers, without zeros at the end; the beginning of the keys of all versions of the release. */
function releaseKey({ epoch, release }: Pick<Version, 'epoch' | 'release'>): string {
  let length = release.length;
  while (length > 0 && /^0*$/.test(release[length - 1] as string)) length -= 1;
  const numbers = release.slice(0, length).map((digits) => some + numberKey(digits));
  return known + numberKey(epoch) + numbers.join('') + none;
}

function publicKey(version: Version): string {
  const { pre, post, dev } = version;
  const stage =
    pre === undefined ? (post === undefined && dev !== undefined ? devOnly : final) : (stages[pre.stage] ?? final);
  const stageNumber = pre === undefined ? '' : numberKey(pre.number);
  const postKey = post === undefined ? none : some + numberKey(post);
  const devKey = dev === undefined ? last : some + numberKey(dev);
  return releaseKey(version) + stage + stageNumber + postKey + devKey;
}

function localKey(local: string | undefined): string {
  if (local === undefined) return none;
  const keyed = local.split(/[._-]/).map((one) => (/^[0-9]+$/.test(one) ? last + numberKey(one) : some + wordKey(one)));
  return some + keyed.join('') + none;
}

/** As setuptools did: numbers, words and hyphens; words before numbers, and before the end those that announce a release. */
function legacyKey(text: string): string {
  const kept: string[] = [];
  for (const part of legacyParts(text.trim().toLowerCase())) {
    if (part.startsWith('*')) {
      if (part < '*final') while (kept.at(-1) === '*final-') kept.pop();
      while (kept.at(-1) === '00000000') kept.pop();
    }
    kept.push(part);
  }
  return legacy + kept.map(wordKey).join('');
}

function legacyParts(text: string): string[] {
  const found = text.match(/[0-9]+|[a-z]+|-|[^0-9a-z.-]+/g) ?? [];
  return [...found.map(legacyPart), '*final'];
}

const legacyNames: Readonly<Record<string, string>> = { pre: 'c', preview: 'c', '-': 'final-', rc: 'c', dev: '@' };

function legacyPart(part: string): string {
  if (isDigit(part.charCodeAt(0))) return part.padStart(8, '0');
  return `*${Object.hasOwn(legacyNames, part) ? legacyNames[part] : part}`;
}

/** One specifier (PEP 440, "Version specifiers"); a bare version is itself. */
function comparator(operator: string, written: string): Test[] | undefined {
  if (operator === '===') return [(_, version) => version.trim().toLowerCase() === written.toLowerCase()];
  const equal = operator === '' || operator === '=' || operator === '==';
  if (written.endsWith('.*')) {
    const prefix = read(written.slice(0, -2));
    if (prefix === undefined || !(equal || operator === '!=')) return undefined;
    return [(_, version) => beginsWith(version, prefix.epoch, prefix.release) === equal];
  }
  const bound = read(written);
  if (bound === undefined) return orderTests(operator, legacyKey(written));
  return equal || operator === '!=' ? [(key) => isEqual(key, bound) === equal] : orderedComparator(operator, bound);
}

function orderedComparator(operator: string, bound: Version): Test[] | undefined {
  const boundKey = publicKey(bound);
  const release = releaseKey(bound);
  switch (operator) {
    case '~=':
    case '~>': {
      const prefix = bound.release.slice(0, -1);
      if (prefix.length === 0) return undefined;
      return [(key) => key >= boundKey, (_, version) => beginsWith(version, bound.epoch, prefix)];
    }
    case '<': {
      // Prereleases of the bound are left out, unless it is one.
      const all = bound.pre !== undefined || bound.dev !== undefined;
      const own = bound.post === undefined ? release : boundKey.slice(0, -last.length);
      return [(key, version) => key < boundKey && (all || !key.startsWith(own) || !isPrerelease(version))];
    }
    case '<=':
      return [(key) => key <= boundKey || key.startsWith(boundKey)];
    case '>':
      // Post-releases of the bound are left out, unless it is one; local versions always.
      return [(key, version) => key > boundKey + none && !(key.startsWith(release) && isLater(version, bound))];
    default:
      return orderTests(operator, boundKey);
  }
}

function orderTests(operator: string, bound: string): Test[] | undefined {
  const test = orderTest(operator, bound);
  return test && [test];
}

/** Local versions are equal to a bound that names none. */
function isEqual(key: string, bound: Version): boolean {
  const boundKey = publicKey(bound);
  return bound.local === undefined ? key.startsWith(boundKey) : key === boundKey + localKey(bound.local);
}

function isPrerelease(text: string): boolean {
  const version = read(text);
  return version?.pre !== undefined || version?.dev !== undefined;
}

function isLater(text: string, bound: Version): boolean {
  const version = read(text);
  return version?.local !== undefined || (version?.post !== undefined && bound.post === undefined);
}

/** Whether the numbers of a version, with zeros after them, begin with these. */
function beginsWith(text: string, epoch: string, prefix: readonly string[]): boolean {
  const version = read(text);
  if (version === undefined || numberKey(version.epoch) !== numberKey(epoch)) return false;
  return prefix.every((digits, at) => numberKey(version.release[at] ?? '') === numberKey(digits));
}
