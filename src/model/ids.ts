import { createHash } from 'node:crypto';

/**
 * Id of the finding that a failed result opens: the first 32 hex digits of SHA-256 over the
 * parts, which never contain a line feed. The same fault keeps its id through every scan.
 */
export function findingId(rule: string, asset: string, discriminator: string): string {
  return createHash('sha256').update([rule, asset, discriminator].join('\n')).digest('hex').slice(0, 32);
}
