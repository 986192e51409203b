import { describe, expect, it } from 'vitest';
import { containing, searchText } from './search.ts';

/** LIKE as PostgreSQL means it, for the patterns made here. */
function found(word: string, ...parts: string[]): boolean {
  const pattern = containing(word).replace(/\\(.)|./gsu, (one, escaped?: string) =>
    escaped === undefined && one === '%' ? '[^]*' : (escaped ?? one).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  return new RegExp(`^${pattern}$`, 'u').test(searchText(parts));
}

describe('a word of three letters or more', () => {
  it('is found anywhere, whatever its case', () => {
    expect(found('LING', 'arn:aws:s3:::Billing-77')).toBe(true);
    expect(found('ling-7', 'arn:aws:s3:::Billing-77')).toBe(true);
    expect(found('lingua', 'arn:aws:s3:::Billing-77')).toBe(false);
  });

  it('is taken literally', () => {
    expect(containing('100%_A\\')).toBe('%100\\%\\_a\\\\%');
    expect(found('a_c', 'abc')).toBe(false);
    expect(found('100%', '100')).toBe(false);
  });
});

describe('a word of one or two letters', () => {
  it('is found where a word begins', () => {
    expect(found('s3', 'arn:aws:s3:::billing')).toBe(true);
    expect(found('bi', 'arn:aws:s3:::billing')).toBe(true);
    expect(found('b', 'arn:aws:s3:::billing')).toBe(true);
    expect(found('il', 'arn:aws:s3:::billing')).toBe(false);
  });

  it('is found inside words of scripts without spaces', () => {
    expect(found('버킷', '공개된 버킷이 있습니다')).toBe(true);
    expect(found('개된', '공개된 버킷이 있습니다')).toBe(true);
    expect(found('킷공', '공개된 버킷이 있습니다')).toBe(false);
  });
});
