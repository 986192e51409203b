import type { Json, JsonObject } from '../../model/index.ts';
import { textOf } from './record.ts';
import { s3AccessFields } from './s3-access.ts';
import { vpcFlowFields } from './vpc-flow.ts';

/** Reads the lines of one kind of text log; undefined for a line that is none of its own. */
export type LineReader = (line: string) => JsonObject | undefined;

/** Longest list of columns that a header may name. */
const MOST_COLUMNS = 60;

const numbers = new Set([
  'version',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'tcp_flags',
  'traffic_path',
]);
const known: ReadonlySet<string> = new Set(vpcFlowFields);

/**
 * The reader for a text log that begins with a line, or undefined where it is of no kind that is known. A header of a VPC
 * flow log names its columns and is no record itself.
 */
export function lineReader(first: string): { read: LineReader; isHeader: boolean } | undefined {
  const columns = headerOf(first);
  if (columns !== undefined) return { read: (line) => flowRecord(line, columns), isHeader: true };
  const read = [(line: string) => flowRecord(line, defaultColumns), s3Record].find((one) => one(first) !== undefined);
  return read === undefined ? undefined : { read, isHeader: false };
}

/** The record of a single line without a header: a flow log in the default format, or an S3 access log. */
export function textRecord(line: string): JsonObject | undefined {
  return flowRecord(line, defaultColumns) ?? s3Record(line);
}

const defaultColumns = vpcFlowFields.slice(0, 14);

/** Columns of `version account-id interface-id ...`, in any order. */
function headerOf(line: string): string[] | undefined {
  const columns = line
    .trim()
    .split(/\s+/, MOST_COLUMNS + 1)
    .map((name) => name.replaceAll('-', '_').toLowerCase());
  if (columns.length < 2 || columns.length > MOST_COLUMNS) return undefined;
  return columns.every((name) => known.has(name)) ? columns : undefined;
}

/** A line of a VPC flow log. NODATA and SKIPDATA lines have no flow in them, and are records all the same. */
function flowRecord(line: string, columns: readonly string[]): JsonObject | undefined {
  const parts = line.trim().split(' ');
  if (parts.length !== columns.length || headerOf(line) !== undefined) return undefined;
  const record: JsonObject = {};
  for (const [index, column] of columns.entries()) {
    const part = parts[index] as string;
    if (part !== '-') record[column] = numbers.has(column) && /^\d{1,15}$/.test(part) ? Number(part) : part;
  }
  return looksLikeFlow(record) ? record : undefined;
}

function looksLikeFlow(record: JsonObject): boolean {
  const { version, start, interface_id: network } = record;
  if (version !== undefined) return typeof version === 'number' && version >= 2 && version <= 20;
  return typeof start === 'number' || textOf(network).startsWith('eni-');
}

const s3Numbers = new Set(['httpStatus', 'bytesSent', 'objectSize', 'totalTime', 'turnAroundTime']);

/** A line of an S3 access log: fields apart by spaces, with time in brackets and some of them in quotes. */
function s3Record(line: string): JsonObject | undefined {
  const parts = s3Parts(line);
  if (parts.length < 18 || !/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/.test(parts[2] ?? ''))
    return undefined;
  const record: JsonObject = {};
  for (const [index, field] of s3AccessFields.entries()) {
    const part = parts[index];
    if (part === undefined || part === '-') continue;
    record[field] =
      s3Numbers.has(field) && /^\d{1,15}$/.test(part) ? Number(part) : field === 'time' ? isoOf(part) : part;
  }
  return record;
}

/** The end of the request: a quote before the status. Quotes inside are not escaped, and an address may hold some. */
const endOfRequest = /" (?=(?:\d{3}|-) )/g;

/** Quotes inside a quoted field are not escaped: one ends it only before a space or the line's end. */
function s3Parts(line: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < line.length && parts.length < 40) {
    const opening = line[at];
    if (opening === ' ') {
      at += 1;
      continue;
    }
    const closing = opening === '"' ? '"' : opening === '[' ? ']' : undefined;
    let end = closing === undefined ? line.indexOf(' ', at) : line.indexOf(`${closing} `, at + 1);
    if (closing === '"' && parts.length === s3AccessFields.indexOf('requestUri')) {
      endOfRequest.lastIndex = at + 1;
      end = endOfRequest.exec(line)?.index ?? -1;
    }
    if (end === -1)
      end = closing !== undefined && line.endsWith(closing) && line.length - 1 > at ? line.length - 1 : line.length;
    parts.push(line.slice(closing === undefined ? at : at + 1, end));
    at = end + 1;
  }
  return parts;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ISO 8601 of `06/Feb/2019:00:00:38 +0000`. */
function isoOf(text: string): Json {
  const [, day, month, year, clock, zone] = /^(\d\d)\/(\w{3})\/(\d{4}):([\d:]{8}) ([+-]\d{4})$/.exec(text) ?? [];
  const number = months.indexOf(month ?? '') + 1;
  return number === 0
    ? text
    : `${year}-${String(number).padStart(2, '0')}-${day}T${clock}${zone === '+0000' ? 'Z' : zone}`;
}
