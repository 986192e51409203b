import { between, nextNumber, orderTest, type Test } from './constraint.ts';
import { allDigits, isDigit, numberKey, withoutV } from './keys.ts';
import { versionOrder } from './order.ts';

/** Words that a part may begin with, in their order and as PHP writes them; what PHP does not know is before all. The end is before numbers, numbers before patches. */
const stages: readonly (readonly [string, string])[] = [
  ['dev', '\x02'],
  ['alpha', '\x03'],
  ['a', '\x03'],
  ['beta', '\x04'],
  ['b', '\x04'],
  ['RC', '\x05'],
  ['rc', '\x05'],
  ['pl', '\x08'],
  ['p', '\x08'],
];
const unknown = '\x01';
const end = '\x06';
const number = '\x07';

/** Composer: versions by PHP's version_compare; constraints as composer/semver reads them, with versions filled up to four numbers. */
export const composer = versionOrder({
  id: 'composer',
  key,
  constraintKey: (version) => key(filled(version)),
  valid,
  grammar: { comparator, hyphen, whole },
});

function key(version: string): string {
  return partsKey(version) + end;
}

function partsKey(version: string): string {
  return parts(withoutV(version)).map(partKey).join('');
}

/** Runs of digits and of others between dots, hyphens, underscores and plus signs. */
function parts(version: string): string[] {
  return version.match(/[0-9]+|[^0-9._+-]+/g) ?? [];
}

function partKey(part: string): string {
  if (isDigit(part.charCodeAt(0))) return number + numberKey(part);
  // PHP's sign for "some number": an order needs it to be one.
  if (part === '#') return number + numberKey('1');
  return stages.find(([name]) => part.startsWith(name))?.[1] ?? unknown;
}

/** Branches (`dev-main`, `2.x-dev`) are no versions: what is in them is not known. */
function valid(version: string): boolean {
  return read(version) !== undefined;
}

interface Release {
  numbers: string[];
  /** `-beta.2`, `-dev`; empty for stable. */
  stability: string;
}

function read(version: string): Release | undefined {
  const found =
    /^([0-9]+(?:\.[0-9]+)*)[._-]?((?:stable|beta|b|rc|alpha|a|patch|pl|p)(?:[.-]?[0-9]+)*|)([.-]?dev|)(?:\+[^\s]*)?$/i.exec(
      withoutV(version),
    );
  if (found === null) return undefined;
  const [, numbers = ''] = found;
  const [stage = '', dev = ''] = found.slice(2).map((one) => one?.toLowerCase());
  const stable = stage.startsWith('stable') ? '' : stage;
  return { numbers: numbers.split('.'), stability: (stable && `-${stable}`) + (dev && '-dev') };
}

function filled(version: string): string {
  const release = read(version);
  return release === undefined ? version : text(release.numbers, release.stability);
}

function text(numbers: readonly string[], stability: string): string {
  const four = [...numbers, ...Array<string>(Math.max(0, 4 - numbers.length)).fill('0')];
  return four.join('.') + stability;
}

function whole(constraint: string): readonly Test[][] | undefined {
  const branch = /^dev-[^\s,|]+$|^[0-9.]+[.-]x-dev$/i.test(constraint);
  return branch ? [[(_, version) => version === constraint]] : undefined;
}

function comparator(operator: string, written: string): Test[] | undefined {
  const version = written.replace(/@(?:dev|alpha|beta|rc|stable)$/i, '');
  if (/^[xX*]$/.test(version)) return [];
  const wild = /^v?([0-9]+(?:\.[0-9]+)*)(?:\.[xX*])+$/.exec(version);
  if (wild !== null && (operator === '' || operator === '=' || operator === '==')) {
    const numbers = (wild[1] ?? '').split('.');
    return from(numbers, '-dev', bumped(numbers, numbers.length));
  }
  const release = read(version);
  if (release === undefined) return undefined;
  const { numbers, stability } = release;
  if (operator === '~' || operator === '~>') {
    return from(numbers, stability || '-dev', bumped(numbers, Math.max(1, numbers.length - 1)));
  }
  if (operator === '^') {
    const first = numbers.findIndex((digits) => /[1-9]/.test(digits));
    return from(numbers, stability || '-dev', bumped(numbers, first < 0 ? numbers.length : first + 1));
  }
  const open = (operator === '<' || operator === '>=') && stability === '';
  const test = orderTest(operator, key(text(numbers, open ? '-dev' : stability)));
  return test && [test];
}

/** `1.0 - 2.0`: up to all that begins with the second where it is short. */
function hyphen(low: string, high: string): Test[] | undefined {
  const above = comparator('>=', low);
  const release = read(high);
  if (above === undefined || release === undefined) return undefined;
  const short = release.numbers.length < 3 && release.stability === '';
  const next = short ? bumped(release.numbers, release.numbers.length) : undefined;
  const below = next === undefined ? comparator('<=', high) : [(one: string) => one < key(next)];
  return below && [...above, ...below];
}

function from(numbers: readonly string[], stability: string, next: string | undefined): Test[] | undefined {
  return next === undefined ? undefined : between(key(text(numbers, stability)), key(next));
}

function bumped(numbers: readonly string[], place: number): string | undefined {
  const digits = numbers[place - 1] ?? '0';
  const next = allDigits(digits) ? nextNumber(digits) : undefined;
  return next === undefined ? undefined : text([...numbers.slice(0, place - 1), next], '-dev');
}
