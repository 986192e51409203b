import type { CallEntry, Catalog, JsonObject } from '../../model/index.ts';

const ofImage = { kind: 'oci.image', params: { digest: 'digest' } } as const;

function about(operation: string, rest: Partial<CallEntry>): CallEntry {
  return { service: 'oci', operation, permission: 'pull', scope: 'global', each: ofImage, ...rest };
}

/**
 * What can be read of container images. Accounts are the hosts of registries, `local` for archives and folders; an image is its digest, so that one that lies in two
 * repositories is one asset.
 */
export const ociCatalog: Catalog = {
  provider: 'oci',
  calls: [
    {
      service: 'oci',
      operation: 'ReadImage',
      permission: 'pull',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'oci.image',
        category: 'container',
        title: { en: 'Container image', ko: '컨테이너 이미지' },
        id: (item) => text(item.digest),
        name: nameOf,
        tags: labelsOf,
      },
    },
    about('ListFiles', { items: 'files', as: 'files' }),
    about('ReadAccounts', { as: 'accounts' }),
    about('ListSecrets', { items: 'secrets', as: 'secrets' }),
    about('ListMalware', { items: 'malware', as: 'malware', heavy: true, optional: true }),
    about('ListSignatures', { items: 'signatures', as: 'signatures', optional: true }),
    about('ListPackages', { items: 'packages' }),
    {
      service: 'oci',
      operation: 'ReadBom',
      permission: 'pull',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'oci.bom',
        category: 'container',
        title: { en: 'Bill of materials', ko: '소프트웨어 자재 명세서(SBOM)' },
        id: (item) => text(item.id),
        name: (item) => text(item.name) || text(item.id),
      },
    },
    {
      ...{ service: 'oci', operation: 'ListBomPackages', permission: 'pull', scope: 'global' },
      each: { kind: 'oci.bom', params: { id: 'id' } },
      items: 'packages',
    },
    {
      service: 'oci',
      operation: 'ResolveReference',
      permission: 'pull',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'oci.reference',
        category: 'container',
        title: { en: 'Image reference', ko: '이미지 참조' },
        id: (item) => text(item.reference),
        name: (item) => text(item.reference),
        relations: [
          { type: 'refers-to', kind: 'oci.image', to: (item) => (text(item.digest) === '' ? [] : [text(item.digest)]) },
        ],
      },
    },
  ],
};

/** An image of an archive goes by the name that it bears there; without one (a tag alone is none), by the archive's. */
function nameOf({ registry, tags, name, digest }: JsonObject): string {
  const named =
    registry === 'local' && Array.isArray(tags) ? tags.map(text).find((tag) => /[/:]/.test(tag)) : undefined;
  return named ?? (text(name) || text(digest));
}

/** Labels of the image as tags of the asset: who looks for an image knows them. */
function labelsOf(item: JsonObject): Record<string, string> {
  const config = item.config as { config?: { Labels?: unknown } } | undefined;
  const labels = config?.config?.Labels;
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
