import { describe, expect, it } from 'vitest';
import { eventFilters } from './filters.ts';

const now = Date.parse('2026-11-02T12:00:00Z');

describe('what an address asks of stored events', () => {
  it('is the last day where nothing is said', () => {
    expect(eventFilters({}, undefined, now)).toEqual({ since: '2026-11-01T12:00:00.000Z' });
  });

  it('is everything that is kept only by wish', () => {
    expect(eventFilters({ span: 'all' }, undefined, now)).toEqual({});
  });

  it('takes an exact time before a span', () => {
    const search = { span: '1h', to: '2026-10-01T00:00:00.000Z' } as const;
    expect(eventFilters(search, undefined, now)).toEqual({ until: '2026-10-01T00:00:00.000Z' });
  });

  it('carries the filters and the account', () => {
    expect(eventFilters({ span: 'all', actor: 'mina', q: 'bucket' }, '111122223333', now)).toEqual({
      actor: 'mina',
      q: 'bucket',
      account: '111122223333',
    });
  });
});
