import { describe, expect, it } from 'vitest';
import { arnCovers, arnFits, arnOverlaps, compileArn, splitArn } from './match.ts';

const fitsArn = (pattern: string, arn: string): string => arnFits(compileArn(pattern, true), splitArn(arn), new Map());

describe('resources', () => {
  it('are compared part by part, the last part with all that follows', () => {
    expect(fitsArn('arn:aws:s3:::docs/*', 'arn:aws:s3:::docs/a/b')).toBe('yes');
    expect(fitsArn('arn:aws:s3:::docs/*', 'arn:aws:s3:::docs')).toBe('no');
    expect(
      fitsArn('arn:aws:lambda:*:111122223333:function:*', 'arn:aws:lambda:eu-west-1:111122223333:function:f:1'),
    ).toBe('yes');
    expect(fitsArn('arn:aws:sns:*:topic', 'arn:aws:sns:eu-west-1:111122223333:topic')).toBe('no');
    expect(fitsArn('arn:*:s3:::docs', 'arn:aws-cn:s3:::docs')).toBe('yes');
    expect(fitsArn('arn:aws:s3:::docs', 'arn:aws-us-gov:s3:::docs')).toBe('no');
    expect(fitsArn('arn:aws:s3:::Docs', 'arn:aws:s3:::docs')).toBe('no');
  });

  it('may be anything under *', () => {
    expect(fitsArn('*', 'arn:aws:s3:::docs')).toBe('yes');
    expect(fitsArn('*', '*')).toBe('yes');
    expect(fitsArn('arn:aws:s3:::docs', '*')).toBe('no');
  });

  it('may end early in a wildcard', () => {
    expect(fitsArn('arn:aws:iam::*', 'arn:aws:iam::111122223333:role/r')).toBe('yes');
    expect(fitsArn('arn:aws:s3*', 'arn:aws:s3:::docs')).toBe('yes');
    expect(fitsArn('arn:aws:s3', 'arn:aws:s3:::docs')).toBe('no');
  });

  it('keep the colon of a policy variable', () => {
    const pattern = compileArn(`arn:aws:iam::111122223333:user/\${aws:username}`, true);
    const kim = splitArn('arn:aws:iam::111122223333:user/kim');
    expect(arnFits(pattern, kim, new Map())).toBe('maybe');
    expect(arnFits(pattern, kim, new Map([['aws:username', ['kim']]]))).toBe('yes');
    expect(arnFits(pattern, kim, new Map([['aws:username', ['lee']]]))).toBe('no');
    expect(arnFits(pattern, kim, new Map([['aws:username', []]]))).toBe('no');
  });

  it('take no variables in documents of the old version', () => {
    const pattern = compileArn(`arn:aws:s3:::\${aws:username}`, false);
    expect(arnFits(pattern, splitArn('arn:aws:s3:::kim'), new Map([['aws:username', ['kim']]]))).toBe('no');
  });
});

describe('patterns among each other', () => {
  const covers = (a: string, b: string): boolean => arnCovers(compileArn(a, true), compileArn(b, true));
  const overlaps = (a: string, b: string): boolean => arnOverlaps(compileArn(a, true), compileArn(b, true));

  it('cover what surely lies within', () => {
    expect(covers('*', 'arn:aws:s3:::docs')).toBe(true);
    expect(covers('arn:aws:s3:::docs*', 'arn:aws:s3:::docs/*')).toBe(true);
    expect(covers('arn:aws:s3:::docs/*', '*')).toBe(false);
    expect(covers(`arn:aws:s3:::\${aws:username}`, 'arn:aws:s3:::kim')).toBe(false);
  });

  it('overlap where some resource fits both', () => {
    expect(overlaps('arn:aws:iam::*:role/app-*', 'arn:*:iam::*:role/*')).toBe(true);
    expect(overlaps('arn:aws:iam::*:role/*', 'arn:aws:iam::*:user/*')).toBe(false);
    expect(overlaps(`arn:aws:iam::*:user/\${aws:username}`, 'arn:aws:iam::*:user/kim')).toBe(true);
  });
});
