import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, setCsrfToken, take } from './client.ts';
import type { operations } from './schema.ts';

/** What may be asked of each list; the addresses of the console carry the same names. */
export type FindingFilters = Omit<NonNullable<operations['listFindings']['parameters']['query']>, 'cursor' | 'limit'>;
export type FindingGrouping = NonNullable<operations['groupFindings']['parameters']['query']>['by'];
export type AssetFilters = Omit<NonNullable<operations['listAssets']['parameters']['query']>, 'cursor' | 'limit'>;
export type AuditFilters = Omit<NonNullable<operations['listAudit']['parameters']['query']>, 'cursor' | 'limit'>;

const pageSize = 100;

const minute = 60_000;

/** Scans move on every second while one runs, and everything else follows when it ends. */
const scanPace = 1000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await take(api.GET('/api/v1/session', { signal }));
    setCsrfToken(session.csrf);
    return session;
  },
  staleTime: 5 * 60_000,
  retry: false,
});

export const overviewQuery = (account: string | undefined, days: number) =>
  queryOptions({
    queryKey: ['overview', account, days],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/overview', { params: { query: { days, ...(account ? { account } : {}) } }, signal })),
    placeholderData: keepPreviousData,
    // Before the first judgement is in, the page fills itself as soon as it is; afterwards it keeps up at leisure.
    refetchInterval: ({ state }) => (state.data && Object.values(state.data.coverage).some(Boolean) ? minute : 2000),
  });

export const findingsQuery = (filters: FindingFilters) =>
  infiniteQueryOptions({
    queryKey: ['findings', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/findings', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const findingGroupsQuery = (filters: FindingFilters, by: FindingGrouping) => {
  const { sort: _, ...rest } = filters;
  return queryOptions({
    queryKey: ['findings', 'groups', by, rest],
    queryFn: ({ signal }) => take(api.GET('/api/v1/findings/groups', { params: { query: { ...rest, by } }, signal })),
    placeholderData: keepPreviousData,
  });
};

export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/findings/{id}', { params: { path: { id } }, signal })),
  });

export const exceptionsQuery = queryOptions({
  queryKey: ['exceptions'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/exceptions', { signal })),
});

export const assetsQuery = (filters: AssetFilters) =>
  infiniteQueryOptions({
    queryKey: ['assets', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/assets', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: ['assets', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/assets/detail', { params: { query: { id } }, signal })),
  });

export const kindsQuery = (where: { account?: string; region?: string } = {}) =>
  queryOptions({
    queryKey: ['assets', 'kinds', where],
    queryFn: ({ signal }) => take(api.GET('/api/v1/assets/kinds', { params: { query: where }, signal })),
    placeholderData: keepPreviousData,
  });

export const regionsQuery = queryOptions({
  queryKey: ['assets', 'regions'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/assets/regions', { signal })),
});

export const accountsQuery = queryOptions({
  queryKey: ['assets', 'accounts'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/assets/accounts', { signal })),
  staleTime: 60_000,
});

export const controlsQuery = queryOptions({
  queryKey: ['controls'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/controls', { signal })),
  staleTime: 60_000,
});

export const controlQuery = (id: string) =>
  queryOptions({
    queryKey: ['controls', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/controls/{id}', { params: { path: { id } }, signal })),
  });

export const frameworksQuery = queryOptions({
  queryKey: ['compliance'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/compliance', { signal })),
});

export const frameworkQuery = (framework: string, account: string | undefined) =>
  queryOptions({
    queryKey: ['compliance', framework, account],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/compliance/{framework}', {
          params: { path: { framework }, query: account ? { account } : {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/connections', { signal })),
  refetchInterval: (query) =>
    query.state.data?.items.some(({ lastScan }) => lastScan?.state === 'queued' || lastScan?.state === 'running')
      ? scanPace
      : false,
});

export const scansQuery = (connection: string) =>
  queryOptions({
    queryKey: ['scans', connection],
    queryFn: ({ signal }) => take(api.GET('/api/v1/scans', { params: { query: { connection, limit: 10 } }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === 'queued' || state === 'running') ? scanPace : false,
  });

export const awsPolicyQuery = (
  format: 'json' | 'cloudformation' | 'terraform',
  connection: string | undefined,
  trustedAccount: string | undefined,
) =>
  queryOptions({
    queryKey: ['policy', format, connection, trustedAccount],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/connections/aws/policy', {
          params: {
            query: { format, ...(connection ? { connection } : {}), ...(trustedAccount ? { trustedAccount } : {}) },
          },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => take(api.GET('/api/v1/search', { params: { query: { q } }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/settings', { signal })),
  staleTime: 60_000,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/users', { signal })),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/tokens', { signal })),
});

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/audit', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
