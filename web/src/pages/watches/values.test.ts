import { describe, expect, it } from 'vitest';
import { mostValues, valuesFit, valuesIn } from './values.ts';

describe('the values of a list', () => {
  it('are its lines, without blanks and each once', () => {
    expect(valuesIn(' 192.0.2.1 \n\n198.51.100.0/24\r\n192.0.2.1')).toEqual(['192.0.2.1', '198.51.100.0/24']);
    expect(valuesIn(' \n')).toEqual([]);
  });

  it('are bounded in number and length', () => {
    expect(valuesFit(['a'])).toBe(true);
    expect(valuesFit(['a'.repeat(2001)])).toBe(false);
    expect(valuesFit(Array.from({ length: mostValues + 1 }, (_, at) => String(at)))).toBe(false);
  });
});
