import type { AlertFilters, IncidentFilters } from '../../api/event-queries.ts';
import type { AlertsSearch, IncidentsSearch } from '../../app/addresses.ts';

const spans = { '24h': 1, '7d': 7, '30d': 30 } as const;

/** Moments asked for are cut to this, so that the same question keeps its name for a while (milliseconds). */
const grain = 5 * 60_000;

type Shared = Pick<IncidentsSearch, 'severity' | 'actor' | 'asset' | 'technique' | 'q' | 'since'>;

function shared(search: Shared, account: string | undefined, now: number) {
  const { since, ...rest } = search;
  const start = since === undefined ? undefined : Math.floor(now / grain) * grain - spans[since] * 86_400_000;
  return {
    ...rest,
    ...(account === undefined ? {} : { account }),
    ...(start === undefined ? {} : { since: new Date(start).toISOString() }),
  };
}

/** Leaves out what is not said: the API's types know no undefined. */
function said<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** The question behind an address. Without a word about the state, closed incidents are left out. `now` in milliseconds. */
export function incidentFilters(search: IncidentsSearch, account: string | undefined, now: number): IncidentFilters {
  const { stage = ['open', 'investigating'], ...rest } = search;
  return said({ ...shared(rest, account, now), status: stage }) as IncidentFilters;
}

/** The question behind an address. Without a word about them, alerts under an exception are left out. */
export function alertFilters(search: AlertsSearch, account: string | undefined, now: number): AlertFilters {
  const { detection, watch, excepted, ...rest } = search;
  return said({
    ...shared(rest, account, now),
    detection,
    watch,
    excepted: excepted === 'all' ? undefined : excepted === 'only' ? 'true' : 'false',
  }) as AlertFilters;
}

/** How many filters an address sets. */
export function filterCount(search: object): number {
  return Object.values(search).filter((value) => value !== undefined).length;
}
