import { scoreSet } from './score.ts';
import type { ConformanceSet, Score } from './set.ts';

export interface SuiteOptions {
  /** Judge this rule of the labels' authors alone; bars do not hold then. */
  only?: string | undefined;
  verbose?: boolean;
}

/** What a suite of labelled data came to. */
export interface SuiteReport {
  /** What `--json` prints. */
  json: unknown;
  /** What is printed for people. */
  lines: string[];
  /** Why it is under its bar, if it is. */
  underBar: string | undefined;
}

/** One folder of labelled data and how it is scored. */
export interface Suite {
  /** Folder of the suite below the folder of all. */
  name: string;
  run(dir: string, options: SuiteOptions): Promise<SuiteReport>;
}

/** A suite of cases that agree with us or do not. */
export function caseSuite(set: ConformanceSet): Suite {
  return {
    name: set.name,
    async run(dir, { only, verbose }) {
      const { total, rules, differences } = await scoreSet(set, dir, only);
      return {
        json: { total, rules },
        lines: [
          scoreHeader('rule'),
          ...Object.entries(rules)
            .filter(([, score]) => score.mapped > 0 || verbose === true)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, score]) => row(name, score)),
          row('all', total),
          ...(differences.length > 0 ? ['', ...differences] : []),
        ],
        underBar: only === undefined ? set.underBar(total, rules) : undefined,
      };
    },
  };
}

/** A line of a table: a name, then cells of equal width. */
export function columns(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(48) + cells.map((cell) => String(cell).padStart(10)).join('');
}

/** The head of a table of scores. */
export function scoreHeader(name: string): string {
  return columns(name, ['cases', 'mapped', 'equal', 'different', 'unmapped']);
}

/** One score as a line of a table. */
export function row(name: string, score: Score): string {
  return columns(name, [score.cases, score.mapped, score.equal, score.different, score.unmapped]);
}
