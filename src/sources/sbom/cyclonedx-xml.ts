import type { Json, JsonObject } from '../../model/index.ts';
import { childOf, type Element, textIn } from '../packages/declared/documents.ts';

/** A CycloneDX document in XML (https://cyclonedx.org/docs/1.6/xml/) in the shape of its JSON, as far as that is read. */
export function fromXml(root: Element): JsonObject {
  const metadata = childOf(root, 'metadata');
  const subject = childOf(metadata, 'component');
  const timestamp = textIn(metadata, 'timestamp');
  const { serialNumber } = root.attributes;
  return {
    bomFormat: 'CycloneDX',
    specVersion: /\/bom\/([\d.]+)$/.exec(root.attributes.xmlns ?? '')?.[1] ?? '',
    ...(serialNumber !== undefined && { serialNumber }),
    metadata: {
      ...(timestamp !== undefined && { timestamp }),
      ...(subject !== undefined && { component: componentOf(subject) }),
    },
    components: componentsIn(root),
    dependencies: elements(root, 'dependencies', 'dependency').map(({ attributes, children }) => ({
      ref: attributes.ref ?? '',
      dependsOn: children.filter(({ name }) => name === 'dependency').map((one) => one.attributes.ref ?? ''),
    })),
  };
}

function elements(parent: Element, list: string, name: string): Element[] {
  return childOf(parent, list)?.children.filter((child) => child.name === name) ?? [];
}

function componentsIn(parent: Element): JsonObject[] {
  return elements(parent, 'components', 'component').map(componentOf);
}

function componentOf(element: Element): JsonObject {
  const fields = ['group', 'name', 'version', 'purl', 'scope', 'publisher'].flatMap((name): [string, Json][] => {
    const text = textIn(element, name);
    return text === undefined ? [] : [[name, text]];
  });
  const { type, 'bom-ref': ref } = element.attributes;
  const supplier = textIn(childOf(element, 'supplier'), 'name');
  return {
    ...Object.fromEntries(fields),
    ...(type !== undefined && { type }),
    ...(ref !== undefined && { 'bom-ref': ref }),
    ...(supplier !== undefined && { supplier: { name: supplier } }),
    licenses: (childOf(element, 'licenses')?.children ?? []).map(licenseOf),
    properties: elements(element, 'properties', 'property').map(({ attributes, text }) => ({
      name: attributes.name ?? '',
      value: text,
    })),
    evidence: {
      occurrences: (childOf(childOf(element, 'evidence'), 'occurrences')?.children ?? []).map((one) => ({
        location: textIn(one, 'location') ?? '',
      })),
    },
    components: componentsIn(element),
  };
}

function licenseOf(element: Element): JsonObject {
  if (element.name === 'expression') return { expression: element.text.trim() };
  const [id, name] = [textIn(element, 'id'), textIn(element, 'name')];
  return { license: { ...(id !== undefined && { id }), ...(name !== undefined && { name }) } };
}
