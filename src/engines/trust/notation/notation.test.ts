import { describe, expect, it } from 'vitest';
import type { Material } from '../../../model/index.ts';
import { issued } from '../certificates.fixture.ts';
import { judgeTrust } from '../judge.ts';
import { notationCose, notationJws, now, policyOf, subject } from '../trust.fixture.ts';

const later = '2100-01-01T00:00:00Z';
const before = '2026-11-28T12:00:00Z';

describe('a signature of the Notary Project', () => {
  const release = issued();
  const stranger = issued();

  const ask = (found: Material, wishes: { level?: string; identities?: string[]; ca?: string } = {}, at = now) => {
    const { level = 'strict', identities = ['x509.subject: C=KR, ST=Seoul, O=Example'], ca = release.ca } = wishes;
    const { policy, anchors } = policyOf({
      anchors: { notation: { example: { ca: { text: ca } } } },
      rules: [{ images: ['*'], signatures: [{ by: [{ notation: { store: 'example', level, identities } }] }] }],
    });
    return judgeTrust(subject, { found: [found] }, policy, anchors, at);
  };
  const codeOf = (...asked: Parameters<typeof ask>) => ask(...asked).reasons[0]?.code;

  it('is good in JWS and in COSE', () => {
    for (const sign of [notationJws, notationCose]) {
      expect(ask(sign(release, { expires: later }))).toMatchObject({
        verdict: 'trusted',
        reasons: [{ status: 'valid', signer: expect.stringContaining('CN=release'), notes: [] }],
      });
    }
  });

  it('is bad for another image, after its time, and with any bit of it changed', () => {
    for (const sign of [notationJws, notationCose]) {
      expect(codeOf(sign(release, { signed: `sha256:${'cc'.repeat(32)}` }))).toBe('OTHER_SUBJECT');
      expect(codeOf(sign(release, { expires: before }))).toBe('EXPIRED');
      const good = Buffer.from(sign(release).envelope, 'base64');
      for (let at = 0; at < good.length; at += 7) {
        const changed = Buffer.from(good);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const verdict = ask({ ...sign(release), envelope: changed.toString('base64') });
        // Base64 and JSON leave room for other writings of the same; whatever is proven is proven of this image by this signer.
        if (verdict.verdict === 'trusted') expect(verdict.reasons[0]?.signer).toContain('CN=release');
      }
    }
  });

  it('has to be by an authority and an identity of the policy', () => {
    expect(codeOf(notationJws(stranger))).toBe('CERTIFICATE_UNTRUSTED');
    expect(codeOf(notationJws(release), { identities: ['x509.subject: O=Other'] })).toBe('IDENTITY_OTHER');
    expect(codeOf(notationJws(release), { identities: ['*'] })).toBe('VALID');
    // The stranger's key under the certificate of the release.
    expect(codeOf(notationJws(stranger, { chain: release.chain }))).toBe('SIGNATURE_WRONG');
    expect(codeOf(notationJws(release, { chain: [release.chain[0] ?? '', stranger.ca] }))).toBe(
      'CERTIFICATE_UNTRUSTED',
    );
  });

  it('has to be by a certificate for signing code', () => {
    const tls = issued({ use: 'serverAuth' });
    const authority = issued({ authority: true });
    expect(codeOf(notationJws(tls), { ca: tls.ca })).toBe('CERTIFICATE_UNFIT');
    expect(codeOf(notationJws(authority), { ca: authority.ca })).toBe('CERTIFICATE_UNFIT');
  });

  it('is judged as strictly as the level says', () => {
    const over = notationJws(release, { expires: before });
    expect(codeOf(over)).toBe('EXPIRED');
    expect(ask(over, { level: 'permissive' }).reasons[0]).toMatchObject({
      status: 'valid',
      notes: [{ code: 'EXPIRED' }],
    });
    expect(codeOf(notationJws(stranger), { level: 'permissive' })).toBe('CERTIFICATE_UNTRUSTED');
    expect(ask(notationJws(stranger), { level: 'audit' }).reasons[0]?.notes).toMatchObject([
      { code: 'CERTIFICATE_UNTRUSTED' },
    ]);
    const long = new Date('2090-01-01');
    expect(codeOf(notationJws(release), {}, long)).toBe('CERTIFICATE_EXPIRED');
    expect(codeOf(notationJws(release), { level: 'permissive' }, long)).toBe('VALID');
  });

  it('tells that nobody can ask whether the certificate was revoked', () => {
    const revocable = issued({ revoked: 'http://crl.example/list' });
    expect(ask(notationJws(revocable), { ca: revocable.ca })).toMatchObject({
      verdict: 'undecided',
      reasons: [{ status: 'undecided', code: 'REVOCATION_UNKNOWN' }],
    });
    expect(ask(notationJws(revocable), { ca: revocable.ca, level: 'permissive' })).toMatchObject({
      verdict: 'trusted',
      reasons: [{ notes: [{ code: 'REVOCATION_UNKNOWN' }] }],
    });
  });

  it('is not taken where it asks for what is not understood', () => {
    expect(codeOf(notationJws(release, { critical: ['example.new'], more: { 'example.new': 'x' } }))).toBe(
      'ALGORITHM_UNSUPPORTED',
    );
    const plugin = { 'io.cncf.notary.verificationPlugin': 'example' };
    expect(codeOf(notationJws(release, { more: plugin }))).toBe('PLUGIN_NEEDED');
    expect(codeOf(notationJws(release, { more: { 'io.cncf.notary.expiry': later } }))).toBe('MALFORMED');
    expect(codeOf(notationJws(release, { more: { alg: 'none' } }))).toBe('ALGORITHM_UNSUPPORTED');
    expect(codeOf({ ...notationJws(release), mediaType: 'application/other' })).toBe('UNKNOWN_FORMAT');
  });
});
