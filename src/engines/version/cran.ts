import { plainGrammar } from './constraint.ts';
import { dottedKey } from './dotted.ts';
import { versionOrder } from './order.ts';

/** CRAN: R's package_version, numbers between dots and hyphens; the shorter first. */
export const cran = versionOrder({ id: 'cran', key, valid, grammar: plainGrammar(key, valid) });

function key(version: string): string {
  return dottedKey(version.trim().replaceAll('-', '.'));
}

function valid(version: string): boolean {
  return /^\s*[0-9]+(?:[.-][0-9]+)*\s*$/.test(version);
}
