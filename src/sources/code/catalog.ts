import type { CallEntry, Catalog, JsonObject } from '../../model/index.ts';

function about(operation: string, rest: Partial<CallEntry>): CallEntry {
  return {
    service: 'code',
    operation,
    permission: 'read',
    scope: 'global',
    each: { kind: 'code.folder', params: { folder: 'id' } },
    ...rest,
  };
}

/** What can be read of folders of sources. A folder is known by its name, so that wherever it lies when it is read again it is the same. */
export const codeCatalog: Catalog = {
  provider: 'code',
  calls: [
    {
      service: 'code',
      operation: 'ReadFolder',
      permission: 'read',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'code.folder',
        category: 'code',
        title: { en: 'Source folder', ko: '소스 폴더' },
        id: (item) => text(item, 'id'),
        name: (item) => text(item, 'name') || text(item, 'id'),
      },
    },
    about('ListSecrets', { items: 'secrets', as: 'secrets' }),
    about('ListPackages', { items: 'packages' }),
  ],
};

function text(item: JsonObject, field: string): string {
  const value = item[field];
  return typeof value === 'string' ? value : '';
}
