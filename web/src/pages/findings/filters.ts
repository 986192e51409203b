import type { FindingFilters } from '../../api/queries.ts';
import type { FindingsSearch } from '../../app/addresses.ts';

const spans = { '24h': 1, '7d': 7, '30d': 30 } as const;

/** Moments asked for are cut to this, so that the same question keeps the same name for a while (milliseconds). */
const grain = 5 * 60_000;

/**
 * The question to the API behind an address. Without a word about them, only open findings without an exception are
 * asked for. `now` in milliseconds.
 */
export function findingFilters(search: FindingsSearch, account: string | undefined, now: number): FindingFilters {
  const filters: FindingFilters = { status: search.status ?? 'open' };
  if (account) filters.account = account;
  if (search.class) filters.class = search.class;
  if (search.severity) filters.severity = search.severity;
  for (const name of ['rule', 'kind', 'region', 'asset', 'requirement', 'q', 'category', 'sort'] as const) {
    if (search[name]) Object.assign(filters, { [name]: search[name] });
  }
  if (search.stale) filters.stale = 'true';
  if (search.excepted !== 'all') filters.excepted = search.excepted === 'only' ? 'true' : 'false';
  if (search.since) {
    const start = Math.floor(now / grain) * grain - spans[search.since] * 86_400_000;
    filters.since = new Date(start).toISOString();
  }
  return filters;
}

/** Address of the same question as a file. */
export function exportAddress(filters: FindingFilters, format: string, language: string): string {
  const query = new URLSearchParams();
  const { sort: _, ...rest } = filters;
  for (const [name, value] of Object.entries({ ...rest, format, language })) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one));
  }
  return `/api/v1/findings/export?${query}`;
}

/** What of an address is a filter: what "clear" clears and a saved view keeps. */
export function filtersOnly(search: FindingsSearch): FindingsSearch {
  const { sort: _sort, by: _by, ...rest } = search;
  return rest;
}

/** How many filters are set. */
export function filterCount(search: FindingsSearch): number {
  return Object.values(filtersOnly(search)).filter((value) => value !== undefined).length;
}
