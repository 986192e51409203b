import type { FactRecord, Json } from '../../model/index.ts';
import { openSegments, readSegments } from '../../platform/segments/index.ts';

/**
 * Copies recorded facts as if they had been recorded just now: every time in them, when something was collected as well as
 * when something was made, moves by the time that passed since. The sample organisation stays as old as it was recorded.
 */
export async function copyFresh(from: string, to: string, now: Date): Promise<void> {
  const passed = await passedSince(from, now);
  const segments = await openSegments(to);
  for await (const record of readSegments(from)) {
    await segments.write(moved(record as unknown as Json, passed) as unknown as FactRecord);
  }
  await segments.close();
}

/** Milliseconds since the facts of a folder were recorded. */
export async function passedSince(from: string, now: Date): Promise<number> {
  let end = '';
  for await (const record of readSegments(from)) {
    if (record.type === 'collection' && record.finishedAt > end) end = record.finishedAt;
  }
  return end === '' ? 0 : now.getTime() - Date.parse(end);
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

/** A value with every time in it moved by so many milliseconds. */
export function moved(value: Json, passed: number): Json {
  if (typeof value === 'string') return time.test(value) ? new Date(Date.parse(value) + passed).toISOString() : value;
  if (Array.isArray(value)) return value.map((element) => moved(element, passed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, moved(field, passed)]));
}
