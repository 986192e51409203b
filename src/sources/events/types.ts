import type { Activity, Json, JsonObject, LogEvent, Text } from '../../model/index.ts';

/** One kind of log: how its records are known, read and described. One file a source in this folder, listed in `index.ts`. */
export interface EventSource {
  /** `cloudtrail` */
  id: string;
  title: Text;
  /** The cloud or product it speaks of: `aws`, `azure`, `gcp`, `kubernetes`, `okta`, `github`, ... */
  provider: string;
  /** The Sigma logsources that mean it; one that lists fewer properties is answered too. */
  logsources: readonly { product?: string; service?: string; category?: string }[];
  /** True where a record looks like one of this source. Cheap; at most one source says so. */
  recognises(record: JsonObject): boolean;
  /** What the engine needs of every record, quickly. Undefined where the record has no usable time. */
  read(record: JsonObject): Pick<LogEvent, 'id' | 'time' | 'name'> | undefined;
  /** Sigma field whose value is the event's name: `eventName`. */
  nameField?: string;
  /**
   * Sigma fields that lie elsewhere in the record than they are called: field → path, or paths of which the first that is
   * there counts. What lies below a listed field is looked for below what it stands for. A field that is not listed is
   * its own dotted path.
   */
  fields?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Field names of its records come in other capitals too, and as JSON in text: Azure spells three ways, data lakes fold.
   * A function tells the records where that is so.
   */
  caseless?: boolean | ((record: JsonObject) => boolean);
  /** Another name for a field, where rules follow a naming of their own: the field that is meant. */
  alias?: (field: string) => string;
  /** A field that is not at the top of the record may lie below this one, and the other way round: `properties`. */
  within?: string;
  /** Sigma fields that have to be computed; what lies below one of them is looked for in its value. */
  computed?: Readonly<Record<string, (record: JsonObject) => Json | undefined>>;
  /** Who did what to what, from where, and how it went. */
  describe(event: LogEvent): Activity;
  /** Derived fields that it can tell without describing the whole event. */
  quick?: Partial<Record<DerivedField, (record: JsonObject) => Json | undefined>>;
  /** The name that was asked for, of sources about names: lower case, without a dot at its end. */
  domain?(record: JsonObject): string | undefined;
  /** What the record itself says of where its address lies; taken where enrichment does not know. */
  place?(record: JsonObject): Place;
  /** The other end of a connection, of sources about traffic. */
  destination?(record: JsonObject): string | undefined;
}

/** What is known of an address. Absent: not known, or no data file was given. */
export interface AddressFacts {
  country?: string;
  city?: string;
  latitude?: number;
  longitude?: number;
  asn?: number;
  organisation?: string;
  /** Whose cloud's range it lies in: `aws`, `azure`, `gcp`, ... */
  cloud?: string;
  tor?: boolean;
  vpn?: boolean;
  /** Names of the threat lists that hold it. */
  threats?: readonly string[];
  /** Private, loopback, link-local or otherwise not of the internet. */
  internal: boolean;
}

/** What a record may say of its address. */
export type Place = { [fact in Exclude<keyof AddressFacts, 'internal'>]?: AddressFacts[fact] | undefined };

/** Looks things up for derived fields. Synchronous: whatever it needs is in memory. */
export interface Enrichment {
  address(ip: string): AddressFacts | undefined;
  /** False where nothing was given that could tell the fact of any address. Left out: each may be told. */
  tells?(fact: keyof AddressFacts): boolean;
  /** Names of the threat lists that hold a domain or one above it. */
  domain?(name: string): readonly string[];
  /** What the inventory knows of an asset. */
  asset?(
    id: string,
  ): { kind: string; tags: Record<string, string>; openFindings: number; exposed: boolean } | undefined;
}

/**
 * Derived fields that every source has, for rules and group keys. Each is computed on first use and kept with the event.
 *
 * | field | value |
 * | --- | --- |
 * | `hwaseong.actor`, `.actor.name`, `.actor.type`, `.session` | of the activity |
 * | `hwaseong.account`, `.region`, `.service`, `.action`, `.outcome`, `.error`, `.agent` | of the activity |
 * | `hwaseong.asset` | ids of the assets (a list) |
 * | `hwaseong.ip` | address it came from |
 * | `hwaseong.ip.internal` | true or false |
 * | `hwaseong.ip.network` | the /24 or /48 of the address |
 * | `hwaseong.ip.country`, `.city`, `.asn`, `.organisation`, `.cloud`, `.tor`, `.vpn`, `.threat` | see {@link AddressFacts} |
 * | `hwaseong.ip.latitude`, `.longitude` | degrees |
 * | `hwaseong.destination`, `.destination.internal`, ... | the other end of a flow, with everything that `hwaseong.ip` has |
 * | `hwaseong.hour`, `.weekday` | 0 to 23, 1 (Monday) to 7, in the organisation's time zone |
 * | `hwaseong.asset.kind`, `.asset.tag`, `.asset.findings`, `.asset.exposed` | what the inventory knows (`key=value` for tags) |
 * | `hwaseong.domain`, `.domain.registered`, `.domain.threat` | of a DNS question; the registered domain after the Public Suffix List |
 * | `hwaseong.domain.length` | characters of the whole name |
 * | `hwaseong.domain.entropy` | bits a character of what lies below the registered domain, or of the registered label where nothing does |
 */
export type DerivedField = `hwaseong.${string}`;
