import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type {
  Distribution,
  Json,
  PackageType,
  Severity,
  Unjudged,
  Unread,
  VulnerabilityFacts,
} from '../../../model/index.ts';
import type { DefaultJsonb, Jsonb, Moment, Optional, OptionalJsonb, OptionalMoment } from './columns.ts';

/** Whether the signatures of an image hold. `unknown`: nobody looked, or no policy says whom to trust. */
export type Trust = 'trusted' | 'untrusted' | 'unsigned' | 'unknown';

/** The software of one image or host, and how it came out when it was compared with the advisories last. */
export interface BomsTable {
  tenant: string;
  asset: string;
  /** What pages go on by. */
  seq: GeneratedAlways<number>;
  kind: string;
  /** Of the content. */
  hash: string;
  /** The `Bom` as JSON under zstd. */
  content: Buffer;
  packages: number;
  /** False where files that may hold packages could not be read. */
  complete: boolean;
  /** The first of those files. */
  unread: DefaultJsonb<Unread[]>;
  distribution: OptionalJsonb<Distribution>;
  end_of_life: OptionalMoment;
  registry: Optional<string>;
  repository: Optional<string>;
  trust: Generated<Trust>;
  /** Why: the verdict by the trust policy; null where there is none. */
  trust_verdict: OptionalJsonb<Json>;
  /** When the image was made, as it says itself. */
  made_at: OptionalMoment;
  scanned_at: Moment;
  judged_at: OptionalMoment;
  /** Date of the advisories that it was compared with. */
  advisories_at: OptionalMoment;
  unjudged: DefaultJsonb<Unjudged[]>;
  /** Hash of all that the comparison came to: equal, and nothing is written. */
  outcome_hash: Optional<string>;
  /** Of its worst finding of a vulnerability. */
  risk: Generated<number>;
  /** Packages that the advisories were asked for. */
  subjects: Generated<string[]>;
  /** When the database that it was compared with was built: tells one database from another. Null since its content changed. */
  judged_with: OptionalMoment;
}

/** Packages, by ecosystem and name, that some bill of materials asks the advisories for. */
export interface AdvisorySubjectsTable {
  tenant: string;
  /** Of ecosystem and name, by their hash. */
  id: string;
  ecosystem: string;
  name: string;
  /** Hash of all that the advisories said of it when everything was compared last; null where it is newer than that. */
  said: Optional<string>;
}

/** Packages of all bills of materials, each once. */
export interface PackagesTable {
  tenant: string;
  id: GeneratedAlways<number>;
  purl: string;
  type: PackageType;
  name: string;
  version: string;
  /** Lower case name and package URL. */
  search: string;
}

export interface BomPackagesTable {
  tenant: string;
  package: number;
  asset: string;
}

/** Vulnerabilities that were ever found here, as the advisories last told them. */
export interface VulnerabilitiesTable {
  tenant: string;
  id: string;
  seq: GeneratedAlways<number>;
  facts: Jsonb<VulnerabilityFacts>;
  hash: string;
  title: string;
  severity: Severity;
  epss: Generated<number>;
  exploited: Generated<boolean>;
  published: OptionalMoment;
  /** Names of packages in which it was found: the first ten. */
  packages: ColumnType<string[], string[] | undefined, string[]>;
  search: string;
  /** Of its worst open finding. */
  risk: Generated<number>;
  /** With an open finding of it. */
  images: Generated<number>;
  hosts: Generated<number>;
  /** Some update mends it somewhere. */
  fixable: Generated<boolean>;
  first_seen: Moment;
}
