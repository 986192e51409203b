import { describe, expect, it } from 'vitest';
import { splitUnknown } from './unknown.ts';

describe('splitUnknown', () => {
  it('takes the notes on unknown fields out of the data', () => {
    const data = { Name: 'logs', $unknown: { acl: { operation: 's3:GetBucketAcl', code: 'AccessDenied' } } };
    expect(splitUnknown(data)).toEqual({
      known: { Name: 'logs' },
      unknown: [{ field: 'acl', operation: 's3:GetBucketAcl', code: 'AccessDenied' }],
    });
  });

  it('leaves data without notes as it is', () => {
    expect(splitUnknown({ Name: 'logs' })).toEqual({ known: { Name: 'logs' }, unknown: [] });
    expect(splitUnknown(null)).toEqual({ known: null, unknown: [] });
  });
});
