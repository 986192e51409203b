import type { Bom, Distribution, Json, JsonObject, Package, PackageLocation } from '../../model/index.ts';
import { licenceOf } from './licences.ts';
import { neededBy, type Referred, referred, topmost, uuidOf } from './order.ts';
import type { SbomInput, SbomSubject } from './types.ts';
import { vulnerabilitiesOf } from './vulnerabilities.ts';

const subjectType = { container: 'container', host: 'device', folder: 'application' } as const;
const rootRef = 'subject';
/** Files that could not be read are named up to this number; how many there are is told in any case. */
const mostUnread = 100;

/**
 * A bill of materials as CycloneDX 1.6 in JSON (https://cyclonedx.org/docs/1.6/json/). What the format has no field for stands in properties `hwaseong:...`;
 * `readSbom` reads all of it again.
 */
export function cycloneDx({ subject, bom, findings = [], version, now }: SbomInput): string {
  const packages = referred(bom);
  const refs = new Set(packages.map(({ ref }) => ref));
  const system = bom.distribution === undefined ? [] : [systemOf(bom.distribution)];
  const vulnerabilities = vulnerabilitiesOf(findings, refs);
  const body: JsonObject = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    components: [...system, ...packages.map(componentOf)],
    dependencies: [
      { ref: rootRef, dependsOn: topmost(packages, refs) },
      ...packages.map((one) => ({ ref: one.ref, dependsOn: neededBy(one, refs) })),
    ],
    compositions: [{ aggregate: bom.unread.length > 0 ? 'incomplete' : 'unknown', assemblies: [rootRef] }],
    ...(vulnerabilities.length > 0 && { vulnerabilities }),
  };
  const metadata: JsonObject = {
    tools: { components: [{ type: 'application', name: 'hwaseong', version }] },
    component: subjectOf(subject),
    ...(bom.unread.length > 0 && { properties: unreadOf(bom) }),
  };
  const serialNumber = `urn:uuid:${uuidOf({ ...body, metadata })}`;
  const { bomFormat, specVersion, ...rest } = body;
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat,
    specVersion,
    serialNumber,
    metadata: { timestamp: now.toISOString(), ...metadata },
    ...rest,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function subjectOf({ name, kind, digest }: SbomSubject): JsonObject {
  const [algorithm, content] = (digest ?? '').split(':');
  return {
    'bom-ref': rootRef,
    type: subjectType[kind],
    name,
    ...(digest !== undefined && { version: digest }),
    ...(algorithm === 'sha256' && content && { hashes: [{ alg: 'SHA-256', content }] }),
  };
}

function systemOf({ id, version, codename, name, like }: Distribution): JsonObject {
  const properties = propertiesOf({ codename, prettyName: name, like: like?.join(' ') });
  return {
    'bom-ref': 'operating-system',
    type: 'operating-system',
    name: id,
    version,
    ...(properties.length > 0 && { properties }),
  };
}

function componentOf({ ref, one }: Referred): JsonObject {
  const { version, purl, supplier, licenses = [], development, locations } = one;
  const properties = propertiesOf({
    arch: one.arch,
    sourceName: one.source?.name,
    sourceVersion: one.source?.version,
    module: one.module,
    relationship: one.relationship,
    ownedBy: one.ownedBy,
  });
  const [group, short] = split(one);
  return {
    'bom-ref': ref,
    type: 'library',
    ...(supplier !== undefined && { supplier: { name: supplier } }),
    ...(group !== undefined && { group }),
    name: short,
    version,
    ...(development === true && { scope: 'excluded' }),
    ...(licenses.length > 0 && { licenses: licencesOf(licenses) }),
    purl,
    ...(properties.length > 0 && { properties }),
    ...(locations.length > 0 && { evidence: { occurrences: locations.map(occurrenceOf) } }),
  };
}

function split({ type, name }: Package): [group: string | undefined, name: string] {
  const at = type === 'maven' ? name.indexOf(':') : name.lastIndexOf('/');
  return at <= 0 || at === name.length - 1 ? [undefined, name] : [name.slice(0, at), name.slice(at + 1)];
}

/** A single expression stands alone; of several licences each is one of the list, or a name. */
function licencesOf(told: readonly string[]): Json[] {
  const licences = told.map(licenceOf);
  const [only] = licences;
  if (licences.length === 1 && only !== undefined && 'expression' in only) return [only];
  return licences.map((one) => ({
    license: 'id' in one ? one : { name: 'expression' in one ? one.expression : one.name },
  }));
}

function occurrenceOf({ path, layer, lines }: PackageLocation): JsonObject {
  const context = [
    ...(layer === undefined ? [] : [`layer ${layer}`]),
    ...(lines === undefined ? [] : [`lines ${lines[0]}-${lines[1]}`]),
  ].join('; ');
  return {
    location: path,
    ...(lines !== undefined && { line: lines[0] }),
    ...(context !== '' && { additionalContext: context }),
  };
}

function propertiesOf(values: Record<string, string | undefined>): JsonObject[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name: `hwaseong:${name}`, value }],
  );
}

function unreadOf({ unread }: Bom): JsonObject[] {
  return [
    { name: 'hwaseong:unread', value: String(unread.length) },
    ...unread.slice(0, mostUnread).map(({ path, code, reason }) => ({
      name: 'hwaseong:unread:file',
      value: `${path}: ${code}: ${reason}`,
    })),
  ];
}
