import type { Category, Severity } from '../model/index.ts';

/** What makes the same fault worse on one asset than on another. */
export interface Exposure {
  severity: Severity;
  category: Category | null;
  /** Something points at the asset by `exposes`: it is reached from outside. */
  exposed: boolean;
  /** A vulnerability that is known to be exploited. */
  exploited?: boolean;
  /** How likely a vulnerability is exploited within 30 days, 0 to 1. */
  likelihood?: number;
  tags: Record<string, string>;
}

/** Where each severity starts. The gaps are wider than most hints together, so that severity leads. */
const base: Record<Severity, number> = { critical: 75, high: 55, medium: 35, low: 15, info: 2 };

/**
 * Where a vulnerability starts that is known to be exploited: whoever attacks asks for what works, not for what a score says. So one of medium severity comes
 * before a critical one that nobody is known to use, unless that one's asset lies open; and among exploited ones severity leads as ever.
 */
const whenExploited: Record<Severity, number> = { critical: 92, high: 84, medium: 78, low: 60, info: 30 };

const EXPOSED = 12;
const CROWN_JEWEL = 8;

/**
 * What EPSS adds, by the probability from which on. In steps: it moves a little every day, and what hangs on it would be
 * written anew every day.
 */
const byLikelihood: readonly (readonly [from: number, risk: number])[] = [
  [0.5, 8],
  [0.1, 5],
  [0.01, 2],
];

/** Who gets in, and what is worth getting at. */
const byCategory: Partial<Record<Category, number>> = {
  organization: 5,
  identity: 5,
  database: 4,
  storage: 3,
  security: 3,
};

/**
 * Risk of a finding, 0 to 100: its severity, higher from the start where the vulnerability is exploited already; and more where the asset is reached from
 * outside, bears a tag of the crown jewels, or gives access to others, and where the vulnerability is likely to be exploited. An
 * ordering for work lists, not a probability.
 *
 * `crownJewels`: tags as `key` or `key=value`, compared without regard to case.
 */
export function riskOf(exposure: Exposure, crownJewels: ReadonlySet<string>): number {
  const { severity, category, exposed, tags, exploited = false, likelihood = 0 } = exposure;
  let risk = (exploited ? whenExploited : base)[severity];
  if (exposed) risk += EXPOSED;
  if (category !== null) risk += byCategory[category] ?? 0;
  risk += byLikelihood.find(([from]) => likelihood >= from)?.[1] ?? 0;
  if (bearsAny(tags, crownJewels)) risk += CROWN_JEWEL;
  return Math.min(risk, 100);
}

function bearsAny(tags: Record<string, string>, wanted: ReadonlySet<string>): boolean {
  if (wanted.size === 0) return false;
  return Object.entries(tags).some(([key, value]) => {
    const name = key.toLowerCase();
    return wanted.has(name) || wanted.has(`${name}=${value.toLowerCase()}`);
  });
}
