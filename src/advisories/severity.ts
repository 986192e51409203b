import type { Severity } from '../model/index.ts';

export { bestVector } from '../model/cvss.ts';
export { severityOfScore } from '../model/index.ts';

/** How vendors call severities, and which of ours each is. */
const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  emergency: 'critical',
  important: 'high',
  high: 'high',
  major: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
  minor: 'low',
  negligible: 'info',
  unimportant: 'info',
  none: 'info',
};

/** The severity that a vendor's word means, whatever its case; undefined where it says nothing: `unknown`, `not yet assigned`. */
export function severityNamed(word: unknown): Severity | undefined {
  if (typeof word !== 'string') return undefined;
  const plain = word.trim().toLowerCase().replace(/\*+$/, '');
  return Object.hasOwn(words, plain) ? words[plain] : undefined;
}
