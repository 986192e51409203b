import type { operations } from '../../api/schema.ts';

export type Matrix = operations['attackMatrix']['responses'][200]['content']['application/json'];
export type Tactic = Matrix['tactics'][number];
export type Technique = Tactic['techniques'][number];

/** Best known first: what was seen is what a reader asks for. */
const order = ['seen', 'covered', 'silent', 'none'] as const satisfies readonly Technique['state'][];

export interface Standing {
  techniques: number;
  /** Detections that are on can see it, whether it happened or not. */
  covered: number;
  seen: number;
  /** Detections are on, and no event of their logs comes in. */
  blind: number;
}

/** How the matrix stands; a technique of several tactics counts once. */
export function standing(tactics: readonly Tactic[]): Standing {
  const states = new Map(tactics.flatMap(({ techniques }) => techniques.map(({ id, state }) => [id, state])));
  const count = (...wanted: Technique['state'][]) =>
    [...states.values()].filter((state) => wanted.includes(state)).length;
  return {
    techniques: states.size,
    covered: count('seen', 'covered'),
    seen: count('seen'),
    blind: count('silent'),
  };
}

/** The techniques of a tactic as they are shown: by state, then by alerts, then by detections. */
export function sorted(techniques: readonly Technique[]): Technique[] {
  return techniques.toSorted(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) ||
      b.alerts - a.alerts ||
      b.detections - a.detections ||
      a.id.localeCompare(b.id),
  );
}
