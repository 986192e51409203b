import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestVector, scoreOf } from './cvss.ts';
import { severityOfScore } from './severity.ts';

it.each([
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3],
])('%s has the score %f', (vector, score) => {
  expect(scoreOf(vector)).toBe(score);
});

it('gives no score for half a vector, and none for what is no vector', () => {
  expect(scoreOf('CVSS:3.1/AV:N/AC:L')).toBeUndefined();
  expect(scoreOf('CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')).toBeUndefined();
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => scoreOf(text) === undefined));
});

it('prefers the newest version that can be read', () => {
  const old = 'AV:N/AC:L/Au:N/C:P/I:P/A:P';
  const third = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N';
  expect(bestVector([old, third, 'CVSS:4.0/AV:N'])).toEqual({ vector: third, score: 6.1 });
  expect(bestVector([])).toBeUndefined();
});

it('reads scores by the bands of CVSS', () => {
  expect([10, 9, 8.9, 7, 6.9, 4, 3.9, 0.1, 0].map(severityOfScore)).toEqual([
    'critical',
    'critical',
    'high',
    'high',
    'medium',
    'medium',
    'low',
    'low',
    'info',
  ]);
});
