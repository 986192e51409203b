import type { AffectedFilters, HostFilters, ImageFilters, VulnerabilityFilters } from '../../api/image-queries.ts';
import type { HostsSearch, ImageSearch, ImagesSearch, VulnerabilitiesSearch } from '../../app/addresses.ts';

/** What an address says, as the API wants it asked: switches are words there, and what is not said is left out. */
function asked<T>({ order, ...search }: Record<string, unknown>): T {
  return Object.fromEntries(
    Object.entries({ ...search, sort: order })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value === true ? 'true' : value]),
  ) as T;
}

/** The question to the API behind the address of the list of images. */
export const imageFilters = (search: ImagesSearch): ImageFilters => asked(search);

export const hostFilters = (search: HostsSearch): HostFilters => asked(search);

export const vulnerabilityFilters = (search: VulnerabilitiesSearch): VulnerabilityFilters => asked(search);

/** The question for vulnerabilities of one image; those accepted for a time are not asked for. */
export function affectedFilters(
  asset: string,
  { group: _group, type: _type, ...search }: ImageSearch,
): AffectedFilters {
  return { ...asked<AffectedFilters>(search), asset, status: 'open', excepted: 'false' };
}

/** How many filters are set; the order is none. */
export function filterCount({ order: _order, group: _group, ...search }: Record<string, unknown>): number {
  return Object.values(search).filter((value) => value !== undefined).length;
}

/** The address with every filter taken away. */
export function cleared<T extends object>(search: T): T {
  return Object.fromEntries(Object.keys(search).map((name) => [name, undefined])) as T;
}
