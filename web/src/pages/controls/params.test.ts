import { describe, expect, it } from 'vitest';
import { readParam, writeParam } from './params.ts';

describe('parameters', () => {
  it('are read by their type', () => {
    expect(readParam('int', ' 90 ')).toBe(90);
    expect(readParam('string', ' a b ')).toBe('a b');
    expect(readParam('bool', 'false')).toBe(false);
    expect(readParam('strings', 'eu-west-1,  us-east-1\nap-northeast-2')).toEqual([
      'eu-west-1',
      'us-east-1',
      'ap-northeast-2',
    ]);
    expect(readParam('ints', '22, 3389')).toEqual([22, 3389]);
    expect(readParam('strings', '')).toEqual([]);
  });

  it('are refused where the text is none of the type', () => {
    expect(readParam('int', '1e3')).toBeUndefined();
    expect(readParam('int', '')).toBeUndefined();
    expect(readParam('int', '99999999999999999999')).toBeUndefined();
    expect(readParam('ints', '22, ssh')).toBeUndefined();
    expect(readParam('bool', 'yes')).toBeUndefined();
  });

  it('come back as they were written', () => {
    expect(readParam('ints', writeParam([22, 3389]))).toEqual([22, 3389]);
    expect(readParam('bool', writeParam(true))).toBe(true);
  });
});
