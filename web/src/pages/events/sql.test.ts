import { describe, expect, it } from 'vitest';
import { columns as stored } from '../../../../src/eventlog/table.ts';
import { cellText, columns, csvOf } from './sql.ts';

describe('the table events', () => {
  it('is told with every column it has', () => {
    expect([...columns]).toEqual(Object.keys(stored));
  });
});

describe('a result', () => {
  it('shows lists as JSON, and nothing as nothing', () => {
    expect(cellText(['a', 'b'])).toBe('["a","b"]');
    expect(cellText(0)).toBe('0');
    expect(cellText(null)).toBeUndefined();
  });

  it('is copied as CSV, quoted where it has to be', () => {
    expect(csvOf(['who', 'n'], [['mina, "ops"', 2]])).toBe('who,n\r\n"mina, ""ops""",2');
  });

  it('starts no formula in a spreadsheet', () => {
    expect(csvOf(['agent'], [['=HYPERLINK(1)'], [-5], ['-50']])).toBe("agent\r\n'=HYPERLINK(1)\r\n-5\r\n-50");
  });
});
