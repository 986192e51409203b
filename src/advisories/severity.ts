import * as cvss from 'ae-cvss-calculator';
import type { Severity } from '../model/index.ts';

// A CommonJS module whose names Node.js cannot see: they hang on its default.
const { fromVector } = (cvss as unknown as { default?: typeof cvss }).default ?? cvss;

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

/** The severity of a score from 0 to 10, by the scale of CVSS 3 and 4 (https://www.first.org/cvss/v4-0/specification-document, table 23). */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

/** The base score of a CVSS vector (2.0, 3.0, 3.1, 4.0); undefined where it is none. */
export function scoreOf(vector: string): number | undefined {
  if (vector.length > 500) return undefined;
  try {
    const scores = fromVector(vector)?.calculateScores(false);
    const score = scores?.base ?? scores?.overall;
    return typeof score === 'number' && Number.isFinite(score) ? score : undefined;
  } catch {
    return undefined;
  }
}

/** The most telling vector of several, the newest version of CVSS first, with its score. */
export function bestVector(vectors: readonly string[]): { vector: string; score: number } | undefined {
  for (const prefix of ['CVSS:4.', 'CVSS:3.1', 'CVSS:3.0', '']) {
    for (const vector of vectors) {
      if (!vector.startsWith(prefix)) continue;
      const score = scoreOf(vector);
      if (score !== undefined) return { vector, score };
    }
  }
  return undefined;
}
