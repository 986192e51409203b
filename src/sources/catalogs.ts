import type { Catalog } from '../model/index.ts';
import { awsCatalog } from './aws/catalog.ts';
import { codeCatalog } from './code/catalog.ts';
import { hostCatalog } from './host/catalog.ts';
import { ociCatalog } from './image/catalog.ts';
import { registryCalls } from './registry/catalog.ts';

/** Container images and the registries that they lie in: facts of both may stand in one folder, and are judged at once. */
export const containerCatalog: Catalog = { provider: 'oci', calls: [...ociCatalog.calls, ...registryCalls] };

/** The call table of every source. */
export const catalogs: readonly Catalog[] = [awsCatalog, containerCatalog, hostCatalog, codeCatalog];

/** The call table that speaks of a kind of assets (`oci.image`); undefined where none does. */
export function catalogOf(kind: string): Catalog | undefined {
  const provider = kind.slice(0, kind.indexOf('.'));
  return catalogs.find(
    (catalog) => catalog.provider === provider || catalog.calls.some(({ makes }) => makes?.kind === kind),
  );
}
