import { describe, expect, it } from 'vitest';
import { alertFilters, filterCount, incidentFilters } from './filters.ts';

const now = Date.parse('2026-11-28T10:07:00Z');

describe('the question behind an address', () => {
  it('leaves closed incidents out unless they are asked for', () => {
    expect(incidentFilters({}, undefined, now)).toEqual({ status: ['open', 'investigating'] });
    expect(incidentFilters({ stage: ['closed'] }, undefined, now)).toEqual({ status: ['closed'] });
  });

  it('asks for the scope, and for a time that does not change every moment', () => {
    expect(incidentFilters({ since: '24h', severity: ['high'] }, '111122223333', now)).toEqual({
      account: '111122223333',
      severity: ['high'],
      since: '2026-11-27T10:05:00.000Z',
      status: ['open', 'investigating'],
    });
  });

  it('leaves alerts under an exception out unless they are asked for', () => {
    expect(alertFilters({ detection: 'aws-root-use' }, undefined, now)).toEqual({
      detection: 'aws-root-use',
      excepted: 'false',
    });
    expect(alertFilters({ excepted: 'only' }, undefined, now)).toEqual({ excepted: 'true' });
    expect(alertFilters({ excepted: 'all' }, undefined, now)).toEqual({});
  });

  it('counts what narrows it', () => {
    expect(filterCount({ severity: ['high'], q: undefined })).toBe(1);
  });
});
