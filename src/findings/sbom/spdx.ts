import { createHash } from 'node:crypto';
import type { JsonObject, Package } from '../../model/index.ts';
import { annotationMark } from '../../sources/sbom/index.ts';
import { expressionOf } from './licences.ts';
import { neededBy, type Referred, referred, uuidOf } from './order.ts';
import type { SbomFinding, SbomInput, SbomSubject } from './types.ts';

const none = 'NOASSERTION';
const rootId = 'SPDXRef-Subject';
const systemId = 'SPDXRef-OperatingSystem';

/**
 * A bill of materials as SPDX 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3/). What the format has no field for stands in an annotation of the package;
 * `readSbom` reads all of it again. Vulnerabilities are told as references alone, because SPDX 2 says no more of them.
 */
export function spdx({ subject, bom, findings = [], version, now }: SbomInput): string {
  const created = `${now.toISOString().slice(0, 19)}Z`;
  const packages = referred(bom);
  const refs = new Set(packages.map(({ ref }) => ref));
  const advisories = advisoriesOf(findings);
  const { distribution } = bom;
  const system: JsonObject[] =
    distribution === undefined
      ? []
      : [
          {
            ...bare(systemId, distribution.id),
            versionInfo: distribution.version,
            primaryPackagePurpose: 'OPERATING-SYSTEM',
            ...noted({ codename: distribution.codename, prettyName: distribution.name, like: distribution.like }),
          },
        ];
  const body: JsonObject = {
    packages: [
      subjectOf(subject),
      ...system,
      ...packages.map((one) => packageOf(one, advisories.get(one.one.purl) ?? [])),
    ],
    relationships: [
      related('SPDXRef-DOCUMENT', 'DESCRIBES', rootId),
      ...system.map(() => related(rootId, 'CONTAINS', systemId)),
      ...packages.map(({ ref }) => related(rootId, 'CONTAINS', idOf(ref))),
      ...packages.flatMap((one) =>
        neededBy(one, refs).map((other) => related(idOf(one.ref), 'DEPENDS_ON', idOf(other))),
      ),
    ],
  };
  const annotator = { annotationDate: created, annotationType: 'OTHER', annotator: `Tool: hwaseong-${version}` };
  const annotated = (body.packages as JsonObject[]).map(({ annotations, ...one }) =>
    annotations === undefined ? one : { ...one, annotations: [{ ...annotator, comment: annotations }] },
  );
  const name = subject.name;
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://spdx.org/spdxdocs/hwaseong-${uuidOf({ ...body, version })}`,
    ...(bom.unread.length > 0 && { comment: `Incomplete: ${bom.unread.length} files could not be read.` }),
    creationInfo: { created, creators: [`Tool: hwaseong-${version}`] },
    packages: annotated,
    relationships: body.relationships,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function bare(id: string, name: string): JsonObject {
  return {
    SPDXID: id,
    name,
    downloadLocation: none,
    filesAnalyzed: false,
    licenseConcluded: none,
    licenseDeclared: none,
    copyrightText: none,
  };
}

function subjectOf({ name, kind, digest }: SbomSubject): JsonObject {
  const [algorithm, checksumValue] = (digest ?? '').split(':');
  return {
    ...bare(rootId, name),
    ...(digest !== undefined && { versionInfo: digest }),
    primaryPackagePurpose: { container: 'CONTAINER', host: 'DEVICE', folder: 'APPLICATION' }[kind],
    ...(algorithm === 'sha256' && checksumValue && { checksums: [{ algorithm: 'SHA256', checksumValue }] }),
  };
}

/** The annotation stands as text here, until it gets its date. */
function packageOf({ ref, one }: Referred, advisories: readonly string[]): JsonObject {
  const { name, version, purl, supplier, source, licenses = [] } = one;
  return {
    ...bare(idOf(ref), name),
    versionInfo: version,
    licenseDeclared: expressionOf(licenses) ?? none,
    primaryPackagePurpose: 'LIBRARY',
    ...(supplier !== undefined && { supplier: `Organization: ${supplier.replace(/\s+/g, ' ')}` }),
    ...(source !== undefined && { sourceInfo: `built package from: ${source.name} ${source.version}` }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl },
      ...advisories.map((url) => ({
        referenceCategory: 'SECURITY',
        referenceType: 'advisory',
        referenceLocator: url,
      })),
    ],
    ...noted(beyond(one)),
  };
}

function beyond({ arch, locations, relationship, development, ownedBy, module, licenses }: Package) {
  return { arch, locations, relationship, development, ownedBy, module, licenses };
}

function noted(values: object): { annotations?: string } {
  const text = JSON.stringify(values);
  return text === '{}' ? {} : { annotations: `${annotationMark}${text}` };
}

function related(from: string, kind: string, to: string): JsonObject {
  return { spdxElementId: from, relationshipType: kind, relatedSpdxElement: to };
}

/** Ids allow letters, digits, dots and hyphens alone. */
function idOf(ref: string): string {
  return `SPDXRef-Package-${createHash('sha256').update(ref).digest('hex').slice(0, 20)}`;
}

/** Where to read of the vulnerabilities of each package. */
function advisoriesOf(findings: readonly SbomFinding[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { rule, evidence, waiver } of findings) {
    const url = addressOf(rule.id);
    if (rule.vulnerability === undefined || waiver !== undefined || typeof evidence.purl !== 'string' || !url) continue;
    const urls = found.get(evidence.purl) ?? new Set();
    found.set(evidence.purl, urls.add(url));
  }
  return new Map(Array.from(found, ([purl, urls]) => [purl, [...urls].sort()]));
}

function addressOf(id: string): string | undefined {
  if (/^CVE-\d{4}-\d+$/.test(id)) return `https://nvd.nist.gov/vuln/detail/${id}`;
  return /^[A-Z][\w.-]+$/i.test(id) ? `https://osv.dev/vulnerability/${id}` : undefined;
}
