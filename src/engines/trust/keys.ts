import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** `sha256:3f2a…`: the name of a key, by its bytes (SubjectPublicKeyInfo). */
export function keyName(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return `key sha256:${createHash('sha256').update(der).digest('hex').slice(0, 16)}`;
}

/** The certificates of a PEM text, in their order. Throws where one is none. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** A public key in PEM, or that of a certificate. Throws where it is neither. */
export function publicKeyIn(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (!['ec', 'rsa', 'ed25519'].includes(key.asymmetricKeyType ?? '')) throw new Error('neither EC, RSA nor Ed25519');
  return key;
}
