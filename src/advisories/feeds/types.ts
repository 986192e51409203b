import type { Advisory, Ecosystem } from '../../model/index.ts';
import type { FeedFile } from '../read/files.ts';

/** What a feed adds to vulnerabilities that others tell of. */
export type Enrichment =
  | { enriches: 'exploited'; id: string; added: string; due?: string; ransomware: boolean }
  | { enriches: 'epss'; id: string; probability: number; percentile: number }
  /** Its maker took the record back: copies of it that come by other feeds do not count either. */
  | { enriches: 'withdrawn'; id: string; source: string };

export type FeedRecord = Advisory | Enrichment;

/** Why a record that is well formed is left out. */
export type LeftOut =
  /** Taken back by its maker. */
  | 'withdrawn'
  /** No vulnerability: a notice, a bug fix, a package that nobody maintains. */
  | 'informational'
  /** About nothing that we judge: another ecosystem, or commits alone. */
  | 'not-covered'
  /** Malicious packages have records of their own kind. */
  | 'no-package';

/** What a feed reads, and where it tells what it could not use. */
export interface FeedInput {
  /** Those that the feed takes. To be read one after the other. */
  files: AsyncIterable<FeedFile>;
  /** A record that is malformed. */
  reject(where: string, reason: string): void;
  leaveOut(why: LeftOut): void;
}

/** A source of advisories. */
export interface Feed {
  /** Also its folder in a mirror. */
  id: string;
  title: string;
  /** SPDX identifier where there is one, else what holds. */
  licence: string;
  /** What has to be said where its data are shown. */
  attribution?: string;
  /** What it is about, for people: our names, `debian:*` for all releases. */
  ecosystems: readonly Ecosystem[];
  /** Where its maker publishes it for everybody, by the name that the file has in a mirror; empty: only from a mirror or folder. */
  published: Readonly<Record<string, string>>;
  /** Another feed that is fetched by default holds its records too: fetched only where it is named. */
  optional?: true;
  /** Whether it reads a file, by its path without what packs it. */
  takes(path: string): boolean;
  /**
   * Its records one by one.
   *
   * @throws FeedBroken where the files cannot be read to their end
   */
  read(input: FeedInput): AsyncGenerator<FeedRecord>;
}

/** True for what adds to vulnerabilities instead of telling of packages. */
export function isEnrichment(record: FeedRecord): record is Enrichment {
  return 'enriches' in record;
}
