import type { Distribution, Json, JsonObject } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { filled } from '../packages/content.ts';
import { fieldAt, objectsIn, textsIn } from '../packages/declared/documents.ts';
import { append } from '../packages/declared/lock-file.ts';
import { distributionNamed } from './distribution-of.ts';
import type { SbomEntry, SbomParts } from './types.ts';

const mostPackages = 500_000;
const nothing = new Set(['NOASSERTION', 'NONE']);
/** In front of the annotation in which we keep what SPDX has no field for. */
export const annotationMark = 'hwaseong ';

/** SPDX 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as its JSON has it. */
export function fromSpdx(document: JsonObject): SbomParts {
  const packages = objectsIn(document.packages);
  if (packages.length > mostPackages) throw new UnreadableFile('too-large', `more than ${mostPackages} packages`);
  const { needs, development, described } = relationsIn(document);
  const entries: SbomEntry[] = [];
  const systems: SbomParts['systems'] = [];
  let unnamed = 0;
  let subject: string | undefined;
  for (const one of packages) {
    const ref = filled(one.SPDXID) ?? '';
    const [name, version, purl] = [filled(one.name), filled(one.versionInfo), purlOf(one)];
    if (described.has(ref)) subject ??= name;
    if (isSystem(one, ref)) {
      if (name !== undefined) systems.push(systemOf(name, version, one.annotations));
    } else if (purl !== undefined && !(described.has(ref) && purl.startsWith('pkg:oci/'))) {
      const told = toldBy(one);
      if (development.has(ref)) told.development = true;
      entries.push({ ref, purl, told, needs: needs.get(ref) ?? [] });
    } else if (!described.has(ref) && (one.primaryPackagePurpose ?? 'LIBRARY') === 'LIBRARY' && !isFile(ref)) {
      unnamed += 1;
    }
  }
  const id = filled(document.documentNamespace);
  const name = subject ?? filled(document.name);
  const created = filled(fieldAt(document, 'creationInfo', 'created'));
  return {
    format: 'spdx',
    specVersion: (filled(document.spdxVersion) ?? '').replace(/^SPDX-/, ''),
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(created !== undefined && { created }),
    systems,
    entries,
    unnamed,
  };
}

interface Relations {
  needs: Map<string, string[]>;
  development: Set<string>;
  /** What the document is of. */
  described: Set<string>;
}

function relationsIn(document: JsonObject): Relations {
  const needs = new Map<string, string[]>();
  const development = new Set<string>();
  const described = new Set(textsIn(document.documentDescribes));
  const add = (from: string, to: string) => append(needs, from, [to]);
  for (const { spdxElementId, relationshipType, relatedSpdxElement } of objectsIn(document.relationships)) {
    const [from, kind, to] = [filled(spdxElementId), filled(relationshipType), filled(relatedSpdxElement)];
    if (from === undefined || to === undefined) continue;
    if (kind === 'DEPENDS_ON') add(from, to);
    else if (kind === 'DESCRIBES') described.add(to);
    else if (kind === 'DESCRIBED_BY') described.add(from);
    else if (kind === 'DEV_DEPENDENCY_OF' || kind === 'TEST_DEPENDENCY_OF' || kind === 'BUILD_DEPENDENCY_OF') {
      development.add(from);
      add(to, from);
    } else if (kind === 'DEPENDENCY_OF' || kind === 'RUNTIME_DEPENDENCY_OF' || kind === 'OPTIONAL_DEPENDENCY_OF') {
      add(to, from);
    }
  }
  return { needs, development, described };
}

function purlOf(one: JsonObject): string | undefined {
  const refs = objectsIn(one.externalRefs);
  return filled(refs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator);
}

function isSystem({ primaryPackagePurpose: purpose }: JsonObject, ref: string): boolean {
  return purpose === 'OPERATING-SYSTEM' || purpose === 'OPERATING_SYSTEM' || /^SPDXRef-OperatingSystem\b/.test(ref);
}

/** What older tools write without saying its purpose: files that hold packages, and the image itself. */
function isFile(ref: string): boolean {
  return /^SPDXRef-(?:Application|ContainerImage|Filesystem|Repository|DocumentRoot)\b/.test(ref);
}

function toldBy(one: JsonObject): SbomEntry['told'] {
  const licenses = [...new Set([one.licenseDeclared, one.licenseConcluded].flatMap((told) => licenseIn(told)))];
  const supplier = /^(?:Organization|Person): (.+)$/.exec(filled(one.supplier) ?? '')?.[1];
  const own = filled(one.name);
  const [, name, version] = /^built package from: (\S+) (\S+)/.exec(filled(one.sourceInfo) ?? '') ?? [];
  return {
    ...(licenses.length > 0 && { licenses: licenses.slice(0, 1) }),
    ...(supplier !== undefined && { supplier }),
    ...(own !== undefined && { name: own }),
    ...(name !== undefined && version !== undefined && { source: { name, version } }),
    ...ownAnnotation(one.annotations),
  };
}

function licenseIn(told: Json | undefined): string[] {
  const text = filled(told);
  return text === undefined || nothing.has(text) ? [] : [text];
}

/** What we have written beside a package ourselves. */
function ownAnnotation(annotations: Json | undefined): SbomEntry['told'] {
  const value = annotationIn(annotations);
  return value === undefined ? {} : annotated(value);
}

function systemOf(name: string, version: string | undefined, annotations: Json | undefined): Distribution {
  const value = annotationIn(annotations);
  const [codename, pretty] = [fieldAt(value, 'codename'), fieldAt(value, 'prettyName')];
  const like = textsIn(fieldAt(value, 'like'));
  return {
    ...distributionNamed(name, version),
    ...(typeof codename === 'string' && { codename }),
    ...(typeof pretty === 'string' && { name: pretty }),
    ...(like.length > 0 && { like }),
  };
}

function annotationIn(annotations: Json | undefined): Json | undefined {
  const own = objectsIn(annotations)
    .map(({ comment }) => filled(comment))
    .find((comment) => comment?.startsWith(annotationMark));
  if (own === undefined) return undefined;
  try {
    return JSON.parse(own.slice(annotationMark.length)) as Json;
  } catch {
    return undefined;
  }
}

/** Anybody may write such an annotation: only what has the right shape is taken. */
function annotated(value: Json): SbomEntry['told'] {
  const licenses = textsIn(fieldAt(value, 'licenses'));
  const [relationship, owner, module] = [
    fieldAt(value, 'relationship'),
    fieldAt(value, 'ownedBy'),
    fieldAt(value, 'module'),
  ];
  const locations = objectsIn(fieldAt(value, 'locations')).flatMap(({ path, layer, lines }) => {
    if (typeof path !== 'string') return [];
    const [first, last] = Array.isArray(lines) ? lines : [];
    return [
      {
        path,
        ...(typeof layer === 'string' && { layer }),
        ...(typeof first === 'number' && typeof last === 'number' && { lines: [first, last] as [number, number] }),
      },
    ];
  });
  const arch = fieldAt(value, 'arch');
  return {
    ...(typeof arch === 'string' && { arch }),
    ...(licenses.length > 0 && { licenses }),
    ...((relationship === 'direct' || relationship === 'indirect') && { relationship }),
    ...(typeof owner === 'string' && { ownedBy: owner }),
    ...(typeof module === 'string' && { module }),
    ...(fieldAt(value, 'development') === true && { development: true }),
    ...(locations.length > 0 && { locations }),
  };
}
