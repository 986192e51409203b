import type { AssetFilters } from '../../api/queries.ts';
import type { InventorySearch } from '../../app/addresses.ts';

/** The question to the API behind an address. */
export function assetFilters(search: InventorySearch, account: string | undefined): AssetFilters {
  const { gone, ...rest } = search;
  const filters = { ...rest, ...(account ? { account } : {}), ...(gone ? { gone: 'true' as const } : {}) };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

export function hasFilters(search: InventorySearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}
