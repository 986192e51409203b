import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits for a link, session or token, safe in URLs. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of such a secret: it has too much entropy for a plain hash to be guessed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
