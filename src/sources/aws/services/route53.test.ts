import { describe, expect, it } from 'vitest';
import { route53 } from './route53.ts';

const next = route53.calls.find((call) => call.operation === 'ListResourceRecordSets')?.next;

describe('pages of record sets', () => {
  it('go on at the name, type and identifier that the answer names', () => {
    const answer = {
      IsTruncated: true,
      NextRecordName: 'b.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'eu',
    };
    expect(next?.(answer)).toEqual({
      StartRecordName: 'b.example.com.',
      StartRecordType: 'A',
      StartRecordIdentifier: 'eu',
    });
    expect(next?.({ IsTruncated: true, NextRecordName: 'b.example.com.', NextRecordType: 'A' })).toEqual({
      StartRecordName: 'b.example.com.',
      StartRecordType: 'A',
    });
  });

  it('end with the last one', () => {
    expect(next?.({ IsTruncated: false })).toBeUndefined();
  });
});
