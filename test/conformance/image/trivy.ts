import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import type { Advisories } from '../../../src/advisories/database/open.ts';
import { match } from '../../../src/engines/vulnerability/index.ts';
import { sbomFormats, writeSbom } from '../../../src/findings/sbom/index.ts';
import { loadVex, type Waives } from '../../../src/findings/waivers/index.ts';
import {
  type Bom,
  isObject,
  type Json,
  type JsonObject,
  type Package,
  systemPackageTypes,
  type Vulnerability,
} from '../../../src/model/index.ts';
import { readSbom } from '../../../src/sources/sbom/index.ts';
import { readNdjson } from '../ndjson.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import { openTrivyDatabase } from './trivy-database.ts';
import { declaredTargets, installedTargets, type Target } from './trivy-targets.ts';
import type { SetResult } from './types.ts';

/** How the cases are labelled. */
interface Case {
  id: string;
  suite: 'repo' | 'sbom' | string;
  command: string;
  scanners?: string[];
  format: string;
  options: {
    skipFiles?: string[];
    skipDirs?: string[];
    includeDevDeps?: boolean;
    vex?: string;
    vulnSeveritySources?: string[];
    filePatterns?: string[];
    listAllPkgs?: boolean;
  };
  files: Record<string, string>;
  filesBase64?: Record<string, string>;
  expected?: ExpectedTarget[];
  expectedDocument?: JsonObject;
}

interface ExpectedTarget {
  target: string;
  class: string;
  type?: string;
  packages?: { name: string; version?: string; purl?: string }[];
  vulnerabilities?: {
    id: string;
    name: string;
    installed: string;
    fixed?: string;
    status?: string;
    severity: string;
  }[];
}

/** What a case may leave out. */
const withoutChoices: Case = { id: '', suite: 'repo', command: 'repo', format: 'json', options: {}, files: {} };

/** Classes of targets that this set is about; misconfigurations, secrets and licences are others. */
const classes = new Set(['os-pkgs', 'lang-pkgs']);
/** What Trivy's documentation says it always includes: it takes their lock files for unable to tell what is for development. */
const alsoForDevelopment: ReadonlySet<string> = new Set(['pub']);
const bar = 0.95;
/** The differences that are agreed, each with its reason. */
const agreed = path.join(import.meta.dirname, 'trivy-differences.yaml');

/** Scans of folders and bills of materials against a small database: the same packages and vulnerabilities, target by target. */
export async function run(dir: string): Promise<SetResult> {
  const database = await openTrivyDatabase(path.join(dir, 'db.tar.gz'));
  const counted = { right: 0, wrong: 0, missed: 0 };
  try {
    const reasons = (parse(await readFile(agreed, 'utf8')) ?? {}) as Record<string, string>;
    const scored = await tally(cases(dir, database, reasons, counted));
    const { mapped, equal } = scored.total;
    const short = equal < bar * mapped ? `${equal} of ${mapped} cases are as labelled` : undefined;
    const { right, wrong, missed } = counted;
    const notes = [`vulnerabilities: ${right} as labelled, ${wrong} beyond, ${missed} missed`];
    return { ...scored, notes, underBar: mapped === 0 ? 'no case is judged' : short };
  } finally {
    database.close();
  }
}

interface Counted {
  right: number;
  wrong: number;
  missed: number;
}

async function* cases(
  dir: string,
  database: Advisories,
  reasons: Record<string, string>,
  counted: Counted,
): AsyncGenerator<CaseOutcome> {
  for await (const read of readNdjson<Partial<Case>>(path.join(dir, 'cases.ndjson'))) {
    const one = { ...withoutChoices, ...read };
    const { id } = one;
    const rule = `${one.suite}/${one.format}`;
    if (!isMapped(one)) {
      yield { id, rule, outcome: 'unmapped' };
      continue;
    }
    const differences = await differencesOf(one, database, counted).catch((error: unknown) => [`broke off: ${error}`]);
    const detail = [...(reasons[id] === undefined ? [] : [reasons[id]]), ...differences].join('; ');
    if (differences.length === 0) yield { id, rule, outcome: 'equal' };
    else yield { id, rule, outcome: reasons[id] === undefined ? 'different' : 'differs', detail };
  }
}

function isMapped({ scanners = ['vuln'], expectedDocument, expected = [] }: Case): boolean {
  if (expectedDocument !== undefined) return true;
  return scanners.includes('vuln') || expected.some((target) => classes.has(target.class));
}

async function differencesOf(one: Case, database: Advisories, counted: Counted): Promise<string[]> {
  const files = filesOf(one);
  const targets = one.suite === 'sbom' ? ofSbom(files) : ofFolder(one, files);
  if (one.expectedDocument !== undefined) return documentDifferences(one, targets);
  const waives = await waivesOf(one, files);
  const ours = targets.map((target) => ({
    target,
    found: match(target.bom, database).vulnerabilities.filter((found) => !isWaived(waives, found, target)),
  }));
  const expected = (one.expected ?? []).filter((target) => classes.has(target.class));
  const said = new Set<string>();
  const wanted = new Set<string>();
  for (const { target, found } of ours) {
    for (const vulnerability of found) said.add(`${target.key} ${oursAsLine(vulnerability, one)}`);
  }
  for (const target of expected) {
    for (const vulnerability of target.vulnerabilities ?? []) {
      wanted.add(`${keyOf(target, one)} ${theirsAsLine(vulnerability, target)}`);
    }
  }
  const differences = setDifferences(wanted, said);
  counted.right += [...wanted].filter((line) => said.has(line)).length;
  counted.wrong += differences.beyond.length;
  counted.missed += differences.missed.length;
  const lines = linesOf(differences);
  if (one.options.listAllPkgs === true) lines.push(...packageDifferences(one, expected, targets));
  return lines;
}

function filesOf({ files, filesBase64 = {}, options }: Case): Map<string, Buffer> {
  const all = [
    ...Object.entries(files ?? {}).map(([name, text]) => [name, Buffer.from(text)] as const),
    ...Object.entries(filesBase64).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const),
  ];
  const skipped = [...(options.skipFiles ?? []), ...(options.skipDirs ?? [])].map((pattern) =>
    pattern.replace(/\/$/, ''),
  );
  return new Map(all.filter(([name]) => !skipped.some((pattern) => isBelow(name, pattern))));
}

/** A path that is skipped, or lies below one: patterns of shells. */
function isBelow(name: string, pattern: string): boolean {
  const parts = name.split('/');
  return parts.some((_part, index) => path.matchesGlob(parts.slice(0, index + 1).join('/'), pattern));
}

function ofFolder({ command, options }: Case, files: ReadonlyMap<string, Buffer>): Target[] {
  const targets = command === 'rootfs' ? installedTargets(files) : declaredTargets(files, options.filePatterns ?? []);
  return targets.map(({ bom, ...target }) => ({
    ...target,
    bom: {
      ...bom,
      packages: bom.packages.filter(
        (one) => options.includeDevDeps === true || one.development !== true || alsoForDevelopment.has(one.type),
      ),
    },
  }));
}

/** The document is the only file. Its packages stand in two targets: those of the system, and all others. */
function ofSbom(files: ReadonlyMap<string, Buffer>): Target[] {
  return [...files.values()].flatMap((content) => {
    const { bom, name } = readSbom(content);
    return ['os-pkgs', 'lang-pkgs'].map((key) => ({
      key,
      names: [name],
      bom: { ...bom, packages: ofClass(bom, key) },
    }));
  });
}

function ofClass({ packages }: Bom, key: string): Package[] {
  return packages.filter(({ type }) => systemPackageTypes.has(type) === (key === 'os-pkgs'));
}

function keyOf(target: ExpectedTarget, { suite, command }: Case): string {
  if (suite === 'sbom' || target.class === 'os-pkgs') return target.class;
  return command === 'rootfs' ? (target.type ?? '') : target.target;
}

/** What a repository of VEX serves are documents as well: all that the case has count. */
async function waivesOf({ options }: Case, files: ReadonlyMap<string, Buffer>): Promise<Waives | undefined> {
  if (options.vex === undefined) return undefined;
  const named = files.get(options.vex);
  const documents =
    named === undefined ? [...files].filter(([name]) => /vex\.json$/.test(name)).map(([, one]) => one) : [named];
  const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-vex-'));
  try {
    const paths = documents.map((_document, index) => path.join(dir, `${index}.json`));
    await Promise.all(paths.map((file, index) => writeFile(file, documents[index] as Buffer)));
    return await loadVex(paths);
  } finally {
    await rm(dir, { recursive: true });
  }
}

function isWaived(waives: Waives | undefined, { id, facts, package: found, fixed }: Vulnerability, { names }: Target) {
  const paths = found.locations.map((place) => place.path);
  return (
    waives?.({ id, aliases: facts.aliases, names, package: found, paths, unfixed: fixed.length === 0 }) !== undefined
  );
}

function oursAsLine(found: Vulnerability, { options }: Case): string {
  const { id, package: one, fixed, status } = found;
  const severity = severityOf(found, options.vulnSeveritySources ?? []);
  return asLine([id, shownName(one), one.version, fixed, status.replaceAll('-', '_'), severity]);
}

function theirsAsLine(one: NonNullable<ExpectedTarget['vulnerabilities']>[number], { type }: ExpectedTarget): string {
  // Where a source tells ranges of mended versions, they are told as such: where each begins is the version that mends.
  const fixed = (one.fixed ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('<'))
    .map((text) => text.replace(/^[>=^~]+ */, ''));
  return asLine([one.id, canonicalName(one.name, type), one.installed, fixed, one.status ?? 'affected', one.severity]);
}

function asLine([id, name, installed, fixed, status, severity]: [string, string, string, string[], string, string]) {
  return `${id} ${name} ${installed} [${[...new Set(fixed)].sort().join(', ')}] ${status} ${severity}`;
}

/** With the part of a pod that its purl tells: advisories know the pod alone. */
function shownName({ type, name, purl }: Package): string {
  if (type === 'pypi') return canonicalName(name, 'pip');
  const part = type === 'cocoapods' ? purl.split('#')[1] : undefined;
  return part === undefined ? name : `${name}/${decodeURIComponent(part)}`;
}

/** Spellings of one name of Python are one. */
function canonicalName(name: string, type: string | undefined): string {
  const python = ['pip', 'pipenv', 'poetry', 'uv', 'pylock', 'python-pkg'].includes(type ?? '');
  return python ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
}

/** By the sources that the case puts first; where nobody says how bad it is, that is told. */
function severityOf({ severity, facts }: Vulnerability, sources: readonly string[]): string {
  for (const source of sources) {
    const told = facts.severities[source];
    if (told !== undefined) return told.toUpperCase();
    if (source === 'auto') break;
  }
  const told = Object.keys(facts.severities).length > 0 || facts.cvss !== undefined || severity !== 'medium';
  return told ? severity.toUpperCase() : 'UNKNOWN';
}

function packageDifferences(one: Case, expected: readonly ExpectedTarget[], targets: readonly Target[]): string[] {
  const said = new Set(
    targets.flatMap(({ key, bom }) =>
      bom.packages.map((found) => packageLine(key, shownName(found), found.version, canonicalPurl(found.purl))),
    ),
  );
  const wanted = new Set(
    expected.flatMap((target) =>
      (target.packages ?? []).map(({ name, version = '', purl = '' }) =>
        packageLine(keyOf(target, one), canonicalName(name, target.type), version, canonicalPurl(purl)),
      ),
    ),
  );
  return linesOf(setDifferences(wanted, said));
}

function packageLine(key: string, name: string, version: string, purl: string): string {
  return `${key} package ${name} ${version} ${purl}`;
}

/** The same purls, and the same edges between them. */
function documentDifferences({ format, expectedDocument = {} }: Case, targets: readonly Target[]): string[] {
  const ours = sbomFormats.find((one) => format.startsWith(one));
  if (ours === undefined) return [`no bill of materials is written as ${format}`];
  const packages = targets.flatMap(({ bom }) => bom.packages);
  const distribution = targets.find(({ bom }) => bom.distribution !== undefined)?.bom.distribution;
  const bom = { packages, unread: [], ...(distribution !== undefined && { distribution }) };
  const subject = { name: 'folder', kind: 'folder' } as const;
  const text = writeSbom(ours, { subject, bom, version: '0', now: new Date(0) });
  return linesOf(setDifferences(purlsAndEdges(expectedDocument), purlsAndEdges(JSON.parse(text) as JsonObject)));
}

function purlsAndEdges(document: JsonObject): Set<string> {
  const purls = new Map<string, string>();
  for (const one of objects(document.components)) {
    if (typeof one.purl === 'string') purls.set(String(one['bom-ref']), canonicalPurl(one.purl));
  }
  for (const one of objects(document.packages)) {
    const locator = objects(one.externalRefs).find(({ referenceType }) => referenceType === 'purl')?.referenceLocator;
    if (typeof locator === 'string') purls.set(String(one.SPDXID), canonicalPurl(locator));
  }
  const edges = [
    ...objects(document.dependencies).flatMap(({ ref, dependsOn }) =>
      (Array.isArray(dependsOn) ? dependsOn : []).map((other) => [ref, other]),
    ),
    ...objects(document.relationships)
      .filter(({ relationshipType }) => relationshipType === 'DEPENDS_ON')
      .map(({ spdxElementId, relatedSpdxElement }) => [spdxElementId, relatedSpdxElement]),
  ];
  const found = new Set(purls.values());
  for (const [from, to] of edges) {
    const [one, other] = [purls.get(String(from)), purls.get(String(to))];
    if (one !== undefined && other !== undefined) found.add(`${one} -> ${other}`);
  }
  return found;
}

/** Without the file in which it lies, which we tell beside the purl, and with the one spelling of a name of Python. */
function canonicalPurl(purl: string): string {
  return purl
    .replace(/[?&]file_path=[^&#]*/, '')
    .replace(/^pkg:pypi\/[^@?#]+/, (python) => python.toLowerCase().replace(/[-_.]+/g, '-'));
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

interface Differences {
  missed: string[];
  beyond: string[];
}

function setDifferences(wanted: ReadonlySet<string>, said: ReadonlySet<string>): Differences {
  return {
    missed: [...wanted].filter((line) => !said.has(line)).sort(),
    beyond: [...said].filter((line) => !wanted.has(line)).sort(),
  };
}

function linesOf({ missed, beyond }: Differences): string[] {
  return [...missed.map((line) => `they: ${line}`), ...beyond.map((line) => `we: ${line}`)];
}
