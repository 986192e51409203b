import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { advisories } from './advisories.ts';
import { api } from './api.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { detecting } from './detect.ts';
import { image } from './image.ts';
import { judging } from './judge.ts';
import { paint } from './paint.ts';
import { rejudging } from './rejudge.ts';
import { scan } from './scan.ts';
import { store } from './store.ts';

/** Runs the benchmarks named, or all: `npm run bench -- [NAME ...] [--scale 0.1] [--json]`. */
const benchmarks: readonly Benchmark[] = [judging, detecting, scan, store, api, paint, advisories, image, rejudging];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, scale: { type: 'string', default: '1' } },
});
const scale = Number(values.scale);
const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0 || !(scale > 0 && scale <= 1)) {
  const known = benchmarks.map(({ name, title }) => `  ${name.padEnd(8)}${title}`).join('\n');
  process.stderr.write(`npm run bench -- [NAME ...] [--scale SHARE up to 1] [--json]\n${known}\n`);
  process.exit(2);
}

const outcomes: { name: string; title: string; rows: Row[] }[] = [];
for (const { name, title, run } of benchmarks) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`${name}: ${title}\n`);
  const rows = await run({ scale, say: (line) => process.stderr.write(`  ${line}\n`) });
  outcomes.push({ name, title, rows });
  if (!values.json) process.stdout.write(`\n${title}\n${table(rows)}\n\n`);
}
if (values.json) {
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem(), node: process.version };
  process.stdout.write(`${JSON.stringify({ machine, scale, benchmarks: outcomes }, null, 2)}\n`);
}

function table(rows: readonly Row[]): string {
  const cells = [
    ['', 'figure', 'floor', 'ratio', 'target'],
    ...rows.map(({ name, value, unit, floor, bar }) => [
      name,
      `${shown(value)} ${unit}`,
      floor === undefined ? '' : shown(floor),
      floor === undefined ? '' : shown(value / floor),
      bar === undefined ? '' : barText(value, bar),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}

function barText(value: number, bar: NonNullable<Row['bar']>): string {
  const met = 'least' in bar ? value >= bar.least : value <= bar.most;
  return `${'least' in bar ? `≥ ${shown(bar.least)}` : `≤ ${shown(bar.most)}`} ${met ? 'met' : 'missed'}`;
}

function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
