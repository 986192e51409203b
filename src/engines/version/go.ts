import { versionOrder } from './order.ts';
import { semverKey, validSemver } from './semver.ts';
import { semverGrammar } from './semver-ranges.ts';

/**
 * Go modules: Semantic Versioning; pseudo-versions (`v0.0.0-20200101000000-abcdef012345`) are prereleases, `+incompatible` does not count. The toolchain's own
 * (`go1.21rc2`, `go1.22.1 X:boringcrypto`) read as the same in modules (`1.21.0-rc.2`).
 */
export const go = versionOrder({ id: 'go', key, valid, grammar: semverGrammar({ key, bare: '=' }) });

function key(version: string): string {
  return semverKey(asModule(version));
}

function valid(version: string): boolean {
  return validSemver(asModule(version));
}

function asModule(version: string): string {
  const found = /^\s*(?:go|v)?([0-9]+(?:\.[0-9]+)*)(?:(rc|beta)([0-9]+))?(?:\s.*)?$/.exec(version);
  if (found === null) return version.trim().replace(/^go(?=[0-9])/, '');
  const [, numbers = '', stage, count] = found;
  return stage === undefined ? numbers : `${numbers}-${stage}.${count}`;
}
