import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take } from './client.ts';
import type { operations } from './schema.ts';

/* Images and hosts: what they are made of and what is known of it. Apart from the other queries, because no page that is seen
   first asks for these. */

const pageSize = 100;

const minute = 60_000;

/** Images that were pushed or sent appear by themselves, as long as nobody scrolled further than the first page. */
const arrivalPace = 10_000;
const whileFirst = ({ state }: { state: { data?: { pages: unknown[] } | undefined } }) =>
  (state.data?.pages.length ?? 0) > 1 ? false : arrivalPace;

type Query<Name extends keyof operations> = operations[Name] extends { parameters: { query?: infer Q } }
  ? Omit<NonNullable<Q>, 'cursor' | 'limit'>
  : never;
export type ImageFilters = Query<'listImages'>;
export type HostFilters = Query<'listHosts'>;
export type VulnerabilityFilters = Query<'listVulnerabilities'>;
export type AffectedFilters = Query<'listAffected'>;
export type PackageFilters = Query<'listPackages'>;
export type ProposalsWanted = operations['getRegistryProposals']['parameters']['query'];

/** A page of a list, as the server wants it asked for. */
const paged = <Filters extends object>(filters: Filters, cursor: string) => ({
  query: { ...filters, limit: pageSize, ...(cursor ? { cursor } : {}) },
});

const list = { initialPageParam: '', placeholderData: keepPreviousData };

export const imagesQuery = (filters: ImageFilters) =>
  infiniteQueryOptions({
    queryKey: ['images', 'list', filters],
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/v1/images', { params: paged(filters, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
    refetchInterval: whileFirst,
  });

export const imageSummaryQuery = queryOptions({
  queryKey: ['images', 'summary'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/images/summary', { signal })),
  refetchInterval: arrivalPace,
});

export const imageQuery = (id: string) =>
  queryOptions({
    queryKey: ['images', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/images/{id}', { params: { path: { id } }, signal })),
    refetchInterval: minute,
  });

export const hostsQuery = (filters: HostFilters) =>
  infiniteQueryOptions({
    queryKey: ['images', 'hosts', filters],
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/v1/hosts', { params: paged(filters, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
    refetchInterval: whileFirst,
  });

export const hostQuery = (id: string) =>
  queryOptions({
    queryKey: ['images', 'host', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/hosts/{id}', { params: { path: { id } }, signal })),
  });

export const vulnerabilitiesQuery = (filters: VulnerabilityFilters) =>
  infiniteQueryOptions({
    queryKey: ['vulnerabilities', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/api/v1/vulnerabilities', { params: paged(filters, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
  });

export const vulnerabilityQuery = (id: string) =>
  queryOptions({
    queryKey: ['vulnerabilities', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/vulnerabilities/{id}', { params: { path: { id } }, signal })),
  });

export const affectedQuery = (filters: AffectedFilters) =>
  infiniteQueryOptions({
    queryKey: ['vulnerabilities', 'affected', filters],
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/api/v1/affected', { params: paged(filters, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
  });

export const affectedPackagesQuery = (filters: AffectedFilters) =>
  queryOptions({
    queryKey: ['vulnerabilities', 'groups', filters],
    queryFn: ({ signal }) => take(api.GET('/api/v1/affected/packages', { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
  });

export const packagesQuery = (filters: PackageFilters) =>
  infiniteQueryOptions({
    queryKey: ['packages', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/api/v1/packages', { params: paged(filters, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
  });

export const packagePlacesQuery = (purl: string) =>
  infiniteQueryOptions({
    queryKey: ['packages', 'places', purl],
    queryFn: ({ pageParam, signal }) =>
      take(api.GET('/api/v1/packages/places', { params: paged({ purl }, pageParam), signal })),
    getNextPageParam: (page) => page.next,
    ...list,
  });

export const registriesQuery = queryOptions({
  queryKey: ['registries'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/registries', { signal })),
  refetchInterval: minute,
});

/** Worked out from what the last walk saw. What was asked for wrongly is told at once. */
export const registryProposalsQuery = (wanted: ProposalsWanted) =>
  queryOptions({
    queryKey: ['registries', 'proposals', wanted],
    queryFn: ({ signal }) => take(api.GET('/api/v1/registries/proposals', { params: { query: wanted }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const trustPolicyQuery = queryOptions({
  queryKey: ['trust'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/trust-policy', { signal })),
});

/** An update takes minutes; its end is looked for every few seconds. */
const updatePace = 3000;

export const advisoriesQuery = queryOptions({
  queryKey: ['advisories'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/advisories', { signal })),
  refetchInterval: ({ state }) => (state.data?.updating ? updatePace : minute),
});
