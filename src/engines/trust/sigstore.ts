import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { HashAlgorithm, type TrustedRoot } from '@sigstore/protobuf-specs';
import { type SignedEntity, toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import { verifyTLogInclusion } from '@sigstore/verify/dist/tlog/index.js';
import { isObject } from '../../model/index.ts';
import { keyName } from './keys.ts';
import { type TrustCode, TrustError, trustErrorOf } from './reasons.ts';

/** By what a bundle is verified. */
export interface SigstoreAnchors {
  /** Authorities and logs; without it only what a key alone proves can be verified. */
  root?: TrustedRoot;
  /** The key that must have signed; absent: a certificate of the root's authorities must have. */
  key?: KeyObject;
  /** An entry in a transparency log must be there. One that is there must hold in any case, if there is a root. */
  log: boolean;
}

/** What a bundle proves. */
export interface SigstoreSigned {
  /** Who signed. */
  signer: { kind: 'key'; name: string } | { kind: 'keyless'; issuer: string; subject: string };
  /** The statement of a DSSE envelope; absent where a message is signed. */
  envelope?: { payloadType: string; payload: Buffer };
  /** Its entries in logs were not looked at. */
  logUnchecked: boolean;
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/**
 * Verifies a Sigstore bundle, v0.1 to v0.3 (https://docs.sigstore.dev/about/bundle/), by what is given alone: nothing is asked of a network.
 * Certificates are judged at the times that logs and authorities of time prove, not by the clock.
 *
 * @param artifact the bytes that are signed, where a message is
 * @param text the DSSE envelope as it lay in the registry, for entries of a log that are about its bytes
 * @throws TrustError at the first step that does not hold
 */
export function verifySigstore(
  json: unknown,
  anchors: SigstoreAnchors,
  artifact?: Buffer,
  text?: Buffer,
): SigstoreSigned {
  try {
    return verifyBundle(json, anchors, artifact, text);
  } catch (error) {
    throw trustErrorOf(error);
  }
}

function verifyBundle(
  json: unknown,
  anchors: SigstoreAnchors,
  artifact: Buffer | undefined,
  text: Buffer | undefined,
): SigstoreSigned {
  const bundle = parseBundle(json);
  checkOneSignature(bundle);
  checkMessage(bundle, artifact);
  checkSigningUse(bundle, anchors.key);
  const entity = withoutUnknowable(withEd25519(toSignedEntity(bundle, artifact), anchors, artifact), anchors);
  const signed = verifyLogOfBytes(entity, anchors, text);
  const { key, identity } = verifyEntity(signed, anchors);
  return {
    signer: signerOf(key, identity, anchors.key),
    ...(bundle.content.$case === 'dsseEnvelope' && { envelope: bundle.content.dsseEnvelope }),
    logUnchecked: anchors.root === undefined && bundle.verificationMaterial.tlogEntries.length > 0,
  };
}

function parseBundle(json: unknown): Bundle {
  if (!isObject(json)) throw new TrustError('MALFORMED', 'no bundle');
  try {
    return bundleFromJSON(json);
  } catch (error) {
    throw new TrustError('MALFORMED', (error as Error).message);
  }
}

/** More than one signature in an envelope would leave open whose was verified. */
function checkOneSignature({ content }: Bundle): void {
  if (content.$case === 'dsseEnvelope' && content.dsseEnvelope.signatures.length !== 1) {
    throw new TrustError('MALFORMED', `${content.dsseEnvelope.signatures.length} signatures in one envelope`);
  }
}

/** A bundle that does not say which digest it tells means SHA-256. */
const hashes: Partial<Record<HashAlgorithm, string>> = {
  [HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED]: 'sha256',
  [HashAlgorithm.SHA2_256]: 'sha256',
  [HashAlgorithm.SHA2_384]: 'sha384',
  [HashAlgorithm.SHA2_512]: 'sha512',
};

/** The digest that a bundle tells, and that its log entry is about, has to be that of the bytes. */
function checkMessage({ content }: Bundle, artifact: Buffer | undefined): void {
  if (content.$case !== 'messageSignature') return;
  if (artifact === undefined) throw new TrustError('MALFORMED', 'what is signed is not there');
  const { algorithm, digest } = content.messageSignature.messageDigest;
  const hash = hashes[algorithm];
  if (hash === undefined) throw new TrustError('ALGORITHM_UNSUPPORTED', `digest ${algorithm}`);
  if (!createHash(hash).update(artifact).digest().equals(digest)) {
    throw new TrustError('OTHER_SUBJECT', `${hash}:${digest.toString('hex')}`);
  }
}

/** A certificate signs only where it is for signing code; a bundle with a key is not for those who trust authorities, and the other way round. */
function checkSigningUse({ verificationMaterial: { content } }: Bundle, key: KeyObject | undefined): void {
  if (content.$case === 'publicKey') {
    if (key === undefined) throw new TrustError('KEY_UNKNOWN');
    return;
  }
  if (key !== undefined) throw new TrustError('KEY_UNKNOWN');
  const raw =
    content.$case === 'certificate'
      ? content.certificate.rawBytes
      : content.x509CertificateChain.certificates[0]?.rawBytes;
  if (raw === undefined) throw new TrustError('MALFORMED', 'no certificate');
  const certificate = new X509Certificate(raw);
  if (certificate.keyUsage?.includes(CODE_SIGNING) !== true) {
    throw new TrustError('CERTIFICATE_UNFIT', 'not for signing code');
  }
}

/** Ed25519 signs the message itself, not its digest, which the library would ask of it. */
function withEd25519(entity: SignedEntity, { key }: SigstoreAnchors, artifact: Buffer | undefined): SignedEntity {
  if (key?.asymmetricKeyType !== 'ed25519' || artifact === undefined) return entity;
  const { signature } = entity;
  const verifySignature = (by: KeyObject) => verify(null, artifact, by, signature.signature);
  return { ...entity, signature: Object.create(signature, { verifySignature: { value: verifySignature } }) };
}

/** Without a root a key alone is asked: neither logs nor authorities of time can be. */
function withoutUnknowable(entity: SignedEntity, { root, key, log }: SigstoreAnchors): SignedEntity {
  if (root !== undefined) return entity;
  if (key === undefined) throw new TrustError('CERTIFICATE_UNTRUSTED', 'no trusted root');
  if (log) throw new TrustError('LOG_MISSING', 'no trusted root');
  return { ...entity, tlogEntries: [], timestamps: [] };
}

/**
 * Entries `intoto` 0.0.1 are about the bytes of the envelope as somebody wrote them, which a bundle does not keep. They are verified here, and taken out of what
 * the library looks at; the times that they prove stay.
 */
function verifyLogOfBytes(
  entity: SignedEntity,
  { root }: SigstoreAnchors,
  text: Buffer | undefined,
): SignedEntity & { verified?: number } {
  const isOfBytes = (entry: SignedEntity['tlogEntries'][number]) =>
    entry.kindVersion.kind === 'intoto' && entry.kindVersion.version === '0.0.1';
  const ofBytes = entity.tlogEntries.filter(isOfBytes);
  if (ofBytes.length === 0 || root === undefined || text === undefined) return entity;
  const { tlogs } = toTrustMaterial(root);
  for (const entry of ofBytes) {
    verified(() => verifyTLogInclusion(entry, tlogs));
    const body: unknown = JSON.parse(entry.canonicalizedBody.toString('utf8'));
    const content = isObject(body) && isObject(body.spec) && isObject(body.spec.content) ? body.spec.content : {};
    const hash = isObject(content.hash) && content.hash.algorithm === 'sha256' ? content.hash.value : undefined;
    if (hash !== createHash('sha256').update(text).digest('hex')) {
      throw new TrustError('LOG_WRONG', 'the entry is about another envelope');
    }
  }
  return { ...entity, tlogEntries: entity.tlogEntries.filter((entry) => !isOfBytes(entry)), verified: ofBytes.length };
}

function verifyEntity(entity: SignedEntity & { verified?: number }, { root, key, log }: SigstoreAnchors) {
  const known = entity.tlogEntries.length;
  if (log && known + (entity.verified ?? 0) === 0) throw new TrustError('LOG_MISSING', 'the bundle has none');
  const find = () => {
    if (key === undefined) throw new TrustError('KEY_UNKNOWN');
    return { publicKey: key, validFor: () => true };
  };
  const trust =
    root === undefined
      ? { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: find }
      : toTrustMaterial(root, find);
  const verifier = new Verifier(trust, {
    ctlogThreshold: 1,
    // One that is there is verified whatever the threshold.
    tlogThreshold: known > 0 ? 1 : 0,
    // A key has no time in which it is valid; a certificate is judged at a time that somebody proves.
    timestampThreshold: key === undefined ? 1 : 0,
  });
  return verified(() => verifier.verify(entity));
}

const codes: Readonly<Record<string, TrustCode>> = {
  CERTIFICATE_ERROR: 'CERTIFICATE_UNTRUSTED',
  PUBLIC_KEY_ERROR: 'KEY_UNKNOWN',
  SIGNATURE_ERROR: 'SIGNATURE_WRONG',
  TIMESTAMP_ERROR: 'TIME_UNPROVEN',
  TLOG_BODY_ERROR: 'LOG_WRONG',
  TLOG_ERROR: 'LOG_WRONG',
  TLOG_INCLUSION_PROMISE_ERROR: 'LOG_WRONG',
  TLOG_INCLUSION_PROOF_ERROR: 'LOG_WRONG',
  TLOG_MISSING_INCLUSION_ERROR: 'LOG_MISSING',
};

function verified<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const code = codes[error.code] ?? 'MALFORMED';
    throw new TrustError(error.message.startsWith('unsupported') ? 'ALGORITHM_UNSUPPORTED' : code, error.message);
  }
}

function signerOf(
  key: KeyObject,
  identity: { subjectAlternativeName?: string; extensions?: { issuer?: string } } | undefined,
  expected: KeyObject | undefined,
): SigstoreSigned['signer'] {
  if (expected !== undefined) return { kind: 'key', name: keyName(key) };
  return {
    kind: 'keyless',
    issuer: identity?.extensions?.issuer ?? '',
    subject: identity?.subjectAlternativeName ?? '',
  };
}
