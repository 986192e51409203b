export { type AccessWanted, proposeRepositoryPolicy } from './access.ts';

export type { LifecyclePolicy, LifecycleRule } from './lifecycle.ts';
export { type Cleanup, type Proposals, type ProposeOptions, propose } from './proposals.ts';

export type { SupersededTag } from './tag-lines.ts';
export { type KeepRules, keepRules, type StoredImage, type WouldRemove } from './types.ts';
