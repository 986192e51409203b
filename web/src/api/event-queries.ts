import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, take } from './client.ts';
import type { operations } from './schema.ts';

/* What happens: events, what judges them, what comes of it and who is told. Apart from the other queries, because no page
   that is seen first asks for these. */

const pageSize = 100;

const minute = 60_000;

export type IncidentFilters = Omit<NonNullable<operations['listIncidents']['parameters']['query']>, 'cursor' | 'limit'>;
export type AlertFilters = Omit<NonNullable<operations['listAlerts']['parameters']['query']>, 'cursor' | 'limit'>;
export type EventFilters = Omit<NonNullable<operations['searchEvents']['parameters']['query']>, 'cursor' | 'limit'>;
/** Incidents come at any time: lists of them keep up while they are looked at. */
const incidentPace = 5000;

export const incidentsQuery = (filters: IncidentFilters) =>
  infiniteQueryOptions({
    queryKey: ['incidents', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/incidents', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: incidentPace,
  });

/** The few open incidents that something happened in last. */
export const newestIncidentsQuery = queryOptions({
  queryKey: ['incidents', 'newest'],
  queryFn: ({ signal }) =>
    take(api.GET('/api/v1/incidents', { params: { query: { status: ['open', 'investigating'], limit: 3 } }, signal })),
  refetchInterval: minute,
});

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/incidents/{id}', { params: { path: { id } }, signal })),
    refetchInterval: incidentPace,
  });

export const alertsQuery = (filters: AlertFilters) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/alerts', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: incidentPace,
  });

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/alerts/{id}', { params: { path: { id } }, signal })),
  });

export const detectionOverviewQuery = (days: number) =>
  queryOptions({
    queryKey: ['incidents', 'overview', days],
    queryFn: ({ signal }) => take(api.GET('/api/v1/incidents/overview', { params: { query: { days } }, signal })),
    refetchInterval: minute,
  });

/** Waiting deliveries go out every few seconds. */
const deliveryPace = 5000;

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/channels', { signal })),
  refetchInterval: deliveryPace,
});

export const deliveriesQuery = infiniteQueryOptions({
  queryKey: ['deliveries'],
  queryFn: ({ pageParam, signal }) =>
    take(
      api.GET('/api/v1/deliveries', {
        params: { query: { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: deliveryPace,
});

export const enrichmentQuery = queryOptions({
  queryKey: ['enrichment'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/enrichment', { signal })),
});

export const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/feeds', { signal })),
  refetchInterval: deliveryPace,
});

export const eventsQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      take(
        api.GET('/api/v1/events', {
          params: { query: { ...filters, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

export const eventHistogramQuery = (filters: EventFilters, steps: number) =>
  queryOptions({
    queryKey: ['events', 'histogram', filters, steps],
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/events/histogram', { params: { query: { ...filters, steps } }, signal })),
    placeholderData: keepPreviousData,
  });

/** One event; with the time it happened it is found sooner. */
export const eventQuery = (id: string, time: string | undefined) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/events/{id}', {
          params: { path: { id }, query: time === undefined ? {} : { time } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const eventSourcesQuery = queryOptions({
  queryKey: ['events', 'sources'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/events/sources', { signal })),
  staleTime: minute,
});

/** All detections: few enough to be filtered where they are shown. */
export const detectionsQuery = queryOptions({
  queryKey: ['detections', 'list'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/detections', { signal })),
  refetchInterval: minute,
});

export const detectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['detections', 'one', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/detections/{id}', { params: { path: { id } }, signal })),
  });

export const detectionExceptionsQuery = queryOptions({
  queryKey: ['detections', 'exceptions'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/detection-exceptions', { signal })),
});

export const replayQuery = (id: string) =>
  queryOptions({
    queryKey: ['replays', id],
    queryFn: ({ signal }) => take(api.GET('/api/v1/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? 700 : false),
  });

export const attackQuery = (days: number) =>
  queryOptions({
    queryKey: ['detections', 'attack', days],
    queryFn: ({ signal }) => take(api.GET('/api/v1/attack', { params: { query: { days } }, signal })),
    placeholderData: keepPreviousData,
  });

export const knownEventsQuery = queryOptions({
  queryKey: ['known-events'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/known-events', { signal })),
  staleTime: minute,
});

export const watchesQuery = queryOptions({
  queryKey: ['watches'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/watches', { signal })),
});

export const candidatesQuery = queryOptions({
  queryKey: ['candidates'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/lists/trusted_automation/candidates', { signal })),
  staleTime: 60_000,
  retry: false,
});

export const listsQuery = queryOptions({
  queryKey: ['lists'],
  queryFn: ({ signal }) => take(api.GET('/api/v1/lists', { signal })),
});
