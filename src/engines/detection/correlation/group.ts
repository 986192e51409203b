import { canonicalJson, type Json } from '../../../model/index.ts';

/** Reads a field of whatever is grouped. */
export type Read = (field: string) => Json | undefined;

/** Most groups that one event belongs to, where its group fields are lists. */
export const MOST_GROUPS = 32;

/** A value as part of a group. Undefined: there is none, as for an empty text or list. */
export function groupText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return typeof value === 'object' ? canonicalJson(value) : String(value);
  const texts = value.map(groupText).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : [...new Set(texts)].sort().join(', ');
}

/** The values of fields for an alert, by field. A list is one value: the alert is about all of them. */
export function groupOf(fields: readonly string[], read: Read): Record<string, string> {
  const group: Record<string, string> = {};
  for (const field of fields) {
    const text = groupText(read(field));
    if (text !== undefined) group[field] = text;
  }
  return group;
}

/**
 * The groups that an event belongs to: each combination of the values of its fields, since a list means any of its members.
 * No group where there are fields and none has a value: nothing says that such events belong together.
 */
export function groupsOf(fields: readonly string[], read: Read): readonly (readonly (string | undefined)[])[] {
  if (fields.length === 0) return [[]];
  let groups: (string | undefined)[][] = [[]];
  let empty = true;
  for (const field of fields) {
    const value = read(field);
    const texts = Array.isArray(value)
      ? [...new Set(value.map(groupText).filter((text) => text !== undefined))].sort()
      : [groupText(value)].filter((text) => text !== undefined);
    if (texts.length > 0) empty = false;
    if (texts.length <= 1) for (const group of groups) group.push(texts[0]);
    else groups = groups.flatMap((group) => texts.map((text) => [...group, text])).slice(0, MOST_GROUPS);
  }
  return empty ? [] : groups;
}

/** The group in words, which tells it and is part of its alerts' ids. */
export function labelOf(fields: readonly string[], values: readonly (string | undefined)[]): string {
  const group: Record<string, string> = {};
  for (const [index, field] of fields.entries()) {
    const value = values[index];
    if (value !== undefined) group[field] = value;
  }
  return canonicalJson(group);
}
