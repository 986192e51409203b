import { describe, expect, it } from 'vitest';
import type { Material } from '../../model/index.ts';
import { judgeTrust } from './judge.ts';
import { entryOfAttestation, entryOfSignature, transparencyLog } from './log.fixture.ts';
import { attestation, cosignSignature, keyPair, now, policyOf, subject } from './trust.fixture.ts';

const release = keyPair();
const log = transparencyLog();
const other = transparencyLog();

const ask = (found: Material, authority: object = { key: 'release', root: 'ours', log: true }) => {
  const { policy, anchors } = policyOf({
    anchors: { keys: { release: { text: release.pem } }, sigstore: { ours: { text: log.root } } },
    rules: [{ images: ['*'], signatures: [{ by: [authority] }] }],
  });
  return judgeTrust(subject, { found: [found] }, policy, anchors, now).reasons[0];
};

describe('an entry in a transparency log', () => {
  const signature = cosignSignature(release);
  const attested = attestation(release, 'https://example.com/reviewed/v1', {});

  it('proves a signature', () => {
    expect(ask({ ...signature, entry: log.entered(entryOfSignature(signature)) })?.status).toBe('valid');
  });

  it('proves an attestation by the bytes of its envelope', () => {
    expect(ask({ ...attested, entry: log.entered(entryOfAttestation(attested)) })?.status).toBe('valid');
    const another = attestation(release, 'https://example.com/reviewed/v2', {});
    expect(ask({ ...attested, entry: log.entered(entryOfAttestation(another)) })?.code).toBe('LOG_WRONG');
  });

  it('has to be there where the policy asks for it', () => {
    expect(ask(signature)?.code).toBe('LOG_MISSING');
    expect(ask(signature, { key: 'release', root: 'ours' })?.status).toBe('valid');
  });

  it('has to hold where it is there, if anything is known of logs', () => {
    const foreign = { ...signature, entry: other.entered(entryOfSignature(signature)) };
    expect(ask(foreign, { key: 'release', root: 'ours' })?.code).toBe('LOG_WRONG');
    expect(ask(foreign, { key: 'release' })).toMatchObject({ status: 'valid', notes: [{ code: 'LOG_NOT_CHECKED' }] });
  });

  it('is about this signature and no other', () => {
    const entry = log.entered(entryOfSignature(cosignSignature(release)));
    const moved = { ...signature, entry: { ...entry, integratedTime: entry.integratedTime + 1 } };
    expect(ask({ ...signature, entry })?.code).toBe('LOG_WRONG');
    expect(ask(moved)?.code).toBe('LOG_WRONG');
  });
});
