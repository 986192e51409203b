import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('a line of CSV', () => {
  it('quotes what separates cells and lines', () => {
    expect(csvLine(['plain', 'a,b', 'say "no"', 'two\nlines', -7])).toBe(
      'plain,"a,b","say ""no""","two\nlines",-7\r\n',
    );
  });

  it('never has a cell that begins as a formula does', () => {
    const cell = fc.tuple(
      fc.constantFrom('', ' ', '\t', '\r', '\n'),
      fc.constantFrom('=', '+', '-', '@', '＝'),
      fc.string(),
    );
    fc.assert(
      fc.property(cell, (parts) => {
        expect(csvLine([parts.join('')])).toMatch(/^"'/);
      }),
    );
  });

  it('gives every text back to a reader of RFC 4180, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const line = csvLine([text]).slice(0, -2);
        const read = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
        expect(read === text || read === `'${text}`).toBe(true);
      }),
    );
  });
});
