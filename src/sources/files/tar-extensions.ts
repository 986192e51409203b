import { tarNumber } from './tar-numbers.ts';

/** Bytes of a sparse file that are stored: all else of it is zeros. */
export interface Segment {
  offset: number;
  length: number;
}

/** A number in decimal digits that JavaScript counts exactly. */
export function decimalNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * The records of an extended header (POSIX.1-2017, pax): `LENGTH KEY=VALUE\n`. The one key that may come often, for the map of GNU's
 * sparse format 0.0, has its values joined by commas. Undefined where they are malformed.
 */
export function paxRecords(text: Buffer): Record<string, string> | undefined {
  const records: Record<string, string> = Object.create(null);
  const map: string[] = [];
  let at = 0;
  while (at < text.length && text[at] !== 0) {
    const blank = text.indexOf(0x20, at);
    if (blank === -1 || blank - at > 8) return undefined;
    const length = decimalNumber(text.toString('latin1', at, blank));
    const end = at + (length ?? 0);
    if (length === undefined || end > text.length || end <= blank || text[end - 1] !== 0x0a) return undefined;
    const equals = text.indexOf(0x3d, blank);
    if (equals === -1 || equals >= end) return undefined;
    const key = text.toString('utf8', blank + 1, equals);
    const value = text.toString('utf8', equals + 1, end - 1);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') map.push(value);
    // An empty value takes back what was said before: nothing was.
    else if (value !== '') records[key] = value;
    at = end;
  }
  if (map.length > 0) records['GNU.sparse.map'] = map.join(',');
  return records;
}

/** Entries of the map of GNU's own sparse format. Undefined where they are malformed. */
export function sparseMapOfHeader(block: Buffer, from: number, count: number): Segment[] | undefined {
  const segments: Segment[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = from + 24 * index;
    if (block[at] === 0) break;
    const offset = tarNumber(block, at, 12);
    const length = tarNumber(block, at + 12, 12);
    if (offset === undefined || length === undefined) return undefined;
    segments.push({ offset, length });
  }
  return segments;
}

/**
 * The map of a sparse file by pax attributes: GNU's formats 0.0 and 0.1 have it there, 1.0 in the content. Undefined for a file that is
 * not sparse.
 */
export function sparseMapOfPax(
  pax: Readonly<Record<string, string>>,
): { size: number; segments: Segment[] } | 'in-content' | 'malformed' | undefined {
  if (pax['GNU.sparse.major'] === '1') return 'in-content';
  const text = pax['GNU.sparse.map'];
  if (text === undefined) return undefined;
  const numbers = text.split(',').map(decimalNumber);
  const size = decimalNumber(pax['GNU.sparse.size'] ?? pax['GNU.sparse.realsize'] ?? '');
  if (size === undefined || numbers.length % 2 !== 0 || numbers.includes(undefined)) return 'malformed';
  return { size, segments: inPairs(numbers as number[]) };
}

/** The map at the beginning of the content, by format 1.0, and the bytes that it takes. Undefined where it is malformed. */
export function sparseMapOfText(content: Buffer): { segments: Segment[]; bytes: number } | undefined {
  let at = 0;
  const next = () => {
    const end = content.indexOf(0x0a, at);
    if (end === -1 || end - at > 20) return undefined;
    const value = decimalNumber(content.toString('latin1', at, end));
    at = end + 1;
    return value;
  };
  const count = next();
  if (count === undefined || count > 100_000) return undefined;
  const numbers: number[] = [];
  for (let index = 0; index < 2 * count; index += 1) {
    const value = next();
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return { segments: inPairs(numbers), bytes: Math.ceil(at / 512) * 512 };
}

function inPairs(numbers: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    segments.push({ offset: numbers[index] as number, length: numbers[index + 1] as number });
  }
  return segments;
}
