import { describe, expect, it } from 'vitest';
import type { Material } from '../../model/index.ts';
import { judgeTrust } from './judge.ts';
import { certificatesIn } from './keys.ts';
import { timeProven } from './notation/timestamp.ts';
import written from './tools.fixture.json' with { type: 'json' };
import { keyPair, policyOf } from './trust.fixture.ts';

/** What the tools themselves wrote beside an image of ours, at the time when the test certificate of Notation was valid. */
const now = new Date('2026-11-29T12:00:00Z');
const subject = { registry: 'registry.example', repository: 'team/app', digest: written.digest };

const ask = (by: object, found: readonly unknown[], attestations: object[] = [], key = written.cosignKey) => {
  const { policy, anchors } = policyOf({
    anchors: { keys: { release: { text: key } }, notation: { test: { ca: { text: written.notationCa } } } },
    rules: [{ images: ['*'], signatures: [{ by: [by] }], attestations }],
  });
  return judgeTrust(subject, { found: found as Material[] }, policy, anchors, now);
};

describe('what other tools write', () => {
  it('is verified of cosign, under its tags and as bundles', () => {
    const provenance = [{ type: 'slsa-provenance', builders: ['https://builder.example/*'] }];
    for (const found of [written.cosign, written.cosignBundles]) {
      const verdict = ask({ key: 'release' }, found, provenance);
      expect(verdict).toMatchObject({ verdict: 'trusted', reasons: [{ status: 'valid' }, { status: 'valid' }] });
      expect(ask({ key: 'release' }, found, provenance, keyPair().pem).verdict).toBe('untrusted');
      expect(ask({ key: 'release', log: true }, found).verdict).toBe('untrusted');
    }
  });

  it('is verified of Notation, in JWS and in COSE', () => {
    const by = (identity: string) => ({ notation: { store: 'test', identities: [identity] } });
    for (const found of [written.notationJws, written.notationCose]) {
      expect(ask(by('x509.subject: C=US, ST=WA, O=Notary'), [found]).verdict).toBe('trusted');
      expect(ask(by('x509.subject: C=US, ST=WA, O=Other'), [found]).reasons[0]?.code).toBe('IDENTITY_OTHER');
      expect(ask(by('*'), [{ ...found, subject: `sha256:${'cc'.repeat(32)}` }]).reasons[0]?.code).toBe('OTHER_SUBJECT');
    }
  });

  it('is verified of an authority of time', () => {
    const { token, stamped, ca } = written.timestamp;
    const prove = (of: string, by = certificatesIn(ca), bytes = Buffer.from(token, 'base64')) =>
      timeProven(bytes, Buffer.from(of), by).toISOString();
    expect(prove(stamped)).toBe('2026-11-29T00:43:41.000Z');
    expect(() => prove('another')).toThrow(/TIME_UNPROVEN/);
    expect(() => prove(stamped, certificatesIn(written.notationCa))).toThrow(/TIME_UNPROVEN/);
    const changed = Buffer.from(token, 'base64');
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => prove(stamped, certificatesIn(ca), changed)).toThrow(/TIME_UNPROVEN/);
  });
});
