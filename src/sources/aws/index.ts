export { type AwsCatalog, awsCatalog } from './catalog.ts';
export { type CollectOptions, type CollectSummary, collectAws } from './collect.ts';
export { type AwsAccess, localAccess, organizationRole, serverAccess } from './credentials.ts';
export { type PolicyFormat, printPolicy } from './grant.ts';
export type { AwsProgress, ServiceProgress } from './progress.ts';
export type { Recorded } from './walk.ts';
