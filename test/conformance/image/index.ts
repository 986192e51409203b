import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { addScore, emptyScore } from '../set.ts';
import { row, type Suite, scoreHeader } from '../suite.ts';
import type { SetModule, SetResult } from './types.ts';

/** Who judges which folder. */
export const imageSets: Readonly<Record<string, () => Promise<SetModule>>> = {
  'alpine-image': () => import('./alpine-image.ts'),
  archives: () => import('./archives.ts'),
  'image-lint': () => import('./image-lint.ts'),
  rpmdb: () => import('./rpmdb.ts'),
  signatures: () => import('./signatures.ts'),
  'trivy-scan': () => import('./trivy.ts'),
  versions: () => import('./versions.ts'),
};

/** Container images: whatever sets lie in the folder. `only` names one of them. */
export const image: Suite = {
  name: 'image',
  async run(dir, { only, verbose }) {
    const folders = (await readdir(dir, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && (only === undefined || entry.name === only))
      .map((entry) => entry.name)
      .sort();
    const sets: Record<string, SetResult> = {};
    for (const name of folders) {
      const load = imageSets[name];
      if (load !== undefined) sets[name] = await judge(await load(), path.join(dir, name));
    }
    const total = emptyScore();
    for (const set of Object.values(sets)) addScore(total, set.total);
    const unjudged = folders.filter((name) => sets[name] === undefined);
    return {
      json: { total, sets, unjudged },
      lines: [
        scoreHeader('set'),
        ...Object.entries(sets).flatMap(([name, set]) => setLines(name, set, verbose === true)),
        row('all', total),
        ...unjudged.map((name) => `nothing judges ${name}`),
      ],
      underBar: underBar(sets, unjudged),
    };
  },
};

/** A set that breaks off is told as under its bar, so that the others are still judged. */
async function judge(module: SetModule, dir: string): Promise<SetResult> {
  try {
    return await module.run(dir);
  } catch (error) {
    const why = `broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    return { total: emptyScore(), rules: {}, differences: [], underBar: why };
  }
}

function setLines(name: string, { total, rules, differences, notes = [] }: SetResult, verbose: boolean): string[] {
  if (!verbose) return [row(name, total)];
  const perRule = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    row(name, total),
    ...perRule.map(([rule, score]) => row(`  ${rule}`, score)),
    ...notes.map((one) => `  ${one}`),
    ...differences.map((one) => `  ${one}`),
  ];
}

function underBar(sets: Record<string, SetResult>, unjudged: readonly string[]): string | undefined {
  const short = Object.entries(sets).flatMap(([name, set]) =>
    set.underBar === undefined ? [] : `${name}: ${set.underBar}`,
  );
  short.push(...unjudged.map((name) => `nothing judges ${name}`));
  if (Object.keys(sets).length === 0 && unjudged.length === 0) short.push('the folder holds no set');
  return short.length === 0 ? undefined : short.join('; ');
}
