import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { detection } from './detection/index.ts';
import { image } from './image/index.ts';
import { posture } from './posture/index.ts';
import { caseSuite, type Suite } from './suite.ts';

/**
 * Judges labelled data and prints how far we agree with it:
 *
 *     npm run conformance -- posture [--cases DIR] [--json] [--only RULE] [--verbose]
 *     npm run conformance -- detection [--cases DIR] [--json] [--only RULE] [--verbose]
 *     npm run conformance -- image [--cases DIR] [--json] [--only SET] [--verbose]
 *
 * Exits 1 under the suite's bar.
 */
const suites: readonly Suite[] = [caseSuite(posture), detection, image];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string' },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const suite = suites.find((one) => one.name === positionals[0]);
if (suite === undefined) {
  console.error(`Name a set: ${suites.map((one) => one.name).join(', ')}.`);
  process.exit(2);
}
const dir = values.cases ?? path.join(import.meta.dirname, '../../../shared/conformance', suite.name);
if (!existsSync(dir)) {
  console.error(`There are no cases at ${dir}. Name their folder with --cases DIR.`);
  process.exit(2);
}

const report = await suite.run(dir, { only: values.only, verbose: values.verbose });
console.log(values.json ? JSON.stringify(report.json, null, 2) : report.lines.join('\n'));
if (report.underBar !== undefined) {
  console.error(`Under the bar: ${report.underBar}`);
  process.exitCode = 1;
}
