import { GLOBAL, type Result, type Status } from '../../../src/model/index.ts';

export interface Expected {
  status: 'PASS' | 'FAIL' | 'WARN' | 'UNKNOWN';
  region: string;
  resource: string | null;
}

const OURS: Partial<Record<Status, Verdict>> = { pass: 'PASS', fail: 'FAIL', unknown: 'UNKNOWN', error: 'ERROR' };
type Verdict = 'PASS' | 'FAIL' | 'UNKNOWN' | 'ERROR';
const WORST: readonly Verdict[] = ['ERROR', 'FAIL', 'UNKNOWN', 'PASS'];

interface Said {
  verdict: Verdict;
  region: string;
  names: string[];
}

/** What the inventory of a case tells beside the results. */
export interface Recorded {
  /** ARNs by which the answers about an asset call it, where its list names it otherwise. */
  ownArns: (asset: string) => readonly string[];
  /** True for what our results speak of by its region: it is not judged itself, but holds or makes up what is. */
  isPlace: (resource: string) => boolean;
  /** True where all that is judged was listed in a region, so that no result means that nothing is there. */
  listed: (region: string) => boolean;
}

const NOTHING_RECORDED: Recorded = { ownArns: () => [], isPlace: () => false, listed: () => false };

/**
 * Compares expected results with ours, element by element (an access key of a user) or as a whole: the worst status of
 * each resource they name; where they name none, the worst of the region. A WARN is a FAIL.
 *
 * Where they pass a region without naming a resource, we may say nothing, if everything was listed there: they say
 * "none found". Where they expect nothing at all, we have to say nothing, or of the account and its regions that nobody
 * asked: they keep silent where a recording lacks the calls that a rule begins with.
 *
 * @returns undefined where both say the same, else both answers in words
 */
export function sameResults(
  expected: readonly Expected[],
  results: readonly Result[],
  recorded: Recorded = NOTHING_RECORDED,
): string | undefined {
  const theirs = expected.map((one) => ({
    ...one,
    resource: isName(one.resource) && !recorded.isPlace(one.resource) ? one.resource : null,
    verdict: one.status === 'WARN' ? ('FAIL' as const) : one.status,
  }));
  const silent =
    theirs.length === 0 && results.every((one) => one.unknown?.code === 'NotCollected' && isPlaceId(one.asset));
  if (silent || same(theirs, said(results), recorded)) return undefined;
  const say = (list: readonly { verdict: string; name: string }[]) =>
    list
      .map((one) => `${one.verdict} ${one.name}`)
      .sort()
      .join(', ') || 'nothing';
  return `they say ${say(theirs.map((one) => ({ verdict: one.verdict, name: one.resource ?? one.region })))}; we say ${say(
    results
      .filter((one) => OURS[one.status] !== undefined)
      .map((one) => ({
        verdict: `${OURS[one.status]}${one.error === undefined ? '' : ` (${one.error})`}${one.unknown === undefined ? '' : ` (${one.unknown.operation} ${one.unknown.code})`}`,
        name: `${one.asset} ${one.discriminator}`,
      })),
  )}`;
}

function same(
  theirs: readonly (Expected & { verdict: Verdict })[],
  ours: readonly Said[],
  { ownArns, listed }: Recorded,
): boolean {
  const open = new Set(ours);
  const named = Map.groupBy(
    theirs.filter((one) => one.resource !== null),
    (one) => one.resource as string,
  );
  for (const [resource, group] of named) {
    let found = [...open].filter((one) => one.names.some((name) => namesSame(name, resource)));
    if (found.length === 0) found = [...open].filter((one) => ownArns(one.names[0] ?? '').includes(resource));
    if (found.length === 0 || worst(found) !== worst(group)) return false;
    for (const one of found) open.delete(one);
  }
  const unnamed = [
    ...Map.groupBy(
      theirs.filter((one) => one.resource === null),
      (one) => one.region,
    ),
  ];
  for (const [region, group] of unnamed) {
    // What is one for the whole account they file under a region of their choice, so there must be no other.
    const anywhere =
      unnamed.length === 1 && [...open].every((one) => [region, GLOBAL].includes(one.region) || region === GLOBAL);
    const found = [...open].filter((one) => one.region === region || anywhere);
    if (found.length === 0 ? worst(group) !== 'PASS' || !listed(region) : worst(found) !== worst(group)) return false;
    for (const one of found) open.delete(one);
  }
  return open.size === 0;
}

/** A list in place of a name, or a name whose own part was not there to be put in, names nothing. */
function isName(resource: unknown): resource is string {
  return typeof resource === 'string' && !/undefined|null/.test(tail(resource));
}

function isPlaceId(asset: string): boolean {
  return /^aws:\d+(?::[a-z0-9-]+)?$/.test(asset);
}

function said(results: readonly Result[]): Said[] {
  return results.flatMap((one) => {
    const verdict = OURS[one.status];
    if (verdict === undefined) return [];
    const account = /^aws:(\d+)$/.exec(one.asset)?.[1];
    const names = [
      one.asset,
      ...(one.discriminator === '' ? [] : [`${one.asset}:${one.discriminator}`, one.discriminator]),
    ];
    if (account !== undefined) names.push(`arn:aws:iam::${account}:root`);
    return [{ verdict, region: one.region, names }];
  });
}

function worst(list: readonly { verdict: Verdict }[]): Verdict {
  return WORST.find((verdict) => list.some((one) => one.verdict === verdict)) ?? 'PASS';
}

/**
 * True if two names mean one resource: recordings often lack the account or the region of an ARN or put a word in its
 * place, so these have to agree only where both have one.
 */
export function namesSame(one: string, other: string): boolean {
  const [a, b] = [one.split(':'), other.split(':')];
  const agree = (part: number, form: RegExp) =>
    a[part] === b[part] || !form.test(a[part] ?? '') || !form.test(b[part] ?? '');
  const arns = a[0] === 'arn' && b[0] === 'arn';
  return tail(one) === tail(other) && (!arns || (agree(3, /^[a-z]+(?:-[a-z]+)+-\d$/) && agree(4, /^\d{12}$/)));
}

/** An ARN without its partition, region and account; a bare name as it is. An account's ARN in its organisation is the account. */
function tail(resource: string): string {
  const account = /^arn:[\w-]+:organizations::\d*:account\/[^/]+\/(\d{12})$/.exec(resource)?.[1];
  if (account !== undefined) return `aws:${account}`;
  const parts = resource.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return resource;
  return `${parts[2]}:${parts
    .slice(5)
    .join(':')
    .replace(/^\/|\/$/g, '')}`;
}
