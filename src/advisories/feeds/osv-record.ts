import type { Advisory, Affected, AffectedRange, Ecosystem, JsonObject, Severity } from '../../model/index.ts';
import { ecosystemNamed } from '../ecosystems.ts';
import { bestVector, severityNamed, severityOfScore } from '../severity.ts';
import type { Enrichment, FeedInput } from './types.ts';
import {
  descriptionOf,
  idOf,
  idsIn,
  isCve,
  Malformed,
  MOST_LISTED,
  nameOf,
  objectIn,
  objectsIn,
  present,
  referencesIn,
  textIn,
  textsIn,
  timeOf,
  titleOf,
  versionOf,
} from './values.ts';

/** Whose record it is, by how its id begins (https://ossf.github.io/osv-schema/#id-modified-fields): the same whatever feed it comes by. */
const makers: readonly (readonly [prefix: string, source: string])[] = [
  ['GHSA-', 'ghsa'],
  ['GO-', 'go-vulndb'],
  ['PYSEC-', 'pypa'],
  ['RUSTSEC-', 'rustsec'],
  ['ALSA-', 'almalinux'],
  ['ALBA-', 'almalinux'],
  ['ALEA-', 'almalinux'],
  ['RLSA-', 'rocky'],
  ['RXSA-', 'rocky'],
  ['RHSA-', 'redhat'],
  ['DSA-', 'debian'],
  ['DLA-', 'debian'],
  ['DTSA-', 'debian'],
  ['DEBIAN-', 'debian'],
  ['UBUNTU-', 'ubuntu'],
  ['USN-', 'ubuntu'],
  ['LSN-', 'ubuntu'],
  ['SUSE-', 'suse'],
  ['openSUSE-', 'suse'],
  ['ALPINE-', 'alpine-secdb'],
  ['CGA-', 'wolfi'],
  ['BIT-', 'bitnami'],
  ['RSEC-', 'rsec'],
  ['HSEC-', 'hsec'],
];

/** Bulletins of these are about the vulnerabilities in `related`; elsewhere that field only points at what resembles. */
const relatedAreMended = new Set(['almalinux', 'rocky', 'suse', 'redhat', 'debian', 'ubuntu']);

/** Record kinds that are no vulnerabilities: AlmaLinux' bug fixes and enhancements. */
const noVulnerability = /^(ALBA|ALEA|RHBA|RHEA|RLBA|RLEA)-/;

/**
 * An OSV record (https://ossf.github.io/osv-schema/, 1.7) as ours.
 *
 * @param feed source of records whose id tells none
 * @returns the advisory, a withdrawal, or nothing where it is left out (which `input` is told)
 * @throws Malformed
 */
export function osvRecord(
  record: JsonObject,
  feed: string,
  input: Pick<FeedInput, 'leaveOut'>,
): (Advisory | Enrichment)[] {
  const id = idOf(textIn(record, 'id'));
  const source = makers.find(([prefix]) => id.startsWith(prefix))?.[1] ?? feed;
  if (textIn(record, 'withdrawn') !== undefined) {
    input.leaveOut('withdrawn');
    return [{ enriches: 'withdrawn', id, source }];
  }
  if (noVulnerability.test(id) || isInformational(record)) {
    input.leaveOut('informational');
    return [];
  }
  if (id.startsWith('MAL-')) {
    input.leaveOut('no-package');
    return [];
  }
  const affected = affectedIn(record, source);
  if (affected.length === 0) {
    input.leaveOut('not-covered');
    return [];
  }
  const upstream = upstreamOf(record, id, source);
  const specific = objectIn(record, 'database_specific');
  const cvss = vectorsIn(record);
  const summary = textIn(record, 'summary');
  return [
    present<Advisory>({
      id,
      source,
      aliases: idsIn(textsIn(record, 'aliases'), id),
      upstream: upstream.length === 0 ? undefined : upstream,
      title: titleOf(summary),
      description: descriptionOf(textIn(record, 'details')),
      severity: severityIn(record, specific, cvss, summary),
      cvss: cvss.length === 0 ? undefined : cvss,
      cwes: cwesIn(specific),
      references: referencesIn(objectsIn(record, 'references').map((one) => textIn(one, 'url'))),
      published: timeOf(textIn(record, 'published')),
      modified: timeOf(textIn(record, 'modified')),
      withdrawn: undefined,
      affected,
    }),
  ];
}

/** RustSec's exports say so of the package, others of the record. */
function isInformational(record: JsonObject): boolean {
  const affected = objectsIn(record, 'affected');
  return (
    affected.length > 0 &&
    affected.every((one) => textIn(objectIn(one, 'database_specific'), 'informational') !== undefined)
  );
}

function upstreamOf(record: JsonObject, id: string, source: string): string[] {
  const named = idsIn(textsIn(record, 'upstream'), id);
  const related = relatedAreMended.has(source) ? idsIn(textsIn(record, 'related'), id).filter(isCve) : [];
  return [...new Set([...named, ...related])];
}

/** `type` is CVSS_V2, CVSS_V3 or CVSS_V4 and `score` its vector; Ubuntu puts a word there. */
function vectorsIn(record: JsonObject): string[] {
  const all = [
    ...objectsIn(record, 'severity'),
    ...objectsIn(record, 'affected').flatMap((one) => objectsIn(one, 'severity')),
  ];
  const vectors = all
    .filter((one) => textIn(one, 'type')?.startsWith('CVSS_') === true)
    .flatMap((one) => textIn(one, 'score') ?? []);
  return [...new Set(vectors)].filter((vector) => vector.length <= 300).slice(0, 8);
}

function severityIn(
  record: JsonObject,
  specific: JsonObject,
  cvss: readonly string[],
  summary: string | undefined,
): Severity | undefined {
  const word =
    severityNamed(textIn(specific, 'severity')) ??
    severityNamed(textIn(specific, 'cvss_severity')) ??
    objectsIn(record, 'severity')
      .map((one) => severityNamed(textIn(one, 'score')))
      .find((one) => one !== undefined) ??
    // Bulletins of Red Hat's kin begin with it: `Important: firefox security update`.
    severityNamed(/^(Critical|Important|Moderate|Low): /.exec(summary ?? '')?.[1]);
  if (word !== undefined) return word;
  const best = bestVector(cvss);
  return best === undefined ? undefined : severityOfScore(best.score);
}

function cwesIn(specific: JsonObject): string[] | undefined {
  const ids = textsIn(specific, 'cwe_ids').filter((one) => /^CWE-\d+$/.test(one));
  return ids.length === 0 ? undefined : ids.slice(0, 10);
}

function affectedIn(record: JsonObject, source: string): Affected[] {
  const found: (Affected & { paid: boolean })[] = [];
  for (const one of objectsIn(record, 'affected')) {
    const about = objectIn(one, 'package');
    const named = textIn(about, 'ecosystem');
    const ecosystem = named === undefined ? undefined : ecosystemNamed(named);
    if (ecosystem === undefined) continue;
    const whole = affectedOf(one, ecosystem, nameOf(textIn(about, 'name')), source);
    if (whole === undefined) continue;
    const paid = /:pro[: ]/i.test(named ?? '');
    for (const affected of source === 'suse' ? installedOf(one, whole) : [whole]) {
      const modules = isModular(affected.ranges) ? modulesIn(textIn(record, 'summary')) : [];
      if (modules.length === 0) found.push({ ...affected, paid });
      for (const module of modules) found.push({ ...affected, module, paid });
    }
  }
  // What Ubuntu mends for subscribers only counts where it mends it for nobody else.
  const mends = ({ ranges }: Affected) => ranges.some(({ fixed }) => fixed !== undefined);
  const keyOf = ({ ecosystem, name }: Affected) => `${ecosystem} ${name}`;
  const free = new Set(found.filter((one) => !one.paid && mends(one)).map(keyOf));
  const bought = new Set(found.filter((one) => one.paid && mends(one)).map(keyOf));
  const open = new Set(found.filter((one) => !one.paid).map(keyOf));
  return found
    .filter((one) => {
      const key = keyOf(one);
      if (!one.paid) return free.has(key) || !bought.has(key);
      return !free.has(key) && (bought.has(key) ? mends(one) : !open.has(key));
    })
    .map(({ paid: _, ...affected }) => affected);
}

/** SUSE's records name the source package and list what is built of it, each with the version that mends it: what is installed goes by those names. */
function installedOf(one: JsonObject, whole: Affected): Affected[] {
  const built = objectsIn(objectIn(one, 'ecosystem_specific'), 'binaries').flatMap((binaries) =>
    Object.entries(binaries).flatMap(([name, version]) =>
      typeof version === 'string' && version !== '' ? [{ name: nameOf(name), fixed: versionOf(version) }] : [],
    ),
  );
  if (built.length === 0) return [whole];
  return built.map(({ name, fixed }) => ({ ...whole, name, ranges: [{ fixed }] }));
}

function affectedOf(one: JsonObject, ecosystem: Ecosystem, name: string, source: string): Affected | undefined {
  const kinds = objectsIn(one, 'ranges').filter((range) => textIn(range, 'type') !== 'GIT');
  const ranges = kinds.flatMap((range) => rangesOf(objectsIn(range, 'events')));
  const versions = textsIn(one, 'versions').map(versionOf);
  // Commits alone say nothing about versions.
  if (ranges.length === 0 && versions.length === 0 && objectsIn(one, 'ranges').length > 0) return undefined;
  const specific = objectIn(one, 'ecosystem_specific');
  const word =
    severityNamed(textIn(specific, 'severity')) ??
    severityNamed(textIn(specific, 'urgency')) ??
    severityNamed(textIn(specific, 'ubuntu_priority'));
  const arches = textsIn(specific, 'arches');
  const symbols = symbolsIn(specific, source);
  const bound = openBound(ranges, objectIn(one, 'database_specific'));
  return present<Affected>({
    ecosystem,
    name,
    ranges: bound?.ranges ?? ranges,
    // The vendor of a system lists the versions that its ranges hold anyway.
    versions: versions.length === 0 || (ecosystem.includes(':') && ranges.length > 0) ? undefined : versions,
    vulnerable: bound?.vulnerable,
    unaffected: undefined,
    fixedVersions: undefined,
    status: undefined,
    severity: word,
    module: undefined,
    arches: arches.length === 0 ? undefined : arches.slice(0, 20),
    symbols,
  });
}

/** A range without an end whose maker says elsewhere where it ends, as GitHub does: `< 1.2.3`, which names no version that mends it. */
function openBound(
  ranges: readonly AffectedRange[],
  specific: JsonObject,
): { ranges: AffectedRange[]; vulnerable?: string[] } | undefined {
  const [, sign, version] =
    /^\s*(<=?)\s*([^\s,<>=]+)\s*$/.exec(textIn(specific, 'last_known_affected_version_range') ?? '') ?? [];
  const [only] = ranges;
  if (version === undefined || only === undefined || ranges.length !== 1) return undefined;
  if (only.fixed !== undefined || only.lastAffected !== undefined) return undefined;
  if (sign === '<=') return { ranges: [{ ...only, lastAffected: version }] };
  return {
    ranges: [],
    vulnerable: [only.introduced === undefined ? `<${version}` : `>=${only.introduced} <${version}`],
  };
}

/** Ranges out of events; `0` is before every version. Events need not stand in the order of versions, though they nearly always do. */
function rangesOf(told: readonly JsonObject[]): AffectedRange[] {
  if (told.length > MOST_LISTED) throw new Malformed('it has too many events');
  const events = isInTurn(told) ? told : told.toSorted((one, other) => byNumbers(versionAt(one), versionAt(other)));
  const ranges: AffectedRange[] = [];
  // Where nothing says since when, it is since ever; else an end that ends nothing says nothing.
  const begins = events.some((event) => 'introduced' in event);
  let open: AffectedRange | undefined = begins ? undefined : {};
  for (const event of events) {
    const introduced = textIn(event, 'introduced');
    const fixed = textIn(event, 'fixed') ?? textIn(event, 'limit');
    const last = textIn(event, 'last_affected');
    if (introduced !== undefined) {
      if (open !== undefined) ranges.push(open);
      open = introduced === '0' ? {} : { introduced: versionOf(introduced) };
    }
    if (open === undefined) continue;
    if (fixed !== undefined && fixed !== '*') {
      ranges.push({ ...open, fixed: versionOf(fixed) });
      open = undefined;
    } else if (last !== undefined) {
      ranges.push({ ...open, lastAffected: versionOf(last) });
      open = undefined;
    }
  }
  if (open !== undefined && begins) ranges.push(open);
  return ranges;
}

/** Beginnings and ends take turns: then they stand in their order. */
function isInTurn(events: readonly JsonObject[]): boolean {
  return events.every((event, at) => 'introduced' in event === (at % 2 === 0));
}

function versionAt(event: JsonObject): string {
  return ['introduced', 'fixed', 'last_affected', 'limit'].flatMap((key) => textIn(event, key) ?? [])[0] ?? '';
}

/** The order that versions of nearly every ecosystem have in common: by their numbers. */
function byNumbers(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/** True where packages of Red Hat's kin were built as part of a module: it stands in the release, without the stream's name. */
export function isModular(ranges: readonly AffectedRange[]): boolean {
  return ranges.some(({ fixed }) => fixed !== undefined && /\.module[_+]/.test(fixed));
}

/** The module streams that a bulletin's title names: `nodejs:18` of `Important: nodejs:18 security update`. */
export function modulesIn(title: string | undefined): string[] {
  const named = (title ?? '').replace(/^\w+: /, '').matchAll(/(?<![\w:])([a-z][\w.+-]{0,60}:[\w.+-]{1,40})/gi);
  return [...new Set(Array.from(named, ([, stream = '']) => stream))].slice(0, 10);
}

/** Go's records name the functions of each package: `crypto/tls.Conn.Read`; a package without names is concerned as a whole. RustSec's name paths. */
function symbolsIn(specific: JsonObject, source: string): string[] | undefined {
  const names =
    source === 'rustsec'
      ? Object.keys(objectIn(objectIn(specific, 'affects'), 'functions'))
      : objectsIn(specific, 'imports').flatMap((one) => {
          const path = textIn(one, 'path');
          if (path === undefined) return [];
          const symbols = textsIn(one, 'symbols');
          return symbols.length === 0 ? [path] : symbols.map((symbol) => `${path}.${symbol}`);
        });
  return names.length === 0 ? undefined : names.slice(0, 500);
}
