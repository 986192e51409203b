import { describe, expect, it } from 'vitest';
import type { Material } from '../../model/index.ts';
import { judgeTrust } from './judge.ts';
import { keyPair, notaryFiles, now, policyOf, subject } from './trust.fixture.ts';

const keys = { root: keyPair(), targets: keyPair(), snapshot: keyPair(), timestamp: keyPair(), releases: keyPair() };
const stranger = keyPair();

const ask = (found: Material, root = keys.root.pem) => {
  const { policy, anchors } = policyOf({
    anchors: { notary: { example: { server: 'notary.example', root: { text: root } } } },
    rules: [{ images: ['*'], signatures: [{ by: [{ notary: 'example' }] }] }],
  });
  const { verdict, reasons } = judgeTrust(subject, { found: [found] }, policy, anchors, now);
  return [verdict, reasons[0]?.code];
};

describe('Docker Content Trust', () => {
  it('proves the digest of a tag from the root that is known', () => {
    expect(ask(notaryFiles(keys))).toEqual(['trusted', 'VALID']);
    expect(ask(notaryFiles(keys, { signed: `sha256:${'cc'.repeat(32)}` }))).toEqual(['untrusted', 'OTHER_SUBJECT']);
    expect(ask({ ...notaryFiles(keys), tag: '2.0' })).toEqual(['untrusted', 'TAG_UNKNOWN']);
  });

  it('finds a tag in the delegated role of releases', () => {
    expect(ask(notaryFiles(keys, { released: true }))).toEqual(['trusted', 'VALID']);
    const forged = notaryFiles(keys, { released: true, signers: { 'targets/releases': [stranger] } });
    expect(ask(forged)).toEqual(['untrusted', 'THRESHOLD']);
  });

  it('knows its root by its key or by an earlier root', () => {
    const earlier = Buffer.from(notaryFiles(keys).files.root ?? '', 'base64').toString();
    expect(ask(notaryFiles(keys), earlier)).toEqual(['trusted', 'VALID']);
    expect(ask(notaryFiles(keys), stranger.pem)).toEqual(['untrusted', 'CERTIFICATE_UNTRUSTED']);
    const replaced = notaryFiles({ ...keys, root: stranger });
    expect(ask(replaced)).toEqual(['untrusted', 'CERTIFICATE_UNTRUSTED']);
  });

  it('is not taken from files that nobody entitled signed', () => {
    for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
      expect([role, ...ask(notaryFiles(keys, { signers: { [role]: [stranger] } }))]).toEqual([
        role,
        'untrusted',
        'THRESHOLD',
      ]);
    }
  });

  it('counts a key once, however often it signs', () => {
    const twice = notaryFiles(keys, { threshold: 2, signers: { targets: [keys.targets, keys.targets] } });
    expect(ask(twice)).toEqual(['untrusted', 'THRESHOLD']);
  });

  it('is not taken after the time of any file', () => {
    for (const role of ['root', 'targets', 'snapshot', 'timestamp']) {
      const over = notaryFiles(keys, { expires: { [role]: '2026-11-28T00:00:00Z' } });
      expect([role, ...ask(over)]).toEqual([role, 'untrusted', 'EXPIRED']);
    }
  });

  it('is not taken from files of different times', () => {
    const old = notaryFiles(keys, { signed: `sha256:${'cc'.repeat(32)}` });
    const mixed = notaryFiles(keys);
    mixed.files.targets = old.files.targets ?? '';
    expect(ask(mixed)).toEqual(['untrusted', 'SIGNATURE_WRONG']);
    const { snapshot: _, ...rest } = mixed.files;
    expect(ask({ ...mixed, files: rest })).toEqual(['untrusted', 'MALFORMED']);
  });
});
