import type { JsonObject } from '../../model/index.ts';
import { asText } from './lookup.ts';
import { pathReader } from './path.ts';

const category = pathReader('category', { caseless: true });
const table = pathReader('Type', { caseless: true });

/** The category of a diagnostic record (`SignInLogs`), or the Log Analytics table that it comes from, in lower case. */
export function kindOf(record: JsonObject): string {
  const said = asText(category(record)) ?? asText(pathInValue(record));
  return (said ?? asText(table(record)) ?? '').toLowerCase();
}

const pathInValue = pathReader('category.value', { caseless: true });

/** True where a record has one of these fields at its top, in whatever capitals. */
export function hasField(record: JsonObject, ...names: string[]): boolean {
  return names.some((name) => pathReader(name, { caseless: true })(record) !== undefined);
}

/** The subscription in an ARM id, else undefined. */
export function subscriptionIn(resource: string | undefined): string | undefined {
  return resource === undefined ? undefined : /^\/subscriptions\/([^/]+)/i.exec(resource)?.[1]?.toLowerCase();
}

const success = /^(success|succeeded|accept|accepted|ok|created|true|0)$/i;
const failure = /^(fail|failed|failure|error|denied|forbidden|unauthorized|false|timeout|canceled|clienterror)/i;

/** What Azure's many words for a result come to. `Start` says nothing of the end. */
export function outcomeIn(word: string | undefined): 'success' | 'failure' | 'unknown' {
  if (word === undefined) return 'unknown';
  if (success.test(word) || /^2\d\d$/.test(word)) return 'success';
  return failure.test(word) || /^[45]\d\d$/.test(word) ? 'failure' : 'unknown';
}

/** True for the id of a directory object, which is no name of a person. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
