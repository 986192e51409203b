import { describe, expect, it } from 'vitest';
import type { Vulnerability } from '../../model/index.ts';
import { updateText, vulnerabilityResult, vulnerabilityRule } from './results.ts';

const now = new Date('2026-11-28T00:00:00Z');
const image = { id: 'sha256:00', kind: 'oci.image', provider: 'oci', account: 'registry.example', region: 'global' };
const lodash: Vulnerability = {
  id: 'CVE-2026-0001',
  package: {
    type: 'npm',
    name: 'lodash',
    version: '4.17.0',
    purl: 'pkg:npm/lodash@4.17.0',
    locations: [{ path: 'app/node_modules/lodash/package.json', layer: 'sha256:11' }],
  },
  severity: 'high',
  fixed: ['4.17.21'],
  status: 'fixed',
  facts: {
    id: 'CVE-2026-0001',
    aliases: ['GHSA-aaaa-bbbb-cccc'],
    severities: {},
    title: 'Command injection in lodash',
  },
  because: {
    advisory: 'GHSA-aaaa-bbbb-cccc',
    source: 'ghsa',
    ecosystem: 'npm',
    name: 'lodash',
    version: '4.17.0',
    range: { fixed: '4.17.21' },
  },
};

describe('a vulnerability as a result', () => {
  it('is a finding of its package in its place, with why it matched', () => {
    expect(vulnerabilityResult(lodash, image, now)).toMatchObject({
      control: 'CVE-2026-0001',
      asset: 'sha256:00',
      discriminator: 'pkg:npm/lodash@4.17.0 app/node_modules/lodash/package.json',
      status: 'fail',
      severity: 'high',
      evidence: {
        installed: '4.17.0',
        fixed: ['4.17.21'],
        layers: ['sha256:11'],
        because: { advisory: 'GHSA-aaaa-bbbb-cccc', range: { fixed: '4.17.21' } },
      },
    });
  });

  it('of a system package is told apart by the package alone: all of them lie in one database', () => {
    const dpkg = { ...lodash.package, type: 'deb' as const, purl: 'pkg:deb/debian/bash@5.1' };
    expect(vulnerabilityResult({ ...lodash, package: dpkg }, image, now).discriminator).toBe('pkg:deb/debian/bash@5.1');
  });

  it('says what to do in both languages', () => {
    const rule = vulnerabilityRule(lodash, 'oci.image');
    expect(rule.title.en).toBe('Command injection in lodash');
    expect(rule.remediation.text.en).toContain('from 4.17.0 to 4.17.21');
    expect(rule.remediation.text.ko).toContain('4.17.21 이상');
    expect(updateText(lodash.package, []).en).toContain('no fixed version');
  });
});
