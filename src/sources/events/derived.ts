import { getDomain, getSubdomain } from 'tldts';
import type { Activity, Json, LogEvent } from '../../model/index.ts';
import { isInternal, networkOf } from './address.ts';
import { zoneClock } from './clock.ts';
import { addressIn } from './record.ts';
import type { DerivedField, Enrichment, EventSource, Place } from './types.ts';

export interface DerivedOptions {
  enrichment?: Enrichment | undefined;
  /** IANA name of the organisation's time zone. Default UTC. */
  timeZone?: string;
}

type Source = Pick<EventSource, 'describe' | 'domain' | 'destination' | 'place' | 'quick'>;
type Derive = (event: LogEvent, source: Source) => Json | undefined;

/** Everything there is to know of an address, under a prefix. */
const addressParts = {
  country: (facts) => facts.country,
  city: (facts) => facts.city,
  asn: (facts) => facts.asn,
  organisation: (facts) => facts.organisation,
  cloud: (facts) => facts.cloud,
  tor: (facts) => facts.tor,
  vpn: (facts) => facts.vpn,
  threat: (facts) => (facts.threats === undefined || facts.threats.length === 0 ? undefined : [...facts.threats]),
  latitude: (facts) => facts.latitude,
  longitude: (facts) => facts.longitude,
} satisfies Record<string, (facts: Place) => Json | undefined>;

const prefixes = ['hwaseong.ip', 'hwaseong.destination'] as const;

/** By field, which fact of an address it tells. */
const factOf = new Map<string, keyof Place>(
  prefixes.flatMap((prefix) =>
    (Object.keys(addressParts) as (keyof typeof addressParts)[]).map((part) => [
      `${prefix}.${part}`,
      part === 'threat' ? 'threats' : part,
    ]),
  ),
);

/**
 * Readers of the derived fields `hwaseong.*`. An event is described once, and an address looked up once, however many
 * rules ask.
 */
export function derivedFields({ enrichment, timeZone }: DerivedOptions = {}) {
  const activities = new WeakMap<LogEvent, Activity>();
  const clock = zoneClock(timeZone ?? 'UTC');

  function activityOf(event: LogEvent, source: Source): Activity {
    let activity = activities.get(event);
    if (activity === undefined) activities.set(event, (activity = source.describe(event)));
    return activity;
  }

  const ofActivity = (pick: (activity: Activity) => Json | undefined): Derive => {
    return (event, source) => {
      const value = pick(activityOf(event, source));
      return value === '' ? undefined : value;
    };
  };
  const ofAsset = (pick: (asset: NonNullable<ReturnType<NonNullable<Enrichment['asset']>>>) => Json[]): Derive => {
    return (event, source) => {
      const found = activityOf(event, source)
        .assets.map((id) => enrichment?.asset?.(id))
        .filter((asset) => asset !== undefined)
        .flatMap(pick);
      return found.length === 0 ? undefined : [...new Set(found)];
    };
  };
  const ofDomain = (pick: (name: string) => Json | undefined): Derive => {
    return ({ record }, source) => {
      const name = source.domain?.(record);
      return name === undefined ? undefined : pick(name);
    };
  };
  const source: Derive = (event, from) => {
    const quick = from.quick?.['hwaseong.ip'];
    return quick === undefined ? activityOf(event, from).ip : quick(event.record);
  };
  const destination: Derive = ({ record }, from) => addressIn(from.destination?.(record));

  const table: Record<DerivedField, Derive> = {
    'hwaseong.actor': ofActivity(({ actor }) => actor.id),
    'hwaseong.actor.name': ofActivity(({ actor }) => actor.name),
    'hwaseong.actor.type': ofActivity(({ actor }) => actor.type),
    'hwaseong.session': ofActivity(({ actor }) => actor.session),
    'hwaseong.account': ofActivity(({ account }) => account),
    'hwaseong.region': ofActivity(({ region }) => region),
    'hwaseong.service': ofActivity(({ service }) => service),
    'hwaseong.action': ofActivity(({ action }) => action),
    'hwaseong.outcome': ofActivity(({ outcome }) => outcome),
    'hwaseong.error': ofActivity(({ error }) => error),
    'hwaseong.agent': ofActivity(({ agent }) => agent),
    'hwaseong.asset': ofActivity(({ assets }) => (assets.length === 0 ? undefined : assets)),
    ...ofAddress(prefixes[0], source, enrichment, ({ record }, from) => from.place?.(record)),
    ...ofAddress(prefixes[1], destination, enrichment, () => undefined),
    'hwaseong.hour': ({ time }) => clock(time).hour,
    'hwaseong.weekday': ({ time }) => clock(time).weekday,
    'hwaseong.asset.kind': ofAsset(({ kind }) => [kind]),
    'hwaseong.asset.tag': ofAsset(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`)),
    'hwaseong.asset.findings': ofAsset(({ openFindings }) => [openFindings]),
    'hwaseong.asset.exposed': ofAsset(({ exposed }) => [exposed]),
    'hwaseong.domain': ofDomain((name) => name),
    'hwaseong.domain.registered': ofDomain((name) => getDomain(name) ?? undefined),
    'hwaseong.domain.length': ofDomain((name) => name.length),
    'hwaseong.domain.entropy': ofDomain(domainEntropy),
    'hwaseong.domain.threat': ofDomain((name) => {
      const lists = enrichment?.domain?.(name) ?? [];
      return lists.length === 0 ? undefined : [...lists];
    }),
  };

  return {
    activityOf,
    /** The reader of a derived field for one source; undefined where there is no such field. */
    reader(from: Source, field: string): ((event: LogEvent) => Json | undefined) | undefined {
      const quick = from.quick?.[field as DerivedField];
      if (quick !== undefined) return ({ record }) => quick(record);
      const derive = Object.hasOwn(table, field) ? table[field as DerivedField] : undefined;
      return derive === undefined ? undefined : (event) => derive(event, from);
    },
    /** True where no event of a source can have a value in the field: neither a record nor any data that was given tells it. */
    never(from: Source, field: string): boolean {
      if (!Object.hasOwn(table, field)) return from.quick?.[field as DerivedField] === undefined;
      if (field.startsWith('hwaseong.asset.')) return enrichment?.asset === undefined;
      if (field === 'hwaseong.domain.threat' && enrichment?.domain === undefined) return true;
      if (field.startsWith('hwaseong.domain')) return from.domain === undefined;
      if (field.startsWith('hwaseong.destination') && from.destination === undefined) return true;
      const fact = factOf.get(field);
      if (fact === undefined || (from.place !== undefined && field.startsWith('hwaseong.ip.'))) return false;
      return enrichment === undefined || enrichment.tells?.(fact) === false;
    },
  };
}

function ofAddress(
  prefix: DerivedField,
  address: Derive,
  enrichment: Enrichment | undefined,
  told: (event: LogEvent, source: Source) => Place | undefined,
): Record<DerivedField, Derive> {
  const withAddress =
    (pick: (ip: string) => Json | undefined): Derive =>
    (event, from) => {
      const ip = address(event, from);
      return typeof ip === 'string' ? pick(ip) : undefined;
    };
  const looked = Object.entries(addressParts).map(([part, pick]): [string, Derive] => [
    `${prefix}.${part}`,
    (event, from) => {
      const ip = address(event, from);
      const facts = typeof ip === 'string' ? enrichment?.address(ip) : undefined;
      return (facts && pick(facts)) ?? pick(told(event, from) ?? {});
    },
  ]);
  return {
    [prefix]: address,
    [`${prefix}.internal`]: withAddress((ip) => enrichment?.address(ip)?.internal ?? isInternal(ip)),
    [`${prefix}.network`]: withAddress(networkOf),
    ...Object.fromEntries(looked),
  };
}

/** Shannon entropy, in bits a character, of the part of a name that its owner makes up at will. */
function domainEntropy(name: string): number | undefined {
  const below = (getSubdomain(name) ?? '').replaceAll('.', '');
  const part = below === '' ? (getDomain(name) ?? name).split('.')[0] : below;
  if (part === undefined || part === '') return undefined;
  const counts = new Map<string, number>();
  for (const character of part) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / part.length) * Math.log2(count / part.length);
  return Math.round(bits * 1000) / 1000;
}
