import { z } from 'zod';
import type { Requirement } from '../model/index.ts';

/** What a person hands in for a requirement that controls alone cannot answer. */
export const evidenceSchema = z.strictObject({
  /** Id of the requirement. */
  requirement: z.string().min(1).max(100),
  /** What was done and where the proof lies. */
  statement: z.string().trim().min(1).max(4000),
  /** Where the proof can be opened; http or https only, since reports make it a link. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  /** Who states it. */
  by: z.string().trim().min(1).max(200),
  /** ISO 8601; from this moment on the statement no longer counts. */
  validUntil: z.iso.datetime({ offset: true }),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * `not-needed`: controls answer the requirement alone and nobody stated anything; `missing`: a statement is
 * asked for and there is none; `valid`; `expired`: there was one.
 */
export type EvidenceState = 'not-needed' | 'missing' | 'valid' | 'expired';

/** The statement that counts for a requirement at `now`: the one valid longest, or the one that expired last. */
export interface EvidenceOf {
  state: EvidenceState;
  statement?: Evidence;
}

/** Judges the statements given for one requirement. */
export function evidenceOf(
  requirement: Pick<Requirement, 'assessment'>,
  statements: readonly Evidence[],
  now: Date,
): EvidenceOf {
  const statement = statements.reduce<Evidence | undefined>(
    (best, next) => (best && Date.parse(best.validUntil) >= Date.parse(next.validUntil) ? best : next),
    undefined,
  );
  if (!statement) return { state: asksForEvidence(requirement) ? 'missing' : 'not-needed' };
  return { state: Date.parse(statement.validUntil) > now.getTime() ? 'valid' : 'expired', statement };
}

/** True where controls alone cannot settle the requirement. */
export function asksForEvidence(requirement: Pick<Requirement, 'assessment'>): boolean {
  return requirement.assessment === 'manual' || requirement.assessment === 'partial';
}
