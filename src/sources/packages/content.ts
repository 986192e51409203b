import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { UnreadableFile } from '../files/errors.ts';

/** The content without a copy, as a buffer. */
export function bufferOf(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

/**
 * The content as text: UTF-8, or UTF-16 where a byte order mark says so, as shells of Windows write what a program prints into a file. Without the mark;
 * what cannot be read becomes replacement characters.
 */
export function textOf(content: Uint8Array): string {
  const [first, second] = content;
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const text = wide
    ? new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(content)
    : bufferOf(content).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** What to tell of a database of lines whose last line does not end: its writer ends every line. */
export function cutOff(text: string): { incomplete?: { code: string; reason: string } } {
  if (text === '' || text.endsWith('\n')) return {};
  return { incomplete: { code: 'cut', reason: 'the file ends within a line' } };
}

/** @throws UnreadableFile where the content is no JSON */
export function jsonOf(content: Uint8Array): Json {
  try {
    return JSON.parse(textOf(content)) as Json;
  } catch {
    throw new UnreadableFile('malformed', 'not valid JSON');
  }
}

/** @throws UnreadableFile where the content is no JSON object */
export function jsonObjectOf(content: Uint8Array): JsonObject {
  const value = jsonOf(content);
  if (!isObject(value)) throw new UnreadableFile('malformed', 'not a JSON object');
  return value;
}

/** Text that is there: neither another type nor blank. Trimmed. */
export function filled(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/**
 * Reads a binary format; an offset or length that points out of the buffer makes the file malformed, as everything does
 * that node:buffer refuses with a RangeError.
 *
 * @throws UnreadableFile
 */
export function decoding<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableFile('malformed', `${what} points outside of itself`);
    throw error;
  }
}
