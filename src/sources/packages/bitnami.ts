import { PackageURL } from 'packageurl-js';
import { isObject, type Json } from '../../model/index.ts';
import { filled, jsonObjectOf } from './content.ts';
import type { PackageCatalog, PackageFound } from './types.ts';

/** Software that Bitnami's images bring: an SPDX document (2.3) beside each component names it. */
export const bitnami: PackageCatalog = {
  id: 'bitnami',
  version: 1,
  finds: 'installed',
  wants({ path, type }) {
    const isDocument = path.startsWith('opt/bitnami/') && path.endsWith('.spdx') && path.includes('/.spdx-');
    return isDocument && type === 'file' ? 16 * 1024 * 1024 : undefined;
  },
  read(_entry, content) {
    const { packages: listed } = jsonObjectOf(content);
    const packages = (Array.isArray(listed) ? listed : []).flatMap(packageOf);
    return packages.length === 0 ? undefined : { packages };
  },
};

/** Those of Bitnami itself; what else the document names is found where it lies. */
function packageOf(one: Json): PackageFound[] {
  if (!isObject(one) || !Array.isArray(one.externalRefs)) return [];
  const locators = one.externalRefs.flatMap((reference) =>
    isObject(reference) ? (filled(reference.referenceLocator) ?? []) : [],
  );
  const purl = locators.find((locator) => locator.startsWith('pkg:bitnami/'));
  const parsed = purl === undefined ? undefined : parse(purl);
  if (purl === undefined || !parsed?.version) return [];
  const license = filled(one.licenseConcluded) ?? filled(one.licenseDeclared);
  return [
    {
      type: 'bitnami',
      name: parsed.name,
      version: parsed.version,
      purl,
      ...(license !== undefined && license !== 'NOASSERTION' && { licenses: [license] }),
    },
  ];
}

function parse(purl: string): { name: string; version?: string } | undefined {
  try {
    const { name, version } = PackageURL.fromString(purl);
    return { name, ...(version && { version }) };
  } catch {
    return undefined;
  }
}
