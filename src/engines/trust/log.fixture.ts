import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson, type Json, type Material, type RekorBundle } from '../../model/index.ts';

/** A transparency log of our own, and the trusted root that names it. */
export function transparencyLog() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const raw = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(raw).digest();
  const root = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      {
        baseUrl: 'https://log.example',
        hashAlgorithm: 'SHA2_256',
        publicKey: {
          rawBytes: raw.toString('base64'),
          keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          validFor: { start: '2020-01-01T00:00:00Z' },
        },
        logId: { keyId: keyId.toString('base64') },
      },
    ],
    certificateAuthorities: [],
    ctlogs: [],
    timestampAuthorities: [],
  });
  /** An entry that the log promises to keep. */
  const entered = (content: Json): RekorBundle => {
    const body = Buffer.from(JSON.stringify(content)).toString('base64');
    const promised = { body, integratedTime: 1_790_000_000, logIndex: 7, logID: keyId.toString('hex') };
    const signedEntryTimestamp = sign('sha256', Buffer.from(canonicalJson(promised)), privateKey).toString('base64');
    const { integratedTime, logIndex, logID: logId } = promised;
    return { signedEntryTimestamp, body, integratedTime, logIndex, logId };
  };
  return { root, entered };
}

/** The entry of a signature (`hashedrekord` 0.0.1). */
export function entryOfSignature({ payload, signature }: Material & { kind: 'cosign' }): Json {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: sha256(payload) } },
      signature: { content: signature, publicKey: { content: '' } },
    },
  };
}

/** The entry of an attestation as cosign made it for long (`intoto` 0.0.1): about the bytes of the envelope. */
export function entryOfAttestation({ envelope }: Material & { kind: 'cosign-attestation' }): Json {
  return {
    apiVersion: '0.0.1',
    kind: 'intoto',
    spec: { content: { hash: { algorithm: 'sha256', value: sha256(envelope) } }, publicKey: '' },
  };
}

function sha256(base64: string): string {
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
}
