import { isObject, type JsonObject } from '../../model/index.ts';
import type { FeedFile } from '../read/files.ts';
import { jsonMembers } from '../read/json-members.ts';
import { FeedBroken } from '../read/limits.ts';
import { DocumentTooLarge, linesOf, textOf } from '../read/text.ts';
import { parseYamlText } from '../read/yaml.ts';
import type { FeedInput, FeedRecord } from './types.ts';
import { Malformed } from './values.ts';

/** An object out of a feed's files, and where it stands. */
export interface FeedDocument {
  where: string;
  value: JsonObject;
}

/**
 * The objects in a feed's files, by the ending of their names: JSON and YAML documents, and lines of JSON. Lists of objects are taken apart. What is no object is
 * rejected.
 */
export async function* documentsIn(input: FeedInput): AsyncGenerator<FeedDocument> {
  for await (const file of input.files) yield* documentsOf(file, input);
}

/** The objects in one file. */
export async function* documentsOf(file: FeedFile, input: FeedInput): AsyncGenerator<FeedDocument> {
  const { path } = file;
  if (/\.(nd)?jsonl?$/i.test(path) && !path.endsWith('.json')) {
    let number = 0;
    for await (const line of linesOf(file)) {
      number += 1;
      if (line.trim() === '') continue;
      const where = `${path}:${number}`;
      const value = parsed(() => JSON.parse(line), where, input);
      if (value !== undefined) yield { where, value };
    }
    return;
  }
  if (/\.ya?ml$/i.test(path)) {
    const text = await wholeText(file, input);
    const value = text === undefined ? undefined : parsed(() => parseYamlText(text), path, input);
    if (value !== undefined) yield { where: path, value };
    return;
  }
  const text = await wholeText(file, input);
  if (text?.trimStart().startsWith('[') === true) {
    // A dump of records in one list, taken apart so that a malformed one costs itself alone.
    const again: FeedFile = { path, chunks: oneChunk(text) };
    let number = 0;
    for await (const member of jsonMembers(again)) {
      number += 1;
      const where = `${path}:[${number}]`;
      const value = parsed(() => JSON.parse(member.text), where, input);
      if (value !== undefined) yield { where, value };
    }
    return;
  }
  const value = text === undefined ? undefined : parsed(() => JSON.parse(text), path, input);
  if (value !== undefined) yield { where: path, value };
}

async function* oneChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** The text of a file; where it is too large it is rejected. */
export async function wholeText(file: FeedFile, input: FeedInput): Promise<string | undefined> {
  try {
    return await textOf(file);
  } catch (error) {
    if (!(error instanceof DocumentTooLarge)) throw error;
    input.reject(file.path, error.message);
    return undefined;
  }
}

function parsed(parse: () => unknown, where: string, input: FeedInput): JsonObject | undefined {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    input.reject(where, (error as Error).message);
    return undefined;
  }
  if (isObject(value)) return value;
  input.reject(where, 'it is no object');
  return undefined;
}

/** What a function makes of a record, where the record is well formed; else it is rejected. */
export function made<T extends FeedRecord>(make: () => T[], where: string, input: FeedInput): T[] {
  try {
    return make();
  } catch (error) {
    if (error instanceof FeedBroken) throw error;
    if (!(error instanceof Malformed)) throw error;
    input.reject(where, error.message);
    return [];
  }
}
