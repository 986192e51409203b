import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

describe('CSV', () => {
  it('gives each row by the names of the header', () => {
    expect(parseCsv('user,arn\nroot,arn:1\nkim,arn:2')).toEqual([
      { user: 'root', arn: 'arn:1' },
      { user: 'kim', arn: 'arn:2' },
    ]);
  });

  it('reads what any writer of RFC 4180 wrote', () => {
    const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
    const row = fc.array(fc.string(), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const csv = [['a', 'b'], ...rows].map((fields) => fields.map(quote).join(',')).join(end);
        expect(parseCsv(csv)).toEqual(rows.map(([a, b]) => ({ a, b })));
      }),
    );
  });

  it('takes any text without hanging: rows or a SyntaxError', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x') }), (csv) => {
        try {
          parseCsv(csv);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  it('refuses a row of another length, and an open quote', () => {
    expect(() => parseCsv('a,b\n1')).toThrow(SyntaxError);
    expect(() => parseCsv('a,b\n1,"2')).toThrow(SyntaxError);
  });
});
