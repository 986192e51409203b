import { isObject, type JsonObject } from '../../model/index.ts';

/** Longest texts that are kept, in characters. */
const most = { id: 200, name: 512, version: 256, title: 300, description: 1200, url: 1000 } as const;

/** Most entries of the lists of one record. */
export const MOST_LISTED = 20_000;

/** Something about a record that makes it of no use. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** The text at a key where there is one. */
export function textIn(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The object at a key, else an empty one. */
export function objectIn(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** The objects of the list at a key. */
export function objectsIn(object: JsonObject, key: string): JsonObject[] {
  return listIn(object, key).filter(isObject);
}

/** The texts of the list at a key. */
export function textsIn(object: JsonObject, key: string): string[] {
  return listIn(object, key).filter((one) => typeof one === 'string' && one.trim() !== '') as string[];
}

function listIn(object: JsonObject, key: string) {
  const value = object[key];
  if (!Array.isArray(value)) return [];
  if (value.length > MOST_LISTED) throw new Malformed(`${key} has more than ${MOST_LISTED} entries`);
  return value;
}

/** The id of a record or vulnerability. @throws Malformed where it is none */
export function idOf(text: string | undefined): string {
  if (text === undefined || text.length > most.id || !/^[\x21-\x7e][\x20-\x7e]*$/.test(text)) {
    throw new Malformed(text === undefined ? 'it has no id' : 'its id is malformed');
  }
  return text;
}

/** Those of some texts that can be ids, each once, without one's own. */
export function idsIn(texts: readonly string[], own?: string): string[] {
  const plain = texts.flatMap((text) => text.split(/[\s,]+/));
  return [...new Set(plain)].filter((id) => id !== own && id.length <= most.id && /^[\x21-\x7e]+$/.test(id));
}

/** True for an id of the CVE list. */
export function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(id);
}

/** The name of a package. @throws Malformed where it is none */
export function nameOf(text: string | undefined): string {
  if (text === undefined || text.length > most.name || /\p{Cc}/u.test(text)) throw new Malformed('it names no package');
  return text;
}

/** A version or constraint. @throws Malformed where it is none */
export function versionOf(text: string | undefined): string {
  if (text === undefined || text.length > most.version || /\p{Cc}/u.test(text)) {
    throw new Malformed('it has a malformed version');
  }
  return text;
}

/** A title in one line, cut where it is long. */
export function titleOf(text: string | undefined): string | undefined {
  return cut(text?.replace(/\s+/g, ' ').trim(), most.title);
}

export function descriptionOf(text: string | undefined): string | undefined {
  return cut(text?.trim(), most.description);
}

/** Most references kept of a record. */
const MOST_REFERENCES = 8;

/** Addresses on the web, each once. */
export function referencesIn(texts: readonly (string | undefined)[]): string[] | undefined {
  const found = [...new Set(texts)].filter(
    (text): text is string => text !== undefined && text.length <= most.url && /^https?:\/\/[^\s<>"]+$/.test(text),
  );
  return found.length === 0 ? undefined : found.slice(0, MOST_REFERENCES);
}

/** A time as ISO 8601; undefined where it is none. */
export function timeOf(text: string | undefined): string | undefined {
  if (text === undefined || text.startsWith('0001')) return undefined;
  const zoned = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function cut(text: string | undefined, length: number): string | undefined {
  if (text === undefined || text === '') return undefined;
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** An object without the members that are undefined. */
export function present<T extends object>(object: { [key in keyof T]: T[key] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** The lowest version that a constraint of patched versions lets in: `2.6.10` of `~> 2.6.10`. */
export function lowestOf(constraint: string): string | undefined {
  return /^\s*(?:>=|~>|=|\^|~)?\s*([^\s<>=~^,|]+)/.exec(constraint)?.[1];
}
