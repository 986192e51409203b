import type { JsonObject } from './json.ts';

/** One record of a log as detection takes it: what it is, when it happened, and the record itself, unchanged. */
export interface LogEvent {
  /** Id of its event source: `cloudtrail`. */
  source: string;
  /** The event's own id; a hash of the record where it has none. Equal ids are the same event. */
  id: string;
  /** When it happened, in milliseconds since 1970. */
  time: number;
  /** What happened, in the vendor's word: `ConsoleLogin`. Empty where the source has no such word. */
  name: string;
  record: JsonObject;
}

/** Kinds of actors, whoever's cloud it is. */
const actorTypes = ['user', 'root', 'role', 'service', 'service-account', 'anonymous', 'unknown'] as const;
export type ActorType = (typeof actorTypes)[number];

/** What every event says, whatever its source: who did what to what, from where, and how it went. */
export interface Activity {
  id: string;
  source: string;
  /** ISO 8601, UTC. */
  time: string;
  action: string;
  /** The service that was asked: `s3.amazonaws.com`, `Microsoft.Compute`, `compute.googleapis.com`. */
  service: string;
  outcome: 'success' | 'failure' | 'unknown';
  /** The error's code, where it failed. */
  error?: string | undefined;
  actor: {
    type: ActorType;
    /** Stable through sessions: a role's ARN and not that of a session of it, a user's principal name. Empty: nobody is named. */
    id: string;
    /** What people call it. */
    name: string;
    /** Tells sessions of one actor apart: an access key id, a session name, a token's id. */
    session?: string | undefined;
  };
  /** AWS account, Azure subscription or tenant, GCP project, cluster, organisation. Empty: none is named. */
  account: string;
  /** Region, or `global`. */
  region: string;
  /** Address it came from, where that is one. Services that call by name give none. */
  ip?: string | undefined;
  agent?: string | undefined;
  /** Ids of the assets it was done to, as the inventory names them where it can. */
  assets: string[];
  /** OCSF 1.8.0 class: 3002 Authentication, 4001 Network Activity, 4003 DNS Activity, 6003 API Activity, 2004 Detection Finding, ... */
  classUid: number;
}
