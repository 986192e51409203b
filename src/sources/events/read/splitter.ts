/** What the stream of a document is cut into: single JSON values as text, or something that was given up. */
export type Piece = { text: string } | { fault: 'too-large' | 'malformed' };

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * Cuts JSON text that comes in chunks into its values, without holding the whole: each of several values one after the
 * other, the elements of a list, and those of a list under one of the names given: `{"Records": [...]}`. Values above
 * `mostBytes` are left out and counted.
 */
export function jsonSplitter(mostBytes: number, lists: ReadonlySet<string>) {
  /** Bytes of the value that is being read, as far as they are in earlier chunks. */
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let inValue = false;
  let tooLarge = false;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let skipping = false;
  /** Depth at which values are taken: 0 for whole values, 1 in a list, 2 in a list of an envelope, none behind that. */
  let level = 0;
  /** Where the text at depth 1 that may be the name of a list begins, and the last one read. */
  let name: number[] | undefined;
  let lastName = '';

  function* push(chunk: Buffer): Generator<Piece> {
    let start = inValue ? 0 : -1;
    let at = 0;
    while (at < chunk.length) {
      if (skipping) {
        const end = chunk.indexOf(NEWLINE, at);
        if (end === -1) break;
        skipping = false;
        at = end + 1;
        continue;
      }
      if (inString) {
        at = endOfString(chunk, at);
        continue;
      }
      const byte = chunk[at] as number;
      if (byte === QUOTE) {
        inString = true;
        if (depth === 1 && level === 0) name = [];
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (entersList(byte)) {
          level = depth + 1;
          inValue = false;
          tooLarge = false;
          start = -1;
          drop();
        } else if (depth === level && !inValue) {
          inValue = true;
          start = at;
        }
        depth += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth -= 1;
        if (inValue && depth === level) {
          yield value(chunk.subarray(start, at + 1));
          start = -1;
        }
        // Behind its list, an envelope holds nothing to take.
        if (depth <= 0) depth = level = 0;
        else if (depth < level) level = Number.POSITIVE_INFINITY;
      } else if (depth === level && !inValue && byte > 0x20 && byte !== 0x2c && level === 0) {
        // Text that is no JSON: whatever follows on its line is skipped.
        yield { fault: 'malformed' };
        skipping = true;
      }
      at += 1;
    }
    if (inValue) keep(chunk.subarray(Math.max(0, start)));
  }

  /** What is left when the stream ends inside a value was cut off. */
  function* end(): Generator<Piece> {
    if (inValue || depth > 0) yield { fault: tooLarge ? 'too-large' : 'malformed' };
  }

  return { push, end };

  function endOfString(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at] as number;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        if (name !== undefined) {
          lastName = String.fromCharCode(...name);
          name = undefined;
        }
        return at + 1;
      }
      if (name !== undefined && name.length < 20) name.push(byte);
      at += 1;
    }
    return at;
  }

  /** A list at the top, or a list of records in an object at the top. */
  function entersList(byte: number): boolean {
    if (byte !== OPEN_LIST) return false;
    return (depth === 0 && level === 0) || (depth === 1 && level === 0 && inValue && lists.has(lastName));
  }

  function keep(part: Buffer): void {
    keptBytes += part.length;
    if (keptBytes > mostBytes) {
      tooLarge = true;
      kept = [];
    } else if (!tooLarge) kept.push(Buffer.from(part));
  }

  function value(last: Buffer): Piece {
    const size = keptBytes + last.length;
    const piece: Piece =
      tooLarge || size > mostBytes
        ? { fault: 'too-large' }
        : { text: kept.length === 0 ? last.toString('utf8') : Buffer.concat([...kept, last]).toString('utf8') };
    drop();
    inValue = false;
    tooLarge = false;
    return piece;
  }

  function drop(): void {
    kept = [];
    keptBytes = 0;
  }
}
