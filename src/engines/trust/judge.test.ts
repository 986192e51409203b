import { createHash, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Material } from '../../model/index.ts';
import { judgeTrust } from './judge.ts';
import { attestation, cosignSignature, digest, keyPair, now, policyOf, subject } from './trust.fixture.ts';

const release = keyPair();
const security = keyPair('rsa');
const stranger = keyPair();
const keys = { release: { text: release.pem }, security: { text: security.pem } };
const by = [{ key: 'release' }];

const ask = (rules: object[], found: Material[], error?: { code: string; message: string }) => {
  const { policy, anchors } = policyOf({ anchors: { keys }, rules });
  return judgeTrust(subject, { found, ...(error !== undefined && { error }) }, policy, anchors, now);
};
const signed = { images: ['registry.example/*'], signatures: [{ by }] };

describe('trust in an image', () => {
  it('is given for a signature by a key of the policy', () => {
    const verdict = ask([signed], [cosignSignature(release)]);
    expect(verdict).toMatchObject({
      verdict: 'trusted',
      rule: 'registry.example/*',
      signatures: { status: 'pass' },
      attestation: { status: 'not-applicable' },
      reasons: [{ kind: 'cosign', status: 'valid', code: 'VALID', signer: expect.stringMatching(/^key sha256:/) }],
    });
  });

  it('is given to keys of every kind that cosign knows', () => {
    for (const type of ['ec', 'rsa', 'ed25519'] as const) {
      const pair = keyPair(type);
      const { policy, anchors } = policyOf({ anchors: { keys: { release: { text: pair.pem } } }, rules: [signed] });
      const verdict = judgeTrust(subject, { found: [cosignSignature(pair)] }, policy, anchors, now);
      expect([type, verdict.verdict]).toEqual([type, 'trusted']);
    }
  });

  it('is not given for nothing, for a stranger, or for the signature of another image', () => {
    const other = `sha256:${'cc'.repeat(32)}`;
    const cases = [
      [[], undefined],
      [[cosignSignature(stranger)], 'SIGNATURE_WRONG'],
      [[cosignSignature(release, other)], 'OTHER_SUBJECT'],
      [[attestation(release, 'https://example.com/reviewed/v1', {})], 'VALID'],
      [[{ kind: 'unsigned', subject: digest, source: digest, mediaType: 'application/spdx+json' }], 'UNSIGNED'],
    ] as const;
    for (const [found, code] of cases) {
      const verdict = ask([signed], [...found] as Material[]);
      expect([code, verdict.verdict, verdict.reasons[0]?.code]).toEqual([code, 'untrusted', code]);
    }
  });

  it('asks as many different signers as the policy says: one who signs twice is one', () => {
    const both = { images: ['*'], signatures: [{ by: [...by, { key: 'security' }], atLeast: 2 }] };
    expect(ask([both], [cosignSignature(release), cosignSignature(release)]).verdict).toBe('untrusted');
    expect(ask([both], [cosignSignature(release), cosignSignature(security)]).verdict).toBe('trusted');
  });

  it('can be asked of several groups of signers at once', () => {
    const each = { images: ['*'], signatures: [{ by }, { by: [{ key: 'security' }] }] };
    expect(ask([each], [cosignSignature(release)]).verdict).toBe('untrusted');
    expect(ask([each], [cosignSignature(release), cosignSignature(security)]).verdict).toBe('trusted');
  });

  it('follows the most specific rule', () => {
    const open = { images: ['*'], accept: 'anything' };
    const closed = { images: ['registry.example/team/app'], accept: 'nothing' };
    expect(ask([open, signed], []).rule).toBe('registry.example/*');
    expect(ask([open, signed, closed], [cosignSignature(release)])).toMatchObject({
      verdict: 'untrusted',
      rule: 'registry.example/team/app',
      signatures: { code: 'REFUSED' },
    });
    expect(ask([open], []).verdict).toBe('trusted');
  });

  it('is undecided where no rule is for the image', () => {
    expect(ask([{ ...signed, images: ['other.example/*'] }], [cosignSignature(release)])).toMatchObject({
      verdict: 'undecided',
      rule: null,
      signatures: { status: 'unknown', code: 'NO_RULE' },
    });
  });

  it('is undecided where what is missing may lie in what could not be read, unless the policy lets that pass', () => {
    const error = { code: 'image-unreachable', message: 'registry.example cannot be reached' };
    expect(ask([signed], [], error)).toMatchObject({ verdict: 'undecided', signatures: { code: 'NOT_COLLECTED' } });
    expect(ask([signed], [cosignSignature(release)], error).verdict).toBe('trusted');
    expect(ask([{ ...signed, unverifiable: 'allow' }], [], error)).toMatchObject({
      verdict: 'trusted',
      signatures: { code: 'UNVERIFIABLE_ALLOWED' },
    });
  });

  it('is never let pass for what somebody put beside the image', () => {
    const large: Material = { kind: 'unread', subject: digest, source: digest, code: 'TooLarge', mediaType: 'x' };
    expect(ask([{ ...signed, unverifiable: 'allow' }], [large])).toMatchObject({
      verdict: 'undecided',
      signatures: { status: 'unknown', code: 'CANNOT_DECIDE' },
    });
  });

  it('is given for the signature of the index that the image was chosen from, and of no other image', () => {
    const index = `sha256:${'dd'.repeat(32)}`;
    const { policy, anchors } = policyOf({ anchors: { keys }, rules: [signed] });
    const found = [{ ...cosignSignature(release, index), subject: index }];
    expect(judgeTrust({ ...subject, index }, { found }, policy, anchors, now).verdict).toBe('trusted');
    expect(judgeTrust(subject, { found }, policy, anchors, now)).toMatchObject({
      verdict: 'untrusted',
      reasons: [{ code: 'OTHER_SUBJECT' }],
    });
  });

  it('is given for a message that is signed beside it where that is its manifest', () => {
    const manifest = Buffer.from('{"schemaVersion":2}');
    const hash = createHash('sha256').update(manifest).digest();
    const digest = `sha256:${hash.toString('hex')}`;
    const signature = sign('sha256', manifest, release.privateKey).toString('base64');
    const bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: [] },
      messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: hash.toString('base64') }, signature },
    };
    const { policy, anchors } = policyOf({ anchors: { keys }, rules: [signed] });
    const material = { kind: 'sigstore' as const, source: digest, bundle, artifact: manifest.toString('base64') };
    const verdictFor = (of: string) =>
      judgeTrust({ ...subject, digest: of }, { found: [{ ...material, subject: of }] }, policy, anchors, now).verdict;
    expect(verdictFor(digest)).toBe('trusted');
    expect(verdictFor(subject.digest)).toBe('untrusted');
  });

  it('does not take an envelope with two signatures', () => {
    const one = attestation(release, 'https://example.com/reviewed/v1', {});
    const envelope = JSON.parse(Buffer.from(one.envelope, 'base64').toString()) as { signatures: object[] };
    envelope.signatures.push({ keyid: '', sig: 'AAAA' });
    const twice = { ...one, envelope: Buffer.from(JSON.stringify(envelope)).toString('base64') };
    expect(ask([signed], [twice]).reasons[0]).toMatchObject({ status: 'invalid', code: 'MALFORMED' });
  });
});

describe('attestations', () => {
  const provenance = {
    buildDefinition: {
      buildType: 'https://example.com/build/v1',
      externalParameters: { workflow: { repository: 'https://git.example/team/app' } },
      resolvedDependencies: [{ uri: 'git+https://git.example/team/app', digest: { gitCommit: '0123abcd' } }],
    },
    runDetails: { builder: { id: 'https://builder.example/v1' }, metadata: { finishedOn: '2026-11-28T00:00:00Z' } },
  };
  const slsa = attestation(release, 'https://slsa.dev/provenance/v1', provenance);
  const asking = (asked: object) => [{ images: ['*'], signatures: [{ by }], attestations: [asked] }];
  const verdictOf = (asked: object, found: Material = slsa) =>
    ask(asking(asked), [cosignSignature(release), found]).verdict;

  it('have to be of the type, by the builder and from the source that the policy names', () => {
    const type = 'slsa-provenance';
    expect(verdictOf({ type, builders: ['https://builder.example/*'], sources: ['https://git.example/*'] })).toBe(
      'trusted',
    );
    expect(verdictOf({ type, builders: ['https://other.example/*'] })).toBe('untrusted');
    expect(verdictOf({ type, sources: ['https://git.example/other/*'] })).toBe('untrusted');
    expect(verdictOf({ type: 'sbom' })).toBe('untrusted');
  });

  it('have to be signed by somebody whom the policy trusts, and be about this image', () => {
    const other = `sha256:${'cc'.repeat(32)}`;
    const asked = { type: 'slsa-provenance' };
    expect(verdictOf(asked, attestation(stranger, 'https://slsa.dev/provenance/v1', provenance))).toBe('untrusted');
    expect(verdictOf(asked, attestation(release, 'https://slsa.dev/provenance/v1', provenance, other))).toBe(
      'untrusted',
    );
  });

  it('can be asked for what they say', () => {
    const vuln = attestation(release, 'https://example.com/tests/v1', {
      failed: 0,
      suites: [{ name: 'unit' }, { name: 'end' }],
    });
    const asked = (...where: object[]) => ({ type: 'https://example.com/tests/v1', where });
    expect(verdictOf(asked({ path: 'failed', atMost: 0 }), vuln)).toBe('trusted');
    expect(verdictOf(asked({ path: 'suites[].name', matches: '*n*' }), vuln)).toBe('trusted');
    expect(verdictOf(asked({ path: 'suites[].name', equals: 'unit' }), vuln)).toBe('untrusted');
    expect(verdictOf(asked({ path: 'missing', atMost: 0 }), vuln)).toBe('untrusted');
  });

  it('tell of the build', () => {
    expect(ask(asking({ type: 'slsa-provenance' }), [cosignSignature(release), slsa]).attestations).toMatchObject([
      {
        predicateType: 'https://slsa.dev/provenance/v1',
        provenance: {
          builder: 'https://builder.example/v1',
          buildType: 'https://example.com/build/v1',
          source: 'https://git.example/team/app',
          commit: '0123abcd',
          builtAt: '2026-11-28T00:00:00Z',
        },
      },
    ]);
  });
});

describe('a trust policy', () => {
  it('has to ask for something, of anchors that it names', () => {
    const bad = [
      { rules: [] },
      { rules: [{ images: ['*'] }] },
      { rules: [{ images: ['*'], accept: 'anything', signatures: [{ by }] }] },
      { rules: [{ images: ['*'], signatures: [{ by: [{ key: 'nobody' }] }] }] },
      { rules: [{ images: ['*'], attestations: [{ type: 'sbom' }] }] },
      {
        anchors: { keys },
        rules: [{ images: ['*'], signatures: [{ by: [{ keyless: { root: 'public', issuer: 'x' } }] }] }],
      },
    ];
    for (const policy of bad) expect(() => policyOf(policy), JSON.stringify(policy)).toThrow();
  });

  it('says which anchor cannot be used', () => {
    const rules = [signed];
    expect(() => policyOf({ anchors: { keys: { release: { text: 'no key' } } }, rules })).toThrow(/keys\.release/);
  });
});
