import type { FeedCounts } from '../read-feed.ts';

/** What the database holds of a feed. */
export interface FeedMeta extends Omit<FeedCounts, 'examples'> {
  id: string;
  title: string;
  licence: string;
  attribution?: string;
  /** When these data were what its maker publishes: asked there, else the time of the newest file. ISO 8601. */
  asOf: string;
  /** The latest change that a record tells of. ISO 8601. */
  newest?: string;
  /** Tells whether the files are those that were read: entity tags, else sizes and times. */
  validators: Record<string, string>;
  /** Sources that its records name: for an export of several databases, several. */
  sources: string[];
}

/** What the database says of itself. */
export interface AdvisoriesMeta {
  format: number;
  /** ISO 8601. */
  builtAt: string;
  feeds: FeedMeta[];
  /** Ecosystems that are covered, with the number of records of each. */
  ecosystems: Record<string, number>;
  /** Packages and vulnerabilities with something said of them. */
  packages: number;
  vulnerabilities: number;
}

/** Days after which data on vulnerabilities are too old to rely on, unless somebody decides otherwise. */
export const DEFAULT_MAX_AGE_DAYS = 7;

const DAY = 86_400_000;

/** Up to when a database knows: the date of its oldest feed. A build from old files is as old as they are. */
export function advisoriesAsOf({ feeds, builtAt }: Pick<AdvisoriesMeta, 'feeds' | 'builtAt'>): string {
  return [builtAt, ...feeds.map(({ asOf }) => asOf)].sort()[0] as string;
}

/** How old the database's knowledge is. */
export interface AdvisoryAge {
  /** Whole days since the oldest feed on packages was what its maker publishes. */
  days: number;
  /** Feeds that are too old, oldest first. */
  tooOld: { id: string; days: number }[];
}

/** The age of a database; feeds older than `maxAgeDays` are named. */
export function advisoryAge(
  { feeds }: Pick<AdvisoriesMeta, 'feeds'>,
  now: Date,
  maxAgeDays = DEFAULT_MAX_AGE_DAYS,
): AdvisoryAge {
  const ages = feeds
    .map(({ id, asOf }) => ({ id, days: Math.max(0, Math.floor((now.getTime() - Date.parse(asOf)) / DAY)) }))
    .sort((one, other) => other.days - one.days);
  return { days: ages[0]?.days ?? 0, tooOld: ages.filter(({ days }) => days > maxAgeDays) };
}
