import type { Json, JsonObject } from '../../model/index.ts';

/** Tags that a package may have several times, with the field that lists them. */
const lists: Readonly<Record<string, string>> = { PackageAttributionText: 'attributionTexts' };
const packageFields: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageSupplier: 'supplier',
  PackageSourceInfo: 'sourceInfo',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
};

/** SPDX in tags and values (https://spdx.github.io/spdx-spec/v2.3/conformance/), in the shape of its JSON. */
export function parseTagValue(text: string): JsonObject {
  const document: JsonObject = { packages: [], relationships: [], creationInfo: {} };
  const packages = document.packages as Json[];
  const relationships = document.relationships as Json[];
  let current: JsonObject | undefined;
  // Files and snippets follow packages; what is said then is not about the package.
  let within: 'document' | 'package' | 'other' = 'document';
  for (const [tag, value] of tags(text)) {
    if (tag === 'PackageName') {
      within = 'package';
      current = { name: value, externalRefs: [], annotations: [] };
      packages.push(current);
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID' || tag === 'LicenseID') within = 'other';
    else if (tag === 'Relationship') {
      const [from, kind, to] = value.split(/\s+/);
      if (from && kind && to)
        relationships.push({ spdxElementId: from, relationshipType: kind, relatedSpdxElement: to });
    } else if (within === 'document') addToDocument(document, tag, value);
    else if (within === 'package' && current !== undefined) addToPackage(current, tag, value);
  }
  return document;
}

function addToDocument(document: JsonObject, tag: string, value: string): void {
  if (tag === 'SPDXVersion') document.spdxVersion = value;
  else if (tag === 'DocumentName') document.name = value;
  else if (tag === 'DocumentNamespace') document.documentNamespace = value;
  else if (tag === 'Created') document.creationInfo = { created: value };
}

function addToPackage(current: JsonObject, tag: string, value: string): void {
  const [field, list] = [packageFields[tag], lists[tag]];
  if (field !== undefined) current[field] ??= value;
  else if (list !== undefined) current[list] = [...((current[list] as Json[] | undefined) ?? []), value];
  else if (tag === 'ExternalRef') {
    const [category, type, locator] = value.split(/\s+/);
    if (category && type && locator)
      (current.externalRefs as Json[]).push({ referenceType: type, referenceLocator: locator });
  }
}

/** `Tag: value`; a value of several lines stands within `<text>`. */
function* tags(text: string): Generator<[tag: string, value: string]> {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const at = line.indexOf(':');
    if (at <= 0 || line.startsWith('#')) continue;
    const tag = line.slice(0, at).trim();
    let value = line.slice(at + 1).trim();
    if (value.startsWith('<text>')) {
      const parts = [value.slice('<text>'.length)];
      while (!parts.at(-1)?.includes('</text>') && index + 1 < lines.length) {
        index += 1;
        parts.push(lines[index] as string);
      }
      value = (parts.join('\n').split('</text>')[0] as string).trim();
    }
    yield [tag, value];
  }
}
