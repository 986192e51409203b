import { createHash, type KeyObject } from 'node:crypto';
import { isObject, type Json, type Material, type RekorBundle } from '../../model/index.ts';
import { certificatesIn } from './keys.ts';
import { TrustError } from './reasons.ts';
import { jsonIn } from './statement.ts';

type OfCosign = Extract<Material, { kind: 'cosign' | 'cosign-attestation' }>;

/**
 * What cosign keeps in annotations (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md) as a Sigstore bundle v0.1 that says the same, so that one verifier is
 * enough.
 */
export function bundleOf(material: OfCosign, key: KeyObject | undefined): Json {
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      ...signerIn(material, key),
      tlogEntries: material.entry === undefined ? [] : [entryOf(material.entry)],
      // That of an attestation is about the bytes of the layer, not about its signature as in a bundle: its log entry proves the time.
      ...(material.kind === 'cosign' &&
        material.timestamp !== undefined && {
          timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: material.timestamp }] },
        }),
    },
    ...(material.kind === 'cosign' ? messageIn(material) : { dsseEnvelope: jsonIn(bytes(material.envelope)) }),
  };
}

function signerIn({ certificate }: OfCosign, key: KeyObject | undefined): { [name: string]: Json } {
  if (certificate === undefined || key !== undefined) return { publicKey: { hint: '' } };
  const [leaf] = certificatesIn(certificate);
  if (leaf === undefined) throw new TrustError('MALFORMED', 'no certificate');
  return { x509CertificateChain: { certificates: [{ rawBytes: leaf.raw.toString('base64') }] } };
}

function messageIn({ payload, signature }: Extract<OfCosign, { kind: 'cosign' }>): { [name: string]: Json } {
  const digest = createHash('sha256').update(bytes(payload)).digest('base64');
  return { messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest }, signature } };
}

function entryOf({ signedEntryTimestamp, body, integratedTime, logIndex, logId }: RekorBundle): Json {
  const told = jsonIn(bytes(body));
  if (!isObject(told)) throw new TrustError('MALFORMED', 'the log entry is no object');
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logId, 'hex').toString('base64') },
    kindVersion: { kind: String(told.kind), version: String(told.apiVersion) },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    canonicalizedBody: body,
  };
}

/**
 * The digest that a simple signing payload is about
 * (https://github.com/containers/image/blob/main/docs/containers-signature.5.md#json-data-format).
 *
 * @throws TrustError where it is another kind of payload
 */
export function digestSigned(payload: Buffer): string {
  const json = jsonIn(payload);
  const critical = isObject(json) && isObject(json.critical) ? json.critical : {};
  const digest = isObject(critical.image) ? critical.image['docker-manifest-digest'] : undefined;
  if (!/^(?:cosign|atomic) container (?:image )?signature$/.test(String(critical.type)) || typeof digest !== 'string') {
    throw new TrustError('MALFORMED', 'no payload of simple signing');
  }
  return digest;
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
