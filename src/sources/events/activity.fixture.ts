import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { eventFields, eventOf, sourceById } from './index.ts';

const fields = eventFields();

/** What a record is, when it is looked at as it came. @throws Error where it is no event */
export function activityOf(record: JsonObject): Activity {
  const event = eventOf(record);
  const source = typeof event === 'string' ? undefined : sourceById(event.source);
  if (typeof event === 'string' || source === undefined) throw new Error(String(event));
  return source.describe(event);
}

/** The value of a field as a rule for the record's source gets it. @throws Error where it is no event */
export function field(record: JsonObject, name: string): Json | undefined {
  const event = eventOf(record);
  if (typeof event === 'string') throw new Error(event);
  return fields.reader(event.source, name)(event);
}
