/** Limits on documents: far above what rules need, far below what hurts. */
export const limits = {
  /** Nodes and nesting of the part of a document that is compiled. */
  nodes: 200_000,
  depth: 16,
  selections: 500,
  conditionLength: 10_000,
  conditionDepth: 50,
  /** Values of one rule after placeholders and encodings are spelled out. */
  values: 200_000,
  /** Characters of one value, and of one regular expression. */
  valueLength: 10_000,
  patternLength: 2_000,
  /** Instructions of one compiled regular expression. */
  programSize: 4_000,
  /** Instructions of a regular expression times characters of a text: a tenth of a second at the worst. */
  patternWork: 20_000_000,
  /** Values of a record that a keyword search looks at, and how deep it and lists in lists go. */
  searched: 50_000,
  searchDepth: 64,
} as const;

/** Thrown while an event is judged where a rule would take too long: the evaluation is given up and counted. */
export class Abandoned extends Error {}
