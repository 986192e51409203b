import { describe, expect, it } from 'vitest';
import { affectedFilters, filterCount, imageFilters } from './filters.ts';

describe('filters of images', () => {
  it('are asked for as the address says them, switches as words', () => {
    expect(imageFilters({ exploited: true, severity: ['high'], q: undefined, order: 'created' })).toEqual({
      sort: 'created',
      exploited: 'true',
      severity: ['high'],
    });
  });

  it('of the vulnerabilities in one image leave accepted ones out', () => {
    expect(affectedFilters('sha256:11', { group: 'package', type: 'npm', fixable: true })).toEqual({
      asset: 'sha256:11',
      status: 'open',
      excepted: 'false',
      fixable: 'true',
    });
  });

  it('are counted without the order and the grouping', () => {
    expect(filterCount({ order: 'created', group: 'package', q: 'app', running: true, trust: undefined })).toBe(2);
  });
});
