import { type Distribution, isObject, type Json, type JsonObject, type PackageLocation } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';
import { filled } from '../packages/content.ts';
import { fieldAt, objectsIn, textsIn } from '../packages/declared/documents.ts';
import { append } from '../packages/declared/lock-file.ts';
import { distributionNamed } from './distribution-of.ts';
import type { SbomEntry, SbomParts } from './types.ts';

const mostComponents = 500_000;
/** Kinds that stand for software that could be judged if one knew what it is. */
const software = new Set(['library', 'framework']);

/** CycloneDX 1.2 to 1.7 in JSON (https://cyclonedx.org/docs/1.6/json/). */
export function fromCycloneDx(document: JsonObject): SbomParts {
  const components = componentsIn(document);
  const needs = new Map<string, string[]>();
  for (const { ref, dependsOn } of objectsIn(document.dependencies)) {
    if (typeof ref === 'string') append(needs, ref, textsIn(dependsOn));
  }
  const entries: SbomEntry[] = [];
  const systems: SbomParts['systems'] = [];
  let unnamed = 0;
  for (const component of components) {
    const [name, version, purl] = [filled(component.name), filled(component.version), filled(component.purl)];
    const ref = filled(component['bom-ref']) ?? purl ?? '';
    if (component.type === 'operating-system') {
      if (name !== undefined) systems.push(systemOf(name, version, propertiesOf(component)));
    } else if (purl !== undefined) {
      entries.push({ ref, purl, told: toldBy(component), needs: needs.get(ref) ?? [] });
    } else if (software.has(filled(component.type) ?? '')) unnamed += 1;
  }
  const id = filled(document.serialNumber);
  const name = subjectOf(fieldAt(document, 'metadata', 'component'));
  const created = filled(fieldAt(document, 'metadata', 'timestamp'));
  return {
    format: 'cyclonedx',
    specVersion: filled(document.specVersion) ?? '',
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(created !== undefined && { created }),
    systems,
    entries,
    unnamed,
  };
}

/** All components, also those within others. */
function componentsIn(document: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  const open = objectsIn(document.components).reverse();
  // The subject of the document is no part of itself, but its components may stand there.
  open.push(...objectsIn(fieldAt(document, 'metadata', 'component', 'components')));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    if (found.length > mostComponents) throw new UnreadableFile('too-large', `more than ${mostComponents} components`);
    for (const inner of objectsIn(next.components).reverse()) open.push(inner);
  }
  return found;
}

function subjectOf(component: Json | undefined): string | undefined {
  const [name, version] = [filled(fieldAt(component, 'name')), filled(fieldAt(component, 'version'))];
  const group = filled(fieldAt(component, 'group'));
  if (name === undefined) return undefined;
  const whole = group === undefined ? name : `${group}/${name}`;
  if (version === undefined) return whole;
  return version.includes(':') ? `${whole}@${version}` : `${whole}:${version}`;
}

function toldBy(component: JsonObject): SbomEntry['told'] {
  const properties = propertiesOf(component);
  const licenses = licensesOf(component.licenses);
  const supplier = filled(fieldAt(component.supplier, 'name')) ?? filled(component.publisher);
  const source = sourceOf(properties);
  const module = properties.get('aquasecurity:trivy:Modularitylabel') ?? properties.get('hwaseong:module');
  const relationship = properties.get('hwaseong:relationship');
  const owner = properties.get('hwaseong:ownedBy');
  const [group, short] = [filled(component.group), filled(component.name)];
  const name = group === undefined ? short : `${group}/${short}`;
  const arch = properties.get('hwaseong:arch');
  return {
    ...(name !== undefined && { name }),
    ...(arch !== undefined && { arch }),
    ...(licenses.length > 0 && { licenses }),
    ...(supplier !== undefined && { supplier }),
    ...(source !== undefined && { source }),
    ...(module !== undefined && { module }),
    ...((relationship === 'direct' || relationship === 'indirect') && { relationship }),
    ...(component.scope === 'excluded' && { development: true }),
    ...(owner !== undefined && { ownedBy: owner }),
    locations: locationsOf(component, properties),
  };
}

/** With what we have written beside it ourselves. */
function systemOf(name: string, version: string | undefined, properties: ReadonlyMap<string, string>): Distribution {
  const [codename, pretty] = [properties.get('hwaseong:codename'), properties.get('hwaseong:prettyName')];
  const like = properties.get('hwaseong:like');
  return {
    ...distributionNamed(name, version),
    ...(codename !== undefined && { codename }),
    ...(pretty !== undefined && { name: pretty }),
    ...(like !== undefined && { like: like.split(' ') }),
  };
}

/** The first value of each name. */
function propertiesOf({ properties }: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of objectsIn(properties)) {
    if (typeof name === 'string' && typeof value === 'string' && !found.has(name)) found.set(name, value);
  }
  return found;
}

function licensesOf(licenses: Json | undefined): string[] {
  return objectsIn(licenses).flatMap(({ license, expression }) => {
    const told = filled(expression) ?? (isObject(license) ? (filled(license.id) ?? filled(license.name)) : undefined);
    return told ?? [];
  });
}

/** The source package, as other tools and we ourselves say it. */
function sourceOf(properties: ReadonlyMap<string, string>): { name: string; version: string } | undefined {
  const own = properties.get('hwaseong:sourceName');
  if (own !== undefined) return { name: own, version: properties.get('hwaseong:sourceVersion') ?? '' };
  const trivy = (name: string) => properties.get(`aquasecurity:trivy:Src${name}`);
  const [name, version, release, epoch] = [trivy('Name'), trivy('Version'), trivy('Release'), trivy('Epoch')];
  if (name === undefined || version === undefined) return undefined;
  const number = release === undefined ? version : `${version}-${release}`;
  return { name, version: epoch === undefined || epoch === '0' ? number : `${epoch}:${number}` };
}

/** Where it was found: as evidence since 1.5, or as a property that a tool writes. */
function locationsOf(component: JsonObject, properties: ReadonlyMap<string, string>): PackageLocation[] {
  const layer = properties.get('hwaseong:layer') ?? properties.get('aquasecurity:trivy:LayerDiffID');
  const occurrences = objectsIn(fieldAt(component, 'evidence', 'occurrences')).flatMap((one): PackageLocation[] => {
    const path = filled(one.location);
    if (path === undefined) return [];
    const context = filled(one.additionalContext) ?? '';
    const of = /^layer ([^;\s]+)/.exec(context)?.[1] ?? layer;
    const lines = /(?:^|; )lines (\d{1,9})-(\d{1,9})$/.exec(context);
    return [
      {
        path,
        ...(of !== undefined && { layer: of }),
        ...(lines !== null && { lines: [Number(lines[1]), Number(lines[2])] }),
      },
    ];
  });
  if (occurrences.length > 0) return occurrences;
  const path = properties.get('aquasecurity:trivy:FilePath') ?? properties.get('syft:location:0:path');
  const brought = layer ?? properties.get('syft:location:0:layerID');
  if (path === undefined) return [];
  return [{ path: path.replace(/^\//, ''), ...(brought !== undefined && { layer: brought }) }];
}
