import { describe, expect, it } from 'vitest';
import { findingsSearch } from '../../app/addresses.ts';
import { parseSearch, stringifySearch } from '../../app/search.ts';
import { exportAddress, filterCount, findingFilters } from './filters.ts';

const now = Date.parse('2026-03-10T12:03:04Z');
const asked = (address: string, account?: string) => findingFilters(findingsSearch(parseSearch(address)), account, now);

describe('the question behind an address', () => {
  it('asks for open findings without exception where the address says nothing', () => {
    expect(asked('')).toEqual({ status: 'open', excepted: 'false' });
  });

  it('carries every filter over', () => {
    expect(
      asked('?severity=critical,high&region=us-east-1&q=admin&stale=true&excepted=all&sort=firstSeen', '1111'),
    ).toEqual({
      status: 'open',
      account: '1111',
      severity: ['critical', 'high'],
      region: 'us-east-1',
      q: 'admin',
      stale: 'true',
      sort: 'firstSeen',
    });
  });

  it('reads a span of time relative to now, cut so that it does not change with every second', () => {
    expect(asked('?since=24h').since).toBe('2026-03-09T12:00:00.000Z');
    expect(asked('?since=yesterday').since).toBeUndefined();
  });

  it('drops words it does not know instead of passing them on', () => {
    expect(asked('?status=broken&severity=terrible&category=none&sort=up')).toEqual({
      status: 'open',
      excepted: 'false',
    });
  });
});

describe('an address', () => {
  it('says the same after being read and written', () => {
    const address = '?status=all&severity=critical,low&asset=arn:aws:s3:::a&stale=true&by=rule';
    expect(stringifySearch(findingsSearch(parseSearch(address)))).toBe(address);
  });

  it('counts its filters, without order and grouping', () => {
    expect(filterCount(findingsSearch(parseSearch('?status=all&q=x&sort=risk&by=rule')))).toBe(2);
  });
});

describe('exportAddress', () => {
  it('asks for the same findings, each value of a list by itself', () => {
    expect(exportAddress(asked('?severity=critical,high'), 'csv', 'ko')).toBe(
      '/api/v1/findings/export?status=open&severity=critical&severity=high&excepted=false&format=csv&language=ko',
    );
  });
});
