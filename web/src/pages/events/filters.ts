import type { EventFilters } from '../../api/event-queries.ts';
import type { EventsSearch } from '../../app/addresses.ts';

const hour = 3_600_000;
const lengths = { '1h': hour, '24h': 24 * hour, '7d': 168 * hour, '30d': 720 * hour } as const;

/** The question behind an address: without a word about the time, the last 24 hours before `now` (milliseconds). */
export function eventFilters(search: EventsSearch, account: string | undefined, now: number): EventFilters {
  const { span = '24h', from, to, source, action, actor, region, ip, asset, outcome, q } = search;
  const exact = from !== undefined || to !== undefined;
  const since = exact ? from : span === 'all' ? undefined : new Date(now - lengths[span]).toISOString();
  const wanted = { source, action, actor, region, ip, asset, outcome, q, account, since, until: to };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as EventFilters;
}
