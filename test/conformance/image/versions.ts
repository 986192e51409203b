import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { orderOf } from '../../../src/engines/version/index.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { SetResult } from './types.ts';

/** Which of our ecosystems each file of comparisons is about, by the start of its name. */
const ecosystems: Readonly<Record<string, string>> = {
  alpine: 'alpine:3.19',
  cran: 'cran',
  debian: 'debian:12',
  hackage: 'hackage',
  maven: 'maven',
  nuget: 'nuget',
  packagist: 'composer',
  pub: 'pub',
  pypi: 'pypi',
  redhat: 'rhel:9',
  rubygems: 'gem',
  semver: 'npm',
};

/** Comparisons of two versions, one a line, checked in both directions. All must be right. */
export async function run(dir: string): Promise<SetResult> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.txt')).sort();
  if (files.length === 0) throw new Error(`There are no comparisons in ${dir}.`);
  const scored = await tally(comparisons(dir, files));
  return { ...scored, underBar: underBar(scored.total) };
}

function underBar({ cases, equal }: { cases: number; equal: number }): string | undefined {
  if (cases === 0) return 'no case is judged';
  return equal < cases ? `${cases - equal} of ${cases} comparisons are not as labelled` : undefined;
}

async function* comparisons(dir: string, files: readonly string[]): AsyncGenerator<CaseOutcome> {
  for (const file of files) {
    const scheme = /^[a-z]+/.exec(file)?.[0] ?? file;
    const ecosystem = ecosystems[scheme];
    const lines = (await readFile(path.join(dir, file), 'utf8')).split(/\r?\n/);
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '' || line.startsWith('#') || line.startsWith('//')) continue;
      const id = `${file}:${index + 1}`;
      yield ecosystem === undefined
        ? { id, rule: scheme, outcome: 'unmapped' }
        : { id, rule: scheme, ...compareLine(line, ecosystem) };
    }
  }
}

function compareLine(line: string, ecosystem: string): Pick<CaseOutcome, 'outcome' | 'detail'> {
  const [, left, sign, right] = /^(.+?) ([<=>]) (.+)$/.exec(line) ?? [];
  if (left === undefined || right === undefined) return { outcome: 'different', detail: `no comparison: ${line}` };
  const { compare } = orderOf(ecosystem);
  const said = signOf(compare(left, right));
  const back = signOf(-compare(right, left));
  if (said === sign && back === sign) return { outcome: 'equal' };
  return {
    outcome: 'different',
    detail: `${line}, but we say ${said}${back === said ? '' : `, and ${back} the other way round`}`,
  };
}

function signOf(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}
