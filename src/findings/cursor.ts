import { UserError } from '../model/index.ts';
import type { StoredFinding } from './stored-finding.ts';

export type FindingSort = 'risk' | 'severity' | 'lastSeen' | 'firstSeen';

/** What the sorted columns and the tie-breaker of the last row were. */
export type Cursor = (string | number)[];

const cursorShape: Record<FindingSort, ('number' | 'time')[]> = {
  risk: ['number', 'number'],
  severity: ['number', 'number', 'number'],
  firstSeen: ['time', 'number'],
  lastSeen: ['time', 'number'],
};

/** The opaque text that a page ends with. */
export function writeCursor(row: StoredFinding, sort: FindingSort): string {
  const parts: Record<FindingSort, Cursor> = {
    risk: [row.risk, row.seq],
    severity: [row.rank, row.risk, row.seq],
    firstSeen: [row.first_seen.toISOString(), row.seq],
    lastSeen: [row.last_seen.toISOString(), row.seq],
  };
  return Buffer.from(JSON.stringify([sort, ...parts[sort]])).toString('base64url');
}

/** Reads what {@link writeCursor} wrote for the same sort. Throws UserError `cursor-invalid`. */
export function readCursor(cursor: string, sort: FindingSort): Cursor {
  try {
    const [of, ...parts] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Cursor;
    const shape = cursorShape[sort];
    const fits = shape.every((type, index) => {
      const part = parts[index];
      if (type === 'number') return Number.isInteger(part);
      return typeof part === 'string' && /^\d{4}-[^\0]*Z$/.test(part) && !Number.isNaN(Date.parse(part));
    });
    if (of === sort && parts.length === shape.length && fits) return parts;
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw new UserError('cursor-invalid', {
    en: 'The cursor does not belong to this list: begin again without one.',
    ko: '커서가 이 목록의 것이 아닙니다. 커서 없이 처음부터 다시 조회하세요.',
  });
}
