export { exportAdvisories, importAdvisories } from './bundle.ts';
export {
  type BuildOptions,
  type BuildPlan,
  buildAdvisories,
  type FeedFiles,
  type FeedOutcome,
} from './database/build.ts';
export {
  type AdvisoriesMeta,
  type AdvisoryAge,
  advisoriesAsOf,
  advisoryAge,
  DEFAULT_MAX_AGE_DAYS,
  type FeedMeta,
} from './database/meta.ts';
export { type Advisories, openAdvisories } from './database/open.ts';
export { ecosystemNamed, plainName } from './ecosystems.ts';
export { type Feed, feeds } from './feeds/index.ts';
export { advisoriesFile } from './location.ts';
export type { AffectedRecord } from './record.ts';
export { type UpdateOptions, type UpdateProgress, updateAdvisories } from './update/update.ts';
