import { constants, verify, type X509Certificate } from 'node:crypto';
import { isObject } from '../../../model/index.ts';
import type { NotationStore } from '../anchors.ts';
import { judged, TrustError, trustErrorOf } from '../reasons.ts';
import { jsonIn } from '../statement.ts';
import type { Judged } from '../types.ts';
import { checkChain, checkValidity, fitsIdentity, isRevocable, nameOf } from './chain.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { timeProven } from './timestamp.ts';

type Check = 'authenticity' | 'timestamp' | 'expiry' | 'revocation';

/** What each level insists on; the rest is told. That nobody changed it is always insisted on ("Signature Verification details", trust-store-trust-policy). */
const levels: Readonly<Record<'strict' | 'permissive' | 'audit', readonly Check[]>> = {
  strict: ['authenticity', 'timestamp', 'expiry', 'revocation'],
  permissive: ['authenticity'],
  audit: [],
};

const attributes = {
  scheme: 'io.cncf.notary.signingScheme',
  authenticTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
  plugin: 'io.cncf.notary.verificationPlugin',
} as const;

const CONTENT_TYPE = 'application/vnd.cncf.notary.payload.v1+json';

/**
 * Verifies a signature of the Notary Project (Notation) by a trust store and the identities of a policy, without a network
 * (https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md).
 *
 * @throws TrustError at the first step that the level insists on and that does not hold
 */
export function verifyNotation(
  material: { mediaType: string; envelope: string },
  store: NotationStore,
  policy: { level: keyof typeof levels; identities: readonly string[] },
  now: Date,
): { signer: string; digest: string; notes: Judged[] } {
  const envelope = readEnvelope(material.mediaType, Buffer.from(material.envelope, 'base64'));
  const leaf = envelope.chain[0] as X509Certificate;
  const notes: Judged[] = [];
  const check = (kind: Check, step: () => void) => {
    try {
      step();
    } catch (thrown) {
      const error = trustErrorOf(thrown);
      if (levels[policy.level].includes(kind)) throw error;
      notes.push(judged(error.code, error.detail));
    }
  };
  checkIntegrity(envelope, leaf);
  checkCritical(envelope);
  check('authenticity', () => checkAuthenticity(envelope, leaf, anchorsFor(envelope, store), policy.identities));
  check('timestamp', () => checkTime(envelope, store, now));
  check('expiry', () => checkExpiry(envelope, now));
  check('revocation', () => {
    if (isRevocable(envelope.chain)) throw new TrustError('REVOCATION_UNKNOWN');
  });
  return { signer: nameOf(leaf), digest: targetOf(envelope), notes };
}

/** Algorithms by the keys that have to sign with them (signature specification, "Signature Algorithm Requirements"). */
const algorithms: Readonly<Record<string, { key: string; hash: string }>> = {
  PS256: { key: 'rsa 2048', hash: 'sha256' },
  PS384: { key: 'rsa 3072', hash: 'sha384' },
  PS512: { key: 'rsa 4096', hash: 'sha512' },
  ES256: { key: 'ec prime256v1', hash: 'sha256' },
  ES384: { key: 'ec secp384r1', hash: 'sha384' },
  ES512: { key: 'ec secp521r1', hash: 'sha512' },
};

function checkIntegrity({ algorithm, contentType, signed, signature }: Envelope, { publicKey }: X509Certificate): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const asked = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (asked === undefined) throw new TrustError('ALGORITHM_UNSUPPORTED', algorithm);
  if (asked.key !== `${type} ${details?.namedCurve ?? details?.modulusLength}`) {
    throw new TrustError('SIGNATURE_WRONG', `${algorithm} is not for such a key`);
  }
  if (contentType !== CONTENT_TYPE) throw new TrustError('UNKNOWN_FORMAT', contentType);
  const key =
    type === 'rsa'
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (!verify(asked.hash, signed, key, signature)) throw new TrustError('SIGNATURE_WRONG', algorithm);
}

/** What is critical has to be understood, and what decides how to verify has to be critical. */
function checkCritical({ critical, attributes: told }: Envelope): void {
  if (told.has(attributes.plugin)) throw new TrustError('PLUGIN_NEEDED', String(told.get(attributes.plugin)));
  const known: readonly string[] = Object.values(attributes);
  const foreign = critical.find((name) => !known.includes(name));
  if (foreign !== undefined) throw new TrustError('ALGORITHM_UNSUPPORTED', `critical attribute ${foreign}`);
  for (const name of [attributes.scheme, attributes.authenticTime, attributes.expiry]) {
    if (told.has(name) && !critical.includes(name)) throw new TrustError('MALFORMED', `${name} is not critical`);
  }
}

function anchorsFor({ attributes: told }: Envelope, store: NotationStore): readonly X509Certificate[] {
  const scheme = told.get(attributes.scheme);
  if (scheme === 'notary.x509') return store.ca;
  if (scheme === 'notary.x509.signingAuthority') return store.signingAuthority;
  throw new TrustError('UNKNOWN_FORMAT', `signing scheme ${String(scheme)}`);
}

function checkAuthenticity(
  { chain }: Envelope,
  leaf: X509Certificate,
  trusted: readonly X509Certificate[],
  identities: readonly string[],
): void {
  checkChain(chain, 'codeSigning');
  if (!chain.some((one) => trusted.some((known) => known.raw.equals(one.raw)))) {
    throw new TrustError('CERTIFICATE_UNTRUSTED', nameOf(chain.at(-1) ?? leaf));
  }
  if (!identities.some((identity) => fitsIdentity(leaf, identity)))
    throw new TrustError('IDENTITY_OTHER', nameOf(leaf));
}

/** A signing authority says when it signed; else the certificates are good now, or were at a time that is proven. */
function checkTime({ chain, attributes: told, timestamp, signature }: Envelope, store: NotationStore, now: Date): void {
  if (told.get(attributes.scheme) === 'notary.x509.signingAuthority') {
    const at = timeIn(told.get(attributes.authenticTime), attributes.authenticTime);
    if (at > now) throw new TrustError('FUTURE', at.toISOString());
    checkValidity(chain, at);
    return;
  }
  try {
    checkValidity(chain, now);
  } catch (error) {
    if (timestamp === undefined || store.timestamp.length === 0) throw error;
    checkValidity(chain, timeProven(timestamp, signature, store.timestamp));
  }
}

function checkExpiry({ attributes: told }: Envelope, now: Date): void {
  if (!told.has(attributes.expiry)) return;
  const until = timeIn(told.get(attributes.expiry), attributes.expiry);
  if (until < now) throw new TrustError('EXPIRED', until.toISOString());
}

function timeIn(value: unknown, name: string): Date {
  const time = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new TrustError('MALFORMED', name);
  return time;
}

function targetOf({ payload }: Envelope): string {
  const json = jsonIn(payload);
  const target = isObject(json) && isObject(json.targetArtifact) ? json.targetArtifact : {};
  if (typeof target.digest !== 'string') throw new TrustError('MALFORMED', 'it does not say what is signed');
  return target.digest;
}
