import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a machine lacks one of the programs that images are tested against (Debian: docker-registry, skopeo, umoci, openssl). Such tests
 * are then left out, except in CI, where that is an error.
 */
export function lacks(...programs: readonly string[]): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const lacking = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
  if (lacking.length > 0 && process.env.CI) throw new Error(`${lacking.join(', ')} not installed`);
  return lacking.length > 0;
}
