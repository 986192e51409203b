import type { FeedFile } from './files.ts';
import { FeedBroken, limits } from './limits.ts';

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The members of a large JSON object, or the elements of a list, one by one as text, so that the whole is never held. What lies in a member is not looked at:
 * whoever parses it finds what is wrong.
 *
 * @throws FeedBroken where the file is neither, ends early, or one member is too large
 */
export async function* jsonMembers(
  { path, chunks }: FeedFile,
  most: number = limits.document,
): AsyncGenerator<{ key: string | undefined; text: string }> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let isList = false;
  let ended = false;
  let key: string | undefined;
  let parts: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer, from: number, to: number) => {
    if (to <= from) return;
    size += to - from;
    if (size > most) throw new FeedBroken(`${path} has a member of more than ${most} bytes`);
    parts.push(chunk.subarray(from, to));
  };
  const text = () => {
    const whole = Buffer.concat(parts, size).toString('utf8').trim();
    parts = [];
    size = 0;
    return whole;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1;
        if (depth === 1) {
          if (ended) throw new FeedBroken(`${path} goes on behind its end`);
          isList = byte === OPEN_LIST;
          from = at + 1;
        }
      } else if (depth === 1 && byte === COLON && !isList && key === undefined) {
        take(chunk, from, at);
        key = stringIn(text(), path);
        from = at + 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST || (depth === 1 && byte === COMMA)) {
        if (byte !== COMMA) depth -= 1;
        if (depth > 1 || (depth === 1 && byte !== COMMA)) continue;
        if (depth < 0) throw new FeedBroken(`${path} is no JSON`);
        take(chunk, from, at);
        const member = text();
        if (member !== '') yield { key, text: member };
        key = undefined;
        from = at + 1;
        ended = depth === 0;
      } else if (depth === 0 && byte > 0x20 && byte < 0x80) throw new FeedBroken(`${path} is no JSON object or list`);
    }
    if (depth > 0) take(chunk, from, chunk.length);
  }
  if (!ended) throw new FeedBroken(`${path} ends early`);
}

function stringIn(text: string, path: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
  } catch {
    // Told below.
  }
  throw new FeedBroken(`${path} is no JSON`);
}
