import { plainGrammar } from './constraint.ts';
import { allDigits, isDigit, isLetter, numberKey } from './keys.ts';
import { versionOrder } from './order.ts';

const tilde = '\x01';
const end = '\x02';

/** Debian and Ubuntu: deb-version(7), `[epoch:]upstream[-revision]`. */
export const debian = versionOrder({ id: 'debian', key, valid, grammar: plainGrammar(key, valid) });

function key(version: string): string {
  const { epoch, upstream, revision } = split(version.trim());
  return numberKey(epoch) + partKey(upstream) + partKey(revision);
}

/** What is before the first colon is an epoch if it is a number; the revision follows the last hyphen. */
function split(version: string): { epoch: string; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const hasEpoch = colon > 0 && allDigits(version.slice(0, colon));
  const epoch = hasEpoch ? version.slice(0, colon) : '';
  const rest = hasEpoch ? version.slice(colon + 1) : version;
  const hyphen = rest.lastIndexOf('-');
  if (hyphen < 0) return { epoch, upstream: rest, revision: '' };
  return { epoch, upstream: rest.slice(0, hyphen), revision: rest.slice(hyphen + 1) };
}

/** Signs and numbers by turns: signs with `~` before the end, the end before letters, letters before all others. */
function partKey(part: string): string {
  let keyed = '';
  let at = 0;
  do {
    for (; at < part.length && !isDigit(part.charCodeAt(at)); at += 1) keyed += signKey(part.charCodeAt(at));
    const start = at;
    while (at < part.length && isDigit(part.charCodeAt(at))) at += 1;
    keyed += end + numberKey(part.slice(start, at));
  } while (at < part.length);
  return keyed + end;
}

function signKey(code: number): string {
  if (code === 0x7e) return tilde;
  return String.fromCharCode(isLetter(code) ? code : code + 0x80);
}

function valid(version: string): boolean {
  return /^\s*(?:\d+:)?\d[A-Za-z0-9.+~:-]*\s*$/.test(version);
}
