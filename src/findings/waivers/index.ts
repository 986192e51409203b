export { type Ignored, loadIgnoreFile } from './ignore.ts';
export type { Waivable, Waiver, Waives } from './types.ts';
export { loadVex } from './vex.ts';
