import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import { jsonText, storableText } from './json.ts';

describe('text for PostgreSQL', () => {
  it('loses NUL and half surrogates, and nothing else', () => {
    expect(storableText('a\0b\ud800')).toBe('a\uFFFDb\uFFFD');
    expect(storableText('한글 🙂')).toBe('한글 🙂');
  });

  it('is JSON that holds neither, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = jsonText(value as Json);
        expect(JSON.parse(text)).toEqual(JSON.parse(jsonText(JSON.parse(text) as Json)));
        expect(text).not.toMatch(/(?<!\\)(\\\\)*\\u0000/);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps a written backslash-u that is no escape', () => {
    expect(JSON.parse(jsonText({ a: '\\u0000', b: 'x\0' }))).toEqual({ a: '\\u0000', b: 'x\uFFFD' });
  });
});
