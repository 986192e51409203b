export { type AccessWanted, proposeRepositoryPolicy, proposeRobots } from './access.ts';
export { registryFunctions } from './functions.ts';
export { type LifecyclePolicy, type LifecycleRule, simulateLifecycle } from './lifecycle.ts';
export { type Cleanup, type Proposals, type ProposeOptions, propose } from './proposals.ts';
export { proposeLifecycle, proposeRetention, simulateRetention } from './retention.ts';
export { compareVersionTags, type SupersededTag, supersededTags, versionTag } from './tag-lines.ts';
export { type KeepRules, keepRules, type StoredImage, type WouldRemove } from './types.ts';
