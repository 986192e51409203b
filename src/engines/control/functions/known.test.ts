import { describe, expect, it } from 'vitest';
import type { Asset, Control, JsonObject } from '../../../model/index.ts';
import { controlFunctions, createControlEngine } from '../index.ts';

const engine = createControlEngine(controlFunctions);

function status(pass: string, data: JsonObject): string | undefined {
  const control: Control = {
    id: 'aws-test-known',
    title: { en: 'Test', ko: '시험' },
    why: { en: 'Because.', ko: '이유.' },
    severity: 'low',
    kind: 'aws.test.thing',
    uses: ['test:ListThings'],
    pass,
    remediation: { text: { en: 'Fix it.', ko: '고치세요.' } },
    tests: [{ name: 'none', facts: {}, expect: 'pass' }],
  };
  const asset: Asset = {
    tenant: 'default',
    id: 'thing',
    kind: 'aws.test.thing',
    provider: 'aws',
    account: '111122223333',
    region: 'us-east-1',
    name: 'thing',
    tags: {},
    category: 'compute',
    data,
  };
  return engine.compile(control).judge({ asset, related: {}, now: new Date('2026-06-01T00:00:00Z') })[0]?.status;
}

const denied = { operation: 'test:GetDetail', code: 'AccessDenied' };

describe('known', () => {
  it('is true for what was collected, null and empty included', () => {
    expect(status('known(asset, "Detail")', { Detail: { A: 1 } })).toBe('pass');
    expect(status('known(asset, "Detail") && known(asset, "List")', { Detail: null, List: [] })).toBe('pass');
  });

  it('is false for what was denied, and for a list of which only the beginning came', () => {
    expect(status('known(asset, "Detail")', { $unknown: { Detail: denied } })).toBe('fail');
    expect(status('known(asset, "List")', { List: [1], $unknown: { List: { ...denied, partial: true } } })).toBe(
      'fail',
    );
  });

  it('lets the one of two facts decide that is known', () => {
    const either = 'known(asset, "First") ? asset.First == "yes" : asset.Second == "yes"';
    expect(status(either, { Second: 'yes', $unknown: { First: denied } })).toBe('pass');
    expect(status(either, { First: 'no', $unknown: { Second: denied } })).toBe('fail');
    expect(status(either, { $unknown: { First: denied, Second: denied } })).toBe('unknown');
  });
});
