import path from 'node:path';
import { defaultDataDir } from '../platform/store/index.ts';

/** Where the advisory database lies: `HWASEONG_ADVISORIES`, else below the product's data folder. Pass `process.env` and the user id. */
export function advisoriesFile(env: NodeJS.ProcessEnv, uid: number | undefined): string {
  if (env.HWASEONG_ADVISORIES) return path.resolve(env.HWASEONG_ADVISORIES);
  return path.join(defaultDataDir(env, uid), 'advisories', 'advisories.sqlite');
}
