import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, categories, severities } from '../model/index.ts';
import { type Exposure, riskOf } from './risk.ts';

const plain: Exposure = { severity: 'medium', category: null, exposed: false, tags: {} };
const risk = (parts: Partial<Exposure>, jewels: string[] = []) => riskOf({ ...plain, ...parts }, new Set(jewels));

describe('risk', () => {
  it('is led by severity', () => {
    const inOrder = severities.map((severity) => risk({ severity }));
    expect(inOrder).toEqual([...inOrder].sort((a, b) => b - a));
    expect(risk({ severity: 'medium', likelihood: 0.9, exposed: true })).toBeLessThanOrEqual(
      risk({ severity: 'high' }),
    );
  });

  it('puts what is exploited before what is more severe and is not', () => {
    expect(risk({ severity: 'medium', exploited: true })).toBeGreaterThan(risk({ severity: 'critical' }));
    expect(risk({ severity: 'low', exploited: true })).toBeGreaterThan(risk({ severity: 'high' }));
    expect(risk({ severity: 'critical', exploited: true })).toBeGreaterThan(
      risk({ severity: 'high', exploited: true }),
    );
  });

  it('keeps a critical one that lies open before one of medium severity that is exploited and does not', () => {
    expect(risk({ severity: 'critical', exposed: true })).toBeGreaterThan(
      risk({ severity: 'medium', exploited: true }),
    );
  });

  it('rises with exposure, likelihood and the tags of the crown jewels, whatever their case', () => {
    expect(risk({ exposed: true })).toBe(47);
    expect([0.009, 0.01, 0.1, 0.5].map((likelihood) => risk({ likelihood }))).toEqual([35, 37, 40, 43]);
    expect(risk({ tags: { Tier: 'Gold' } }, ['tier=gold'])).toBe(43);
    expect(risk({ tags: { Tier: 'Gold' } }, ['tier'])).toBe(43);
    expect(risk({ tags: { Tier: 'Gold' } }, ['tier=lead'])).toBe(35);
  });

  it('stays between 0 and 100, and never falls because more is known against the asset', () => {
    const exposure = fc.record({
      severity: fc.constantFrom(...severities),
      category: fc.constantFrom(null, ...categories),
      exposed: fc.boolean(),
      exploited: fc.boolean(),
      likelihood: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(exposure, (one) => {
        const own = risk(one);
        expect(own).toBeGreaterThanOrEqual(0);
        expect(own).toBeLessThanOrEqual(100);
        expect(risk({ ...one, exploited: true })).toBeGreaterThanOrEqual(own);
        expect(risk({ ...one, exposed: true })).toBeGreaterThanOrEqual(own);
        for (const severity of severities)
          if (atLeast(severity, one.severity)) expect(risk({ ...one, severity })).toBeGreaterThanOrEqual(own);
      }),
    );
  });
});
