import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonObject, Severity, Text } from '../../../model/index.ts';
import type { DefaultJsonb, Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

export type ChannelType = 'slack' | 'teams' | 'email' | 'webhook' | 'pagerduty' | 'syslog';

/** Hours in which a channel is left in peace. */
export interface QuietHours {
  /** `22:00`, in `timeZone`. */
  from: string;
  to: string;
  /** IANA name. */
  timeZone: string;
  /** This and worse is told all the same. */
  except: Severity;
}

/** A way to tell people. `secret` is an envelope. */
export interface ChannelsTable {
  tenant: string;
  id: string;
  name: string;
  type: ChannelType;
  enabled: Generated<boolean>;
  language: 'en' | 'ko' | 'both';
  settings: DefaultJsonb<JsonObject>;
  secret: Optional<string>;
  key_id: Optional<string>;
  quiet: OptionalJsonb<QuietHours>;
  digest_minutes: Optional<number>;
  last_sent_at: OptionalMoment;
  /** Why the newest attempt failed; null after one that did not. */
  last_error: OptionalJsonb<Text>;
  created_at: Moment;
  created_by: Optional<string>;
  updated_at: Moment;
}

/** Which notices go to which channel: those that any row lets through. */
export interface RoutingTable {
  tenant: string;
  id: string;
  position: number;
  channel: string;
  /** This and worse. */
  severity: Severity;
  account: Optional<string>;
  /** Asset ids with `*`, or `tag:key=value`. */
  asset: Optional<string>;
}

/** What was worth telling. */
export interface NoticesTable {
  tenant: string;
  id: string;
  kind: 'incident-opened' | 'incident-worse' | 'watch' | 'test' | 'vulnerability';
  severity: Severity;
  title: Jsonb<Text>;
  summary: Jsonb<Text>;
  account: string;
  assets: Generated<string[]>;
  techniques: Generated<string[]>;
  at: Moment;
  incident: Optional<string>;
  path: string;
}

/** One notice on its way to one channel. */
export interface DeliveriesTable {
  tenant: string;
  id: string;
  seq: GeneratedAlways<number>;
  channel: string;
  notice: string;
  /** `held`: in quiet hours, or gathered for a digest. `failed`: given up. */
  state: 'waiting' | 'held' | 'sent' | 'failed';
  attempts: Generated<number>;
  created_at: Moment;
  sent_at: OptionalMoment;
  /** When it is tried next. */
  next_at: OptionalMoment;
  error: Optional<string>;
}
