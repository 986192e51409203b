import { describe, expect, it } from 'vitest';
import { evidenceSchema } from './evidence.ts';

const given = { requirement: '1.1.1', statement: 'Minutes no. 12', by: 'Jeong', validUntil: '2027-01-01T00:00:00Z' };

describe('evidence as people hand it in', () => {
  it('names the requirement, what was done, by whom and until when it counts', () => {
    expect(evidenceSchema.parse({ ...given, link: 'https://example.org/minutes' })).toHaveProperty('by', 'Jeong');
    expect(evidenceSchema.parse({ ...given, validUntil: '2027-01-01T09:00:00+09:00' })).toHaveProperty('validUntil');
  });

  it.each([
    ['a link that could run something', { link: 'javascript:alert(1)' }],
    ['a link into a file system', { link: 'file:///etc/passwd' }],
    ['an empty statement', { statement: '  ' }],
    ['nobody', { by: '' }],
    ['no end', { validUntil: 'forever' }],
    ['a date without a time zone', { validUntil: '2027-01-01' }],
    ['what it does not know', { approved: true }],
  ])('is refused with %s', (_, wrong) => {
    expect(evidenceSchema.safeParse({ ...given, ...wrong }).success).toBe(false);
  });
});
