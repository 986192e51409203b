import { createHash } from 'node:crypto';
import { limits } from '../events/read/index.ts';

/** How far a file was read that may grow. */
export interface Reach {
  /** `document`: `{"records":[…]}`, whose list grows before its end. `lines`: one JSON value a line. */
  form: 'document' | 'lines';
  /** Bytes of the file that are read. */
  at: number;
  /** Of the bytes before `at`: where they have changed, the file is another one. */
  check: string;
  /** True where a line at the end is not whole yet. */
  cut: boolean;
}

/** So many bytes before `at` are compared: read on from `at - overlapOf(reach)`. */
export const overlapOf = ({ at }: Pick<Reach, 'at'>): number => Math.min(at, 32);

/** The end of a document is found in the last so many bytes. */
const END_BYTES = 256;
const documentStart = /^\s*\{\s*"records"\s*:\s*\[/i;
const documentEnd = /\]\s*\}\s*$/;
const OPENING = Buffer.from('{"records":[');
const NEWLINE = 0x0a;
const COMMA = 0x2c;

export interface Growing {
  /** What can be read of it now. */
  bytes: AsyncGenerator<Buffer>;
  /** How far that goes, once the bytes are taken; undefined for a file of which only the whole can be read. */
  reach(): Reach | undefined;
}

/**
 * A file from its beginning.
 *
 * @param appended it is written piece by piece, so that its last line may be there in part
 */
export async function begun(source: AsyncIterable<Uint8Array>, appended: boolean): Promise<Growing> {
  const stream = source[Symbol.asyncIterator]();
  const head = await taken(stream, END_BYTES);
  const text = head.toString('latin1');
  if (documentStart.test(text)) return document(followed(head, stream), 0);
  if (/^\s*\{/.test(text)) return lines(followed(head, stream), 0, appended);
  return { bytes: followed(head, stream), reach: () => undefined };
}

/**
 * What was added to a file since it was read up to `from`.
 *
 * @param source the file from `from.at - overlapOf(from)` on
 * @returns undefined where what was read before is no longer there
 */
export async function continued(
  source: AsyncIterable<Uint8Array>,
  from: Reach,
  appended: boolean,
): Promise<Growing | undefined> {
  const stream = source[Symbol.asyncIterator]();
  const overlap = overlapOf(from);
  const head = await taken(stream, overlap + END_BYTES);
  if (checkOf(head.subarray(0, overlap)) !== from.check) {
    await stream.return?.();
    return undefined;
  }
  const rest = followed(head.subarray(overlap), stream);
  return from.form === 'document'
    ? document(rest, from.at, head.subarray(0, overlap))
    : lines(rest, from.at, appended, head.subarray(0, overlap));
}

function document(source: AsyncIterable<Buffer>, start: number, before: Buffer = Buffer.alloc(0)): Growing {
  let last = before;
  let position = start;
  async function* bytes(): AsyncGenerator<Buffer> {
    let opened = start === 0;
    for await (const chunk of source) {
      position += chunk.length;
      last = Buffer.concat([last, chunk.subarray(-2 * END_BYTES)]).subarray(-2 * END_BYTES);
      if (opened) yield chunk;
      else {
        const first = chunk.findIndex((byte) => byte > 0x20);
        if (first === -1) continue;
        opened = true;
        // The list goes on behind a comma; with its beginning before it, it is a document again.
        yield Buffer.concat([OPENING, chunk.subarray(chunk[first] === COMMA ? first + 1 : first)]);
      }
    }
  }
  return {
    bytes: bytes(),
    reach() {
      const end = documentEnd.exec(last.toString('latin1'))?.[0].length;
      if (end === undefined) return undefined;
      const at = position - end;
      const read = last.subarray(0, last.length - end);
      return read.length < overlapOf({ at })
        ? undefined
        : { form: 'document', at, check: checkUpTo(read, at), cut: false };
    },
  };
}

function lines(
  source: AsyncIterable<Buffer>,
  start: number,
  appended: boolean,
  before: Buffer = Buffer.alloc(0),
): Growing {
  /** Last bytes of what was handed on, for the check. */
  let last = before;
  let at = start;
  let cut = false;
  let endless = false;
  function handOn(chunk: Buffer): Buffer {
    at += chunk.length;
    last = Buffer.concat([last, chunk.subarray(-END_BYTES)]).subarray(-END_BYTES);
    return chunk;
  }
  async function* bytes(): AsyncGenerator<Buffer> {
    let held: Buffer[] = [];
    let size = 0;
    for await (const chunk of source) {
      const end = endless ? chunk.length : chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        yield handOn(Buffer.concat([...held, chunk.subarray(0, end)]));
        [held, size] = [[], 0];
      }
      held.push(chunk.subarray(end));
      size += chunk.length - end;
      if (size <= limits.record) continue;
      // Longer than a line can be: no file of lines, or one with a line that is lost.
      endless = true;
      yield handOn(Buffer.concat(held));
      [held, size] = [[], 0];
    }
    const tail = Buffer.concat(held);
    if (tail.length === 0) return;
    if (!appended || endless || isJson(tail)) yield handOn(tail);
    else cut = true;
  }
  return {
    bytes: bytes(),
    reach: () => (endless ? undefined : { form: 'lines', at, check: checkUpTo(last, at), cut }),
  };
}

function checkUpTo(read: Buffer, at: number): string {
  const overlap = overlapOf({ at });
  return checkOf(overlap === 0 ? Buffer.alloc(0) : read.subarray(-overlap));
}

function checkOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/** The first bytes of a stream, as many as there are up to about `least`. */
async function taken(stream: AsyncIterator<Uint8Array>, least: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (let size = 0; size < least; ) {
    const next = await stream.next();
    if (next.done === true) break;
    parts.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(parts);
}

async function* followed(head: Buffer, stream: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) yield Buffer.from(next.value);
  } finally {
    await stream.return?.();
  }
}
