import { describe, expect, it } from 'vitest';
import { bounds, matchOf } from './match.ts';

describe('why a package counts as affected', () => {
  const evidence = {
    purl: 'pkg:npm/left@1.0.0',
    installed: '1.0.0',
    paths: ['app/node_modules/left/package.json'],
    because: { advisory: 'CVE-2026-0001', source: 'osv', name: 'left', range: { introduced: '0', fixed: '1.2.0' } },
  };

  it('is read from the evidence of the finding', () => {
    expect(matchOf(evidence)).toMatchObject({
      purl: 'pkg:npm/left@1.0.0',
      layers: [],
      because: { advisory: 'CVE-2026-0001' },
    });
  });

  it('names the ends of the range, but not the beginning of all versions', () => {
    expect(bounds(matchOf(evidence).because)).toEqual([{ word: 'until', version: '1.2.0' }]);
    expect(bounds({})).toEqual([]);
  });

  it('survives evidence of another shape', () => {
    expect(matchOf({ because: 'so', paths: 'here', purl: 3 })).toEqual({ paths: [], layers: [], because: {} });
  });
});
