// Not part of index.ts: loading the library takes 20 ms, and only readers of advisories need it.
import cvss from 'ae-cvss-calculator';

/** Longer than any vector with all metrics. */
const longest = 500;

/** The base score of a CVSS vector (2.0, 3.0, 3.1, 4.0); undefined where it is none or lacks a metric of the base. */
export function scoreOf(vector: string): number | undefined {
  if (vector.length > longest) return undefined;
  try {
    const parsed = cvss.fromVector(vector);
    if (!parsed?.isBaseFullyDefined()) return undefined;
    const scores = parsed.calculateScores(false);
    const score = scores.base ?? scores.overall;
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
