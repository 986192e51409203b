import { describe, expect, it } from 'vitest';
import type { Rule, Severity, VulnerabilityFacts } from '../../model/index.ts';
import { gatePolicySchema } from './policy.ts';
import { decide, type GateInput } from './verdict.ts';

const text = { en: 'x', ko: 'x' };
const rule = (id: string, severity: Severity, vulnerability?: Partial<VulnerabilityFacts>): Rule => ({
  id,
  title: text,
  why: text,
  severity,
  kind: 'oci.image',
  remediation: { text },
  ...(vulnerability !== undefined && { vulnerability: { id, aliases: [], severities: {}, ...vulnerability } }),
});
const found = (one: Rule, fixable = true) => ({
  rule: one,
  severity: one.severity,
  asset: 'sha256:00',
  discriminator: '',
  fixable,
});
const image: GateInput = {
  subject: 'sha256:00',
  name: 'registry.example/team/app:1',
  findings: [],
  unknown: [],
  database: '2026-11-27T00:00:00Z',
  unjudged: 0,
  now: new Date('2026-11-28T00:00:00Z'),
};
const ask = (policy: object, input: Partial<GateInput> = {}) =>
  decide(gatePolicySchema.parse(policy), { ...image, ...input });

it('a verdict names policy and trust policy by one hash, which changes with either', () => {
  const asked = [ask({}), ask({ secrets: true }), ask({}, { trustPolicy: 'aa' }), ask({}, { trustPolicy: 'bb' })];
  expect(new Set(asked.map(({ policy }) => policy)).size).toBe(4);
  expect(ask({}, { trustPolicy: 'aa' }).policy).toBe(asked[2]?.policy);
});

describe('a gate', () => {
  it('lets through what nothing is asked of', () => {
    expect(ask({}, { findings: [found(rule('CVE-2026-0001', 'critical', {}))] }).verdict).toBe('pass');
  });

  it('stops at vulnerabilities over the line', () => {
    const policy = { vulnerabilities: { severity: 'high' } };
    const high = found(rule('CVE-2026-0001', 'high', {}));
    expect(ask(policy, { findings: [high] })).toMatchObject({
      verdict: 'fail',
      reasons: [{ part: 'vulnerabilities', status: 'fail', rules: ['CVE-2026-0001'] }],
    });
    expect(ask(policy, { findings: [found(rule('CVE-2026-0001', 'medium', {}))] }).verdict).toBe('pass');
    expect(ask({ vulnerabilities: { severity: 'high', allow: ['CVE-2026-*'] } }, { findings: [high] }).verdict).toBe(
      'pass',
    );
  });

  it('can ask for a fix, and leave time for it', () => {
    const policy = { vulnerabilities: { severity: 'high', fixable: true, graceDays: 7 } };
    expect(ask(policy, { findings: [found(rule('CVE-1', 'high', {}), false)] }).verdict).toBe('pass');
    const published = (at: string) => [found(rule('CVE-1', 'high', { published: at }))];
    expect(ask(policy, { findings: published('2026-11-25T00:00:00Z') }).verdict).toBe('pass');
    expect(ask(policy, { findings: published('2026-11-01T00:00:00Z') }).verdict).toBe('fail');
  });

  it('stops at what is exploited, whatever its severity', () => {
    const exploited = { added: '2026-11-27', ransomware: false };
    const findings = [found(rule('CVE-1', 'low', { exploited }), false)];
    expect(ask({ vulnerabilities: { severity: 'critical', fixable: true } }, { findings }).verdict).toBe('fail');
    expect(ask({ vulnerabilities: { exploited: false } }, { findings }).verdict).toBe('pass');
    const likely = [found(rule('CVE-2', 'low', { epss: { probability: 0.6, percentile: 0.99 } }))];
    expect(ask({ vulnerabilities: { epss: 0.5 } }, { findings: likely }).verdict).toBe('fail');
  });

  it('fails closed where nobody could tell, and opens only where the policy says so', () => {
    const policies = [
      [{ vulnerabilities: { severity: 'high' } }, { database: undefined }],
      [{ vulnerabilities: { severity: 'high' } }, { database: '2026-11-01T00:00:00Z' }],
      [{ vulnerabilities: { severity: 'high' } }, { unjudged: 3 }],
      [{ configuration: { severity: 'high' } }, { unknown: ['oci-image-user'] }],
      [{ secrets: true }, {}],
      [{ malware: true }, {}],
      [{ trust: true }, {}],
      [{ trust: true }, { trust: 'undecided' }],
      [{ baseImages: ['registry.example/base/*'] }, {}],
    ] as const;
    for (const [policy, input] of policies) {
      const { database: _, ...rest } = image;
      const given = { ...('database' in input && input.database === undefined ? rest : image), ...input } as GateInput;
      const decided = decide(gatePolicySchema.parse(policy), given);
      expect([policy, decided.verdict, decided.reasons[0]?.status]).toEqual([policy, 'fail', 'unknown']);
      const open = decide(gatePolicySchema.parse({ ...policy, unknown: 'allow' }), given);
      expect(open.verdict).toBe('pass');
      expect(open.reasons).toHaveLength(1);
    }
  });

  it('asks for secrets, malware, trust and base image', () => {
    expect(ask({ secrets: true }, { secrets: 1 }).verdict).toBe('fail');
    expect(ask({ secrets: true }, { secrets: 0 }).verdict).toBe('pass');
    expect(ask({ malware: true }, { malware: 1 }).verdict).toBe('fail');
    expect(ask({ trust: true }, { trust: 'untrusted' }).verdict).toBe('fail');
    expect(ask({ trust: true }, { trust: 'trusted' }).verdict).toBe('pass');
    const policy = { baseImages: ['registry.example/base/*'] };
    expect(ask(policy, { base: 'registry.example/base/node:24' }).verdict).toBe('pass');
    expect(ask(policy, { base: 'docker.io/library/node:24' }).verdict).toBe('fail');
  });

  it('is one answer for a digest, a policy and a time', () => {
    const one = ask({ validHours: 2 });
    expect(one).toMatchObject({
      subject: 'sha256:00',
      decidedAt: '2026-11-28T00:00:00.000Z',
      expiresAt: '2026-11-28T02:00:00.000Z',
    });
    expect(ask({ validHours: 3 }).policy).not.toBe(one.policy);
  });
});
