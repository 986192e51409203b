import { createHash } from 'node:crypto';
import {
  type Bom,
  type Distribution,
  isObject,
  type Json,
  type JsonObject,
  type Package,
  type Unread,
} from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { textOf } from '../packages/content.ts';
import { fieldAt, xmlRoot } from '../packages/declared/documents.ts';
import { fromCycloneDx } from './cyclonedx.ts';
import { fromXml } from './cyclonedx-xml.ts';
import { distributionOfPurl } from './distribution-of.ts';
import { packageOf } from './package-of.ts';
import { fromSpdx } from './spdx.ts';
import { parseTagValue } from './spdx-tag-value.ts';
import type { SbomDocument, SbomEntry, SbomParts } from './types.ts';

/** Most bytes of a document. */
export const mostSbomBytes = 128 * 1024 * 1024;
/** Envelopes within envelopes. */
const mostEnvelopes = 4;

/**
 * Reads a bill of materials that somebody else has made: CycloneDX in JSON or XML, SPDX in JSON or in tags and values, also as an attestation of in-toto
 * (https://github.com/in-toto/attestation) around one, or a bundle of Sigstore around that.
 *
 * @throws UnreadableFile where it is none of them, or too large
 */
export function readSbom(content: Uint8Array): SbomDocument {
  if (content.length > mostSbomBytes) throw new UnreadableFile('too-large', `more than ${mostSbomBytes} bytes`);
  const parts = partsOf(textOf(content));
  if (parts === undefined) throw new UnreadableFile('unsupported', 'neither CycloneDX nor SPDX');
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const id = parts.id ?? digest;
  return {
    format: parts.format,
    specVersion: parts.specVersion,
    id,
    name: parts.name ?? id,
    ...(parts.created !== undefined && { created: parts.created }),
    bom: bomOf(parts),
  };
}

/** Whether a file, by its first bytes, may be a bill of materials: whatever else is given to be scanned begins otherwise. */
export function mayBeSbom(head: Uint8Array): boolean {
  const text = textOf(head.subarray(0, 64)).trimStart();
  return text.startsWith('{') || text.startsWith('<') || /^(?:##[^\n]*\n\s*)*SPDXVersion:/.test(text);
}

function partsOf(text: string): SbomParts | undefined {
  const start = text.trimStart();
  if (start.startsWith('<')) {
    const root = xmlRoot(start);
    return root.name === 'bom' ? fromCycloneDx(fromXml(root)) : undefined;
  }
  if (!start.startsWith('{')) return /^SPDXVersion:/m.test(text) ? fromSpdx(parseTagValue(text)) : undefined;
  const whole = parsed(start);
  if (whole !== undefined) return partsIn(whole, mostEnvelopes);
  // One envelope a line, as attestations are kept.
  for (const line of start.split('\n')) {
    const value = parsed(line);
    const parts = value === undefined ? undefined : partsIn(value, mostEnvelopes);
    if (parts !== undefined) return parts;
  }
  throw new UnreadableFile('malformed', 'not valid JSON');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function partsIn(value: Json, envelopes: number): SbomParts | undefined {
  if (!isObject(value) || envelopes === 0) return undefined;
  if (value.bomFormat === 'CycloneDX') return fromCycloneDx(value);
  if (typeof value.spdxVersion === 'string' || value.SPDXID === 'SPDXRef-DOCUMENT') return fromSpdx(value);
  if (typeof value.payload === 'string') {
    const inner = parsed(Buffer.from(value.payload, 'base64').toString('utf8'));
    return inner === undefined ? undefined : partsIn(inner, envelopes - 1);
  }
  // GitHub's export of a dependency graph, and a bundle of Sigstore.
  const wrapped = value.sbom ?? value.dsseEnvelope;
  if (isObject(wrapped)) return partsIn(wrapped, envelopes - 1);
  return value.predicate === undefined ? undefined : ofStatement(value, envelopes);
}

/** A statement about a subject, which names it better than the document does. Some tools lay the document into the predicate's `Data`, also as text. */
function ofStatement(statement: JsonObject, envelopes: number): SbomParts | undefined {
  const { predicate } = statement;
  const data = fieldAt(predicate, 'Data') ?? predicate;
  const document = typeof data === 'string' ? parsed(data) : data;
  const parts = document === undefined ? undefined : partsIn(document, envelopes - 1);
  if (parts === undefined) return undefined;
  const [subject] = Array.isArray(statement.subject) ? statement.subject : [];
  const [name, digest] = [fieldAt(subject, 'name'), fieldAt(subject, 'digest', 'sha256')];
  if (typeof name !== 'string' || typeof digest !== 'string') return parts;
  return { ...parts, name: `${name}@sha256:${digest}` };
}

/** A package with what it needs, by purl. */
interface Gathered {
  one: Package;
  needs: Set<string>;
}

function bomOf({ entries, systems, unnamed }: SbomParts): Bom {
  const unread: Unread[] = [];
  if (unnamed > 0) unread.push(lost('no-purl', `${unnamed} libraries without a purl`));
  const purls = new Map(entries.map(({ ref, purl }) => [ref, purl]));
  const packages = new Map<string, Gathered>();
  const systemsOfPurls = new Map<string, Distribution>();
  let unknown = 0;
  for (const entry of entries) {
    const read = packageOf(entry.purl);
    if (read === undefined) unknown += 1;
    else {
      add(packages, read.package, entry, purls);
      if (read.distro !== undefined && !systemsOfPurls.has(read.distro)) {
        systemsOfPurls.set(read.distro, distributionOfPurl(read.distro, read.namespace));
      }
    }
  }
  if (unknown > 0)
    unread.push(lost('purl-unknown', `${unknown} packages of a type that is not known, or without a version`));
  const all = systems.length > 0 ? systems : [...systemsOfPurls.values()];
  const [distribution] = all;
  if (all.some(({ id, version }) => id !== distribution?.id || version !== distribution.version)) {
    unread.push(lost('several-distributions', 'packages of several distributions; all are judged as of the first'));
  }
  const known = new Set(Array.from(packages.values(), ({ one }) => one.purl));
  return {
    ...(distribution !== undefined && { distribution }),
    packages: Array.from(packages.values(), (one) => whole(one, known)),
    unread,
  };
}

function lost(code: string, reason: string): Unread {
  return { path: '', code, reason };
}

/** Adds a package, or what a second entry for it tells. */
function add(
  packages: Map<string, Gathered>,
  read: Omit<Package, 'locations'>,
  { told, needs }: SbomEntry,
  purls: ReadonlyMap<string, string>,
): void {
  const key = `${read.purl}\n${told.ownedBy ?? ''}`;
  let known = packages.get(key);
  if (known === undefined) {
    // The purls of some types are in small letters, whatever the name is.
    const name = told.name?.toLowerCase() === read.name.toLowerCase() ? told.name : read.name;
    known = { one: { ...read, ...told, name, locations: [] }, needs: new Set() };
    packages.set(key, known);
  }
  for (const place of told.locations ?? []) known.one.locations.push(place);
  if (told.development !== true) delete known.one.development;
  for (const ref of needs) {
    const purl = purls.get(ref);
    if (purl !== undefined) known.needs.add(purl);
  }
}

/** Edges lead to packages of the document alone. */
function whole({ one, needs }: Gathered, known: ReadonlySet<string>): Package {
  const leading = Array.from(needs).filter((purl) => known.has(purl));
  return leading.length === 0 ? one : { ...one, dependsOn: leading };
}
