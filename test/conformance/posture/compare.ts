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

/** What the inventory of a case says about the resources that its results name. */
export interface Named {
  /** Texts in an asset's own data: they may name a resource by an endpoint, or by an ARN that only its details tell. */
  ownTexts: (asset: string) => readonly string[];
  /** True for an asset that is not judged itself but holds what is: a cluster whose services are asked about. */
  isPlace: (resource: string) => boolean;
}

const NOTHING_NAMED: Named = { ownTexts: () => [], isPlace: () => false };

/**
 * Compares expected results with ours: the set of (status, resource), or (status, region) where they name no resource.
 * "Nothing here" (a pass without a resource) may be answered with no result at all.
 *
 * @returns undefined where both say the same, else both answers in words
 */
export function sameResults(
  expected: readonly Expected[],
  results: readonly Result[],
  named: Named = NOTHING_NAMED,
): string | undefined {
  const theirs = expected.map((one) => ({
    ...one,
    // A list in place of a name is a slip of theirs: it names nothing.
    resource: typeof one.resource === 'string' ? one.resource : null,
    verdict: one.status === 'WARN' ? ('FAIL' as const) : one.status,
  }));
  // A recording without the calls a rule reads gets no answer from them, and "not collected" from us.
  // Both fold by resource; where they look closer (an access key of a user), ours is compared element by element.
  const asked = results.filter((one) => !(one.unknown?.code === 'NotCollected' && one.discriminator === '*'));
  const silent = theirs.length === 0 && asked.every((one) => one.unknown?.code === 'NotCollected');
  const agree = silent || [byAsset(asked), byElement(asked)].some((ours) => same(theirs, ours, named));
  if (agree) return undefined;
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
  { ownTexts, isPlace }: Named,
): boolean {
  const open = new Set(ours);
  const placed: (Expected & { verdict: Verdict })[] = [];
  const named = new Map<string, Verdict[]>();
  for (const one of theirs) {
    if (one.resource !== null && !/undefined|null/.test(tail(one.resource)))
      named.set(one.resource, [...(named.get(one.resource) ?? []), one.verdict]);
  }
  for (const [resource, verdicts] of named) {
    let found = [...open].filter((said) => said.names.some((name) => tail(name) === tail(resource)));
    if (found.length === 0) found = [...open].filter((said) => ownTexts(said.names[0] ?? '').includes(resource));
    if (found.length === 0 && isPlace(resource)) {
      // Nothing in the place is no result with us; a list that failed in it speaks of its region.
      if (worst(verdicts) === 'PASS') continue;
      const region = theirs.find((one) => one.resource === resource)?.region;
      found = [...open].filter((said) => said.region === region && /^aws:\d+:/.test(said.names[0] ?? ''));
    }
    if (found.length === 0 && answersForPlace(ours, regionOf(theirs, resource))) {
      placed.push(...theirs.filter((one) => one.resource === resource));
      continue;
    }
    if (found.length === 0 || worst(found.map((said) => said.verdict)) !== worst(verdicts)) return false;
    for (const said of found) open.delete(said);
  }
  const unnamed = [
    ...theirs.filter((one) => one.resource === null || /undefined|null/.test(tail(one.resource))),
    ...placed,
  ];
  const groups = [...Map.groupBy(unnamed, (one) => one.region)];
  // A result goes to the group of its own region; the account as a whole to any, and any to theirs of the whole account.
  const own = (said: Said) => groups.some(([region]) => region === said.region);
  for (const [region, group] of groups) {
    const found = [...open].filter(
      (said) => said.region === region || (!own(said) && [said.region, region].includes(GLOBAL)),
    );
    const verdict = worst(group.map((one) => one.verdict));
    if (found.length === 0 ? verdict !== 'PASS' : worst(found.map((said) => said.verdict)) !== verdict) return false;
    for (const said of found) open.delete(said);
  }
  return open.size === 0;
}

function regionOf(theirs: readonly Expected[], resource: string): string | undefined {
  return theirs.find((one) => one.resource === resource)?.region;
}

/**
 * True where all we say of a region is said of the region itself (or all of the account). Whether a region has a working
 * detector they answer by naming the detector.
 */
function answersForPlace(ours: readonly Said[], region: string | undefined): boolean {
  const there = ours.filter((said) => said.region === region);
  return there.length > 0 && there.every((said) => /^aws:\d+(?::[a-z0-9-]+)?$/.test(said.names[0] ?? ''));
}

function byAsset(results: readonly Result[]): Said[] {
  return [...Map.groupBy(said(results), (one) => one.asset).values()].map((group) => ({
    verdict: worst(group.map((one) => one.verdict)),
    region: group[0]?.region ?? '',
    names: group[0]?.names ?? [],
  }));
}

function byElement(results: readonly Result[]): Said[] {
  return said(results);
}

function said(results: readonly Result[]): (Said & { asset: string })[] {
  return results.flatMap((one) => {
    const verdict = OURS[one.status];
    if (verdict === undefined) return [];
    const account = /^aws:(\d+)$/.exec(one.asset)?.[1];
    const names = [
      one.asset,
      ...(one.discriminator === '' ? [] : [`${one.asset}:${one.discriminator}`, one.discriminator]),
    ];
    if (account !== undefined) names.push(`arn:aws:iam::${account}:root`);
    return [{ verdict, region: one.region, names, asset: one.asset }];
  });
}

function worst(verdicts: readonly Verdict[]): Verdict {
  return WORST.find((verdict) => verdicts.includes(verdict)) ?? 'PASS';
}

/** An ARN without its partition, region and account, which recordings often lack or make up; a bare name as it is. */
function tail(resource: string): string {
  const parts = resource.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return resource;
  return `${parts[2]}:${parts
    .slice(5)
    .join(':')
    .replace(/^\/|\/$/g, '')}`;
}
