import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asset, Control, Json, JsonObject, Missing } from '../../model/index.ts';
import { controlFunctions, createControlEngine } from './index.ts';

const engine = createControlEngine(controlFunctions);
const now = new Date('2026-06-01T00:00:00Z');

function control(parts: Partial<Control>): Control {
  return {
    id: 'aws-test-control',
    title: { en: 'Test', ko: '시험' },
    why: { en: 'Because.', ko: '이유.' },
    severity: 'high',
    kind: 'aws.test.thing',
    uses: ['test:ListThings'],
    pass: 'true',
    remediation: { text: { en: 'Fix it.', ko: '고치세요.' } },
    tests: [{ name: 'none', facts: {}, expect: 'pass' }],
    ...parts,
  };
}

function asset(data: JsonObject, id = 'thing-1'): Asset {
  return {
    tenant: 'default',
    id,
    kind: 'aws.test.thing',
    provider: 'aws',
    account: '111122223333',
    region: 'us-east-1',
    name: id,
    tags: { env: 'prod' },
    category: 'compute',
    data,
  };
}

const denied: Missing = { operation: 'test:GetDetail', code: 'AccessDenied', permission: 'test:GetDetail' };

function judge(
  parts: Partial<Control>,
  data: JsonObject,
  related: Record<string, { assets: Asset[]; missing?: Missing; closed?: string[] }> = {},
) {
  return engine.compile(control(parts)).judge({ asset: asset(data), related, now });
}

const status = (pass: string, data: JsonObject = {}, related = {}) => judge({ pass }, data, related)[0]?.status;

describe('a control', () => {
  it('passes or fails by its expression', () => {
    expect(status('asset.Encrypted == true', { Encrypted: true })).toBe('pass');
    expect(status('asset.Encrypted == true', { Encrypted: false })).toBe('fail');
  });

  it('reads a missing field as null and a null list as empty', () => {
    expect(status('asset.A.B.C == null')).toBe('pass');
    expect(status('asset.Grants.all(g, g.Open == false)')).toBe('pass');
    expect(status('asset.Grants.exists(g, g.Open == true)')).toBe('fail');
    expect(status('size(asset.Grants) == 0 && asset.Grants.size() == 0')).toBe('pass');
    expect(status('"a" in asset.Names')).toBe('fail');
    expect(status('asset.Name.startsWith("x") || asset.Name.matches("y")')).toBe('fail');
    expect(status('has(asset.A.B)', { A: { B: 1 } })).toBe('pass');
    expect(status('has(asset.A.C)', { A: { B: 1 } })).toBe('fail');
    expect(
      status('asset["odd-name"] == 1 && asset.List[1] == "b" && asset.List[5] == null', {
        'odd-name': 1,
        List: ['a', 'b'],
      }),
    ).toBe('pass');
  });

  it('compares integers, fractions and clock times', () => {
    expect(status('asset.Port == 22 && asset.Port < 23', { Port: 22 })).toBe('pass');
    expect(status('asset.Ratio > 0.4', { Ratio: 0.5 })).toBe('pass');
    expect(status('daysSince(asset.Created) == 31', { Created: '2026-05-01T00:00:00Z' })).toBe('pass');
    expect(status('daysUntil(asset.Expires) == 9', { Expires: '2026-06-10T12:00:00Z' })).toBe('pass');
    expect(status('daysSince(asset.Created) == null', { Created: 'soon' })).toBe('pass');
  });

  it('is an error, never a pass, where an expression breaks', () => {
    expect(judge({ pass: 'asset.Days <= 90' }, {})[0]).toMatchObject({ status: 'error', error: expect.any(String) });
    expect(status('asset.Flag', { Flag: 'yes' })).toBe('error');
  });

  it('sees tags and names in meta', () => {
    expect(status('asset.meta.tags.env == "prod" && asset.meta.account == "111122223333"')).toBe('pass');
  });

  it('does not apply where `when` is false', () => {
    expect(judge({ when: 'asset.State == "running"', pass: 'false' }, { State: 'stopped' })[0]?.status).toBe(
      'not-applicable',
    );
  });

  it('judges each element by itself', () => {
    const parts = { each: 'asset.Rules', key: 'item.Id', pass: 'item.Open != true', evidence: { rule: 'item.Id' } };
    const results = judge(parts, { Rules: [{ Id: 'a', Open: true }, { Id: 'b' }] });
    expect(results.map((one) => [one.discriminator, one.status, one.evidence.rule])).toEqual([
      ['a', 'fail', 'a'],
      ['b', 'pass', 'b'],
    ]);
    expect(judge(parts, {}).map((one) => one.status)).toEqual(['not-applicable']);
  });

  it('takes params over defaults', () => {
    const params = { max: { type: 'int' as const, default: 90, title: { en: 'Days', ko: '일수' } } };
    const compiled = engine.compile(control({ params, pass: 'asset.Age <= params.max' }));
    const input = { asset: asset({ Age: 60 }), related: {}, now };
    expect(compiled.judge(input)[0]?.status).toBe('pass');
    expect(compiled.judge({ ...input, params: { max: 30 } })[0]?.status).toBe('fail');
  });

  it('is refused where an expression does not compile, nests too deep or calls inner functions', () => {
    const refused = (pass: string) => () => engine.compile(control({ pass }));
    expect(refused('asset.A ==')).toThrow(expect.objectContaining({ code: 'control-malformed' }));
    expect(refused('nothing(asset)')).toThrow(expect.objectContaining({ code: 'control-malformed' }));
    expect(refused('_get(asset, "A")')).toThrow(expect.objectContaining({ code: 'control-malformed' }));
    const nested = (depth: number): string => (depth === 0 ? 'true' : `asset.L.all(x${depth}, ${nested(depth - 1)})`);
    expect(refused(nested(5))).toThrow(expect.objectContaining({ code: 'control-malformed' }));
  });

  it('is stopped where it would take too long', () => {
    const many = { L: Array.from({ length: 2000 }, (_, index) => index) };
    const [result] = judge({ pass: 'asset.L.all(a, asset.L.all(b, asset.L.all(c, asset.L.all(d, true))))' }, many);
    expect(result).toMatchObject({ status: 'error', error: expect.stringContaining('steps') });
    expect(status('asset.L.all(a, asset.L.exists(b, a == b))', { L: many.L.slice(0, 500) })).toBe('pass');
  });

  it('matches patterns in linear time', () => {
    const started = performance.now();
    expect(status('asset.Text.matches("(a+)+$")', { Text: `${'a'.repeat(5000)}!` })).toBe('fail');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('what is unknown', () => {
  const unknown = { $unknown: { detail: denied } } as unknown as JsonObject;

  it('makes the result unknown, with the missing permission', () => {
    expect(judge({ pass: 'asset.detail.Public == false' }, unknown)[0]).toMatchObject({
      status: 'unknown',
      unknown: { operation: 'test:GetDetail', code: 'AccessDenied', permission: 'test:GetDetail' },
    });
  });

  it('leaves a result that the remaining facts decide', () => {
    expect(status('asset.detail.Public == true || asset.Name == "a"', { Name: 'a', ...unknown })).toBe('pass');
    expect(status('asset.Name == "a" || asset.detail.Public == true', { Name: 'a', ...unknown })).toBe('pass');
    expect(status('asset.detail.Public == true && asset.Name == "b"', { Name: 'a', ...unknown })).toBe('fail');
    expect(status('has(asset.detail.Public)', unknown)).toBe('unknown');
  });

  const things = (...names: string[]) => names.map((name) => asset({ Name: name }, name));

  it('reaches through incomplete lists: decided by what is known, else unknown', () => {
    const some = { peers: { assets: things('a', 'b'), missing: denied } };
    expect(status('related.peers.exists(p, p.Name == "a")', {}, some)).toBe('pass');
    expect(status('related.peers.exists(p, p.Name == "c")', {}, some)).toBe('unknown');
    expect(status('related.peers.all(p, p.Name == "a")', {}, some)).toBe('fail');
    expect(status('related.peers.all(p, p.Name != "c")', {}, some)).toBe('unknown');
    expect(status('size(related.peers) > 0', {}, some)).toBe('unknown');
    expect(status('related.peers.size() == 0', {}, some)).toBe('unknown');
    expect(status('related.peers.map(p, p.Name) == ["a", "b"]', {}, some)).toBe('unknown');
    expect(status('related.peers.filter(p, p.Name == "a").size() == 1', {}, some)).toBe('unknown');
  });

  it('may fail for what can only lie where nobody can go, and never passes for it', () => {
    const peers = { peers: { assets: [], missing: denied, closed: ['sa-east-1'] } };
    expect(
      judge({ pass: 'related.peers.exists(p, true)', evidence: { seen: 'size(related.peers)' } }, {}, peers),
    ).toEqual([expect.objectContaining({ status: 'fail', evidence: { seen: 0, closedRegions: ['sa-east-1'] } })]);
    expect(status('related.peers.all(p, false)', {}, peers)).toBe('unknown');
    expect(status('size(related.peers) == 0', {}, peers)).toBe('unknown');
    const more = { ...peers, others: { assets: [], missing: denied } };
    expect(status('related.peers.exists(p, true) || related.others.exists(o, true)', {}, more)).toBe('unknown');
    const applies = { when: 'related.peers.size() > 0', pass: 'false' };
    expect(judge(applies, {}, peers)[0]?.status).toBe('unknown');
  });

  it('does not let an empty incomplete list count as empty', () => {
    const none = { peers: { assets: [], missing: denied } };
    for (const pass of [
      'related.peers.exists(p, true)',
      'related.peers.all(p, false)',
      'size(related.peers) == 0',
      '"a" in related.peers',
      'related.peers[0] == null',
      'related.peers == []',
      'related.peers.exists_one(p, true)',
    ]) {
      expect([pass, status(pass, {}, none)]).toEqual([pass, 'unknown']);
    }
  });

  it('never turns a verdict into its opposite', () => {
    const field = fc.constantFrom('a', 'b', 'c');
    const leaf = fc.oneof(
      field.map((name) => `asset.${name} == true`),
      field.map((name) => `asset.${name} == null`),
      field.map((name) => `has(asset.${name})`),
    );
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('node'), tie('node')).map(([l, r]) => `(${l} && ${r})`),
        fc.tuple(tie('node'), tie('node')).map(([l, r]) => `(${l} || ${r})`),
        tie('node').map((inner) => `!(${inner})`),
        fc.tuple(tie('node'), tie('node'), tie('node')).map(([i, t, e]) => `(${i} ? ${t} : ${e})`),
      ),
    })).node;
    const value = fc.constantFrom<Json>(true, false, null);
    fc.assert(
      fc.property(expression, fc.record({ a: value, b: value, c: value }), field, (pass, data, hidden) => {
        const before = status(pass, data as JsonObject);
        const { [hidden]: _, ...rest } = data;
        const after = status(pass, { ...rest, $unknown: { [hidden]: denied } } as unknown as JsonObject);
        expect([before, 'unknown']).toContain(after);
      }),
      { numRuns: 300 },
    );
  });
});
