import type { Json, JsonObject } from '../../../model/index.ts';
import { recordsIn } from '../envelope.ts';
import { type LineReader, lineReader } from '../text-lines.ts';
import { expand } from './expand.ts';
import { limits, lose, type ReadLosses } from './limits.ts';
import { jsonSplitter, type Piece } from './splitter.ts';

const NEWLINE = 0x0a;

/** Records handed on together. */
const BATCH = 500;

/** Lists that are taken apart as they come, in a document that is too long to be parsed at once. */
const longLists = new Set(['Records', 'records', 'value', 'items', 'entries']);
const shortLists = new Set(['Records', 'records']);

/**
 * The records in a file of logs, in batches: NDJSON, one JSON document or several, with or without an envelope, or lines
 * of a text log; plain, gzip or zstd. What cannot be read is counted and left out.
 *
 * @throws what the stream throws
 */
export async function* recordsOf(source: AsyncIterable<Uint8Array>, losses: ReadLosses): AsyncGenerator<JsonObject[]> {
  let batch: JsonObject[] = [];
  for await (const values of valuesOf(expand(source, losses), losses)) {
    for (const value of values) {
      const opened = recordsIn(value);
      lose(losses, 'malformed', opened.malformed);
      lose(losses, 'too-large', opened.tooLarge);
      for (const record of opened.records) {
        batch.push(record);
        if (batch.length >= BATCH) {
          yield batch;
          batch = [];
        }
      }
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * The values of a stream, whatever its form: what its beginning looks like decides. Those of a chunk come together, since waiting for
 * each would take as long as parsing it.
 */
async function* valuesOf(bytes: AsyncIterable<Buffer>, losses: ReadLosses): AsyncGenerator<Iterable<Json>> {
  const stream = bytes[Symbol.asyncIterator]();
  const start: Buffer[] = [];
  let size = 0;
  let first: Buffer | undefined;
  let ended = false;
  try {
    // As far as the first line's end, so that it can be seen what it is.
    while (first === undefined && !ended && size <= limits.document) {
      const next = await stream.next();
      if (next.done === true) ended = true;
      else {
        start.push(next.value);
        size += next.value.length;
        if (next.value.includes(NEWLINE)) first = firstLine(withoutMark(Buffer.concat(start)));
      }
    }
    const begun = withoutMark(Buffer.concat(start));
    const rest = followedBy(begun, ended ? undefined : stream);
    const form = formOf(begun, first ?? begun);
    if (form === 'empty' && ended) return;
    if (form === 'lines') yield* jsonLines(rest, losses);
    else if (form === 'document') yield* document(rest, losses);
    else yield* textLines(rest, losses);
  } finally {
    await stream.return?.(undefined);
  }
}

type Form = 'empty' | 'lines' | 'document' | 'text';

function formOf(begun: Buffer, line: Buffer): Form {
  const byte = begun.find((one) => one > 0x20);
  if (byte === undefined) return 'empty';
  if (byte !== 0x7b && byte !== 0x5b) return 'text';
  // A first line that is whole and not the whole file is one of many.
  return line.length < begun.length && parse(line.toString('utf8')) !== undefined ? 'lines' : 'document';
}

async function* jsonLines(bytes: AsyncIterable<Buffer>, losses: ReadLosses): AsyncGenerator<Iterable<Json>> {
  for await (const lines of linesOf(bytes, limits.record, decodedTogether, losses)) yield parsedLines(lines, losses);
}

function* parsedLines(lines: readonly string[], losses: ReadLosses): Generator<Json> {
  for (const line of lines) {
    const value = parse(line);
    if (value === undefined) lose(losses, 'malformed');
    else yield value;
  }
}

async function* document(bytes: AsyncIterable<Buffer>, losses: ReadLosses): AsyncGenerator<Iterable<Json>> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream = bytes[Symbol.asyncIterator]();
  let ended = false;
  while (!ended && size <= limits.document) {
    const next = await stream.next();
    if (next.done === true) ended = true;
    else {
      parts.push(next.value);
      size += next.value.length;
    }
  }
  if (ended) {
    const whole = parse(Buffer.concat(parts).toString('utf8'));
    if (whole !== undefined) {
      yield [whole];
      return;
    }
  }
  const splitter = jsonSplitter(limits.record, ended ? shortLists : longLists);
  for (const part of parts) yield values(splitter.push(part), losses);
  parts.length = 0;
  if (!ended) for await (const part of followedBy(undefined, stream)) yield values(splitter.push(part), losses);
  yield values(splitter.end(), losses);
}

function* values(pieces: Iterable<Piece>, losses: ReadLosses): Generator<Json> {
  for (const piece of pieces) {
    const value = 'text' in piece ? parse(piece.text) : undefined;
    if (value !== undefined) yield value;
    else lose(losses, 'fault' in piece ? piece.fault : 'malformed');
  }
}

async function* textLines(bytes: AsyncIterable<Buffer>, losses: ReadLosses): AsyncGenerator<Iterable<Json>> {
  let read: LineReader | undefined;
  for await (const lines of linesOf(bytes, limits.line, decodedApart, losses)) {
    const found: Json[] = [];
    for (const line of lines) {
      if (line.startsWith('#')) continue;
      const record = read?.(line) ?? begun(line);
      if (record !== undefined) found.push(record);
    }
    yield found;
  }

  /** The first line of all, or that of another file behind this one. */
  function begun(line: string): Json | undefined {
    const form = lineReader(line);
    if (form === undefined) {
      lose(losses, read === undefined ? 'unknown-source' : 'malformed');
      return undefined;
    }
    read = form.read;
    return form.isHeader ? undefined : read(line);
  }
}

/** Turns some bytes that are whole lines into text. */
type Decode = (lines: Buffer) => string[];

const decodedTogether: Decode = (lines) => lines.toString('utf8').split('\n');

/** Parts of a line are held on to, and with them the text that they were cut from: so that is no more than their line. */
const decodedApart: Decode = (lines) => {
  const texts: string[] = [];
  for (let from = 0; from <= lines.length; ) {
    const end = lines.indexOf(NEWLINE, from);
    texts.push(lines.toString('utf8', from, end === -1 ? lines.length : end));
    from = (end === -1 ? lines.length : end) + 1;
  }
  return texts;
};

/** Lines of a stream that are not blank, those of a chunk together; longer ones than allowed are counted and left out. */
async function* linesOf(
  bytes: AsyncIterable<Buffer>,
  mostBytes: number,
  decode: Decode,
  losses: ReadLosses,
): AsyncGenerator<string[]> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  for await (const chunk of bytes) {
    const first = chunk.indexOf(NEWLINE);
    const last = chunk.lastIndexOf(NEWLINE);
    if (first !== -1) {
      const lines = begunBefore(chunk.subarray(0, first));
      if (last > first) within(chunk.subarray(first + 1, last), lines);
      yield lines;
    }
    const tail = chunk.subarray(last + 1);
    keptBytes += tail.length;
    if (keptBytes <= mostBytes) kept.push(tail);
    else kept = [];
  }
  yield begunBefore(Buffer.alloc(0));

  /** The line that began in earlier chunks. */
  function begunBefore(end: Buffer): string[] {
    const lines: string[] = [];
    if (keptBytes + end.length > mostBytes) lose(losses, 'too-large');
    else add(kept.length === 0 ? end : Buffer.concat([...kept, end]), lines);
    kept = [];
    keptBytes = 0;
    return lines;
  }

  function within(whole: Buffer, lines: string[]): void {
    if (whole.length <= mostBytes) {
      add(whole, lines);
      return;
    }
    for (let from = 0; from <= whole.length; ) {
      const next = whole.indexOf(NEWLINE, from);
      const end = next === -1 ? whole.length : next;
      if (end - from > mostBytes) lose(losses, 'too-large');
      else add(whole.subarray(from, end), lines);
      from = end + 1;
    }
  }

  function add(some: Buffer, lines: string[]): void {
    for (const text of decode(some)) {
      const line = text.trim();
      if (line !== '') lines.push(line);
    }
  }
}

async function* followedBy(first: Buffer | undefined, rest: AsyncIterator<Buffer> | undefined): AsyncGenerator<Buffer> {
  if (first !== undefined && first.length > 0) yield first;
  if (rest === undefined) return;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The first line that is not blank. */
function firstLine(begun: Buffer): Buffer | undefined {
  const start = begun.findIndex((byte) => byte > 0x20);
  const end = start === -1 ? -1 : begun.indexOf(NEWLINE, start);
  return end === -1 ? undefined : begun.subarray(0, end);
}

/** Without the byte order mark that Windows writes before UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
