import type { EvidenceState } from './evidence.ts';

/**
 * How a requirement or section stands, weakest first. A section is as weak as its weakest part.
 *
 * - `failing`: a control fails. Evidence does not heal it.
 * - `unknown`: nothing fails, but something could not be judged.
 * - `manual`: a person's evidence is asked for and there is no valid one.
 * - `not-covered`: no control speaks to it and nobody gave evidence.
 * - `evidenced`: rests on a person's valid evidence alone.
 * - `passing`: controls judged it, all pass, and evidence is there where it is asked for.
 * - `not-applicable`: controls found nothing that it applies to.
 */
export const requirementStates = [
  'failing',
  'unknown',
  'manual',
  'not-covered',
  'evidenced',
  'passing',
  'not-applicable',
] as const;
export type RequirementState = (typeof requirementStates)[number];

/** What controls alone say. */
export type TechnicalState = Exclude<RequirementState, 'evidenced'>;

/** How many results of one control have each status. All zero: the control ran and found nothing to judge. */
export interface StatusCounts {
  pass: number;
  fail: number;
  unknown: number;
  notApplicable: number;
  manual: number;
  error: number;
}

export const noResults: Readonly<StatusCounts> = {
  pass: 0,
  fail: 0,
  unknown: 0,
  notApplicable: 0,
  manual: 0,
  error: 0,
};

/** Sum, field by field. */
export function addCounts(a: Readonly<StatusCounts>, b: Readonly<StatusCounts>): StatusCounts {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    unknown: a.unknown + b.unknown,
    notApplicable: a.notApplicable + b.notApplicable,
    manual: a.manual + b.manual,
    error: a.error + b.error,
  };
}

/**
 * What the results of a requirement's controls say together. `controls` is how many speak to it, `notRun` how
 * many of those were never judged: what was not looked at is unknown, never passed over.
 */
export function technicalState(counts: StatusCounts, controls: number, notRun: number): TechnicalState {
  if (controls === 0) return 'not-covered';
  if (counts.fail > 0) return 'failing';
  if (counts.unknown > 0 || counts.error > 0 || notRun > 0) return 'unknown';
  if (counts.manual > 0) return 'manual';
  return counts.pass > 0 ? 'passing' : 'not-applicable';
}

/**
 * The state of a requirement from what controls say and what people handed in. `asked`: it asks for evidence,
 * so that controls alone cannot make it pass.
 */
export function requirementState(technical: TechnicalState, evidence: EvidenceState, asked: boolean): RequirementState {
  if (technical === 'failing' || technical === 'unknown') return technical;
  if (evidence !== 'valid') return asked ? 'manual' : technical;
  if (technical === 'passing') return 'passing';
  return technical === 'not-applicable' && !asked ? 'not-applicable' : 'evidenced';
}

/** The weakest of several states; of none, `not-covered`. */
export function weakest(states: readonly RequirementState[]): RequirementState {
  return requirementStates.find((state) => states.includes(state)) ?? 'not-covered';
}
