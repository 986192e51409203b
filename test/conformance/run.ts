import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { posture } from './posture/index.ts';
import { scoreSet } from './score.ts';
import type { ConformanceSet, Score } from './set.ts';

/**
 * Judges a set of labelled cases and prints how many agree:
 *
 *     npm run conformance -- posture [--cases DIR] [--json] [--only RULE] [--verbose]
 *
 * Exits 1 under the set's bar.
 */
const sets: readonly ConformanceSet[] = [posture];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const set = sets.find((one) => one.name === positionals[0]);
if (set === undefined) {
  console.error(`Name a set: ${sets.map((one) => one.name).join(', ')}.`);
  process.exit(2);
}
const dir = values.cases ?? path.join(import.meta.dirname, '../../../shared/conformance', set.name);
if (!existsSync(dir)) {
  console.error(`There are no cases at ${dir}. Name their folder with --cases DIR.`);
  process.exit(2);
}

const { total, rules, differences } = await scoreSet(set, dir, values.only);

if (values.json) console.log(JSON.stringify({ total, rules }, null, 2));
else print();
const under = values.only === undefined ? set.underBar(total, rules) : undefined;
if (under !== undefined) {
  console.error(`Under the bar: ${under}`);
  process.exit(1);
}

function print(): void {
  const row = (name: string, score: Score) =>
    `${name.padEnd(48)}${[score.cases, score.mapped, score.equal, score.different, score.unmapped].map((n) => String(n).padStart(10)).join('')}`;
  console.log(
    `${'rule'.padEnd(48)}${['cases', 'mapped', 'equal', 'different', 'unmapped'].map((n) => n.padStart(10)).join('')}`,
  );
  for (const [name, score] of Object.entries(rules).sort()) {
    if (score.mapped > 0 || values.verbose) console.log(row(name, score));
  }
  console.log(row('all', total));
  if (differences.length > 0) console.log(`\n${differences.join('\n')}`);
}
