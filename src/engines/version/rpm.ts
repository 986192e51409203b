import { plainGrammar } from './constraint.ts';
import { allDigits, isDigit, isLetter, numberKey, wordKey } from './keys.ts';
import { versionOrder } from './order.ts';

const tilde = '\x01';
const end = '\x02';
const caret = '\x03';
const word = '\x04';
const number = '\x05';

/** Distributions with rpm: `[epoch:]version[-release]`, each part by rpmvercmp (rpm-version(7)). A version without release is before the same with any. */
export const rpm = versionOrder({ id: 'rpm', key, valid, grammar: plainGrammar(key, valid) });

function key(text: string): string {
  const whole = text.trim();
  const colon = whole.indexOf(':');
  const hasEpoch = colon >= 0 && (colon === 0 || allDigits(whole.slice(0, colon)));
  const rest = hasEpoch ? whole.slice(colon + 1) : whole;
  const hyphen = rest.lastIndexOf('-');
  const version = hyphen < 0 ? rest : rest.slice(0, hyphen);
  const release = hyphen < 0 ? '' : end + partKey(rest.slice(hyphen + 1));
  return numberKey(hasEpoch ? whole.slice(0, colon) : '') + partKey(version) + release;
}

/** Numbers and words of letters; other signs only part them, but `~` is before the end and `^` after it and before all else. */
function partKey(part: string): string {
  let keyed = '';
  let at = 0;
  while (at < part.length) {
    const code = part.charCodeAt(at);
    const start = at;
    if (isDigit(code)) {
      while (isDigit(part.charCodeAt(at))) at += 1;
      keyed += number + numberKey(part.slice(start, at));
    } else if (isLetter(code)) {
      while (isLetter(part.charCodeAt(at))) at += 1;
      keyed += word + wordKey(part.slice(start, at));
    } else {
      if (code === 0x7e) keyed += tilde;
      if (code === 0x5e) keyed += caret;
      at += 1;
    }
  }
  return keyed + end;
}

function valid(version: string): boolean {
  return /^\s*(?:\d+:)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)*\s*$/.test(version);
}
