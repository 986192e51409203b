import { UserError } from '../model/index.ts';

/** The place in a list by time after which its next page begins, as opaque text. */
export function writeCursor(row: { last_at: Date; seq: number }): string {
  return Buffer.from(JSON.stringify([row.last_at.toISOString(), row.seq])).toString('base64url');
}

/**
 * Reads what {@link writeCursor} wrote.
 *
 * @throws UserError `cursor-invalid`
 */
export function readCursor(cursor: string): [at: string, seq: number] {
  try {
    const [at, seq, ...more] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isTime = typeof at === 'string' && /^\d{4}-.*Z$/.test(at) && !Number.isNaN(Date.parse(at));
    if (isTime && Number.isSafeInteger(seq) && more.length === 0) return [at, seq as number];
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw new UserError('cursor-invalid', {
    en: 'The cursor does not belong to this list: begin again without one.',
    ko: '커서가 이 목록의 것이 아닙니다. 커서 없이 처음부터 다시 조회하세요.',
  });
}
