import { plainGrammar } from './constraint.ts';
import { dottedKey } from './dotted.ts';
import { versionOrder } from './order.ts';

/** Hackage: Haskell's Package Versioning Policy, numbers between dots; the shorter first. */
export const hackage = versionOrder({ id: 'hackage', key, valid, grammar: plainGrammar(key, valid) });

function key(version: string): string {
  return dottedKey(version.trim());
}

function valid(version: string): boolean {
  return /^\s*[0-9]+(?:\.[0-9]+)*\s*$/.test(version);
}
