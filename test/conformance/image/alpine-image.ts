import path from 'node:path';
import { openImage, readImage } from '../../../src/sources/image/index.ts';
import { assembleBom, installedCatalogs } from '../../../src/sources/packages/index.ts';
import { readNdjson } from '../ndjson.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { SetResult } from './types.ts';

interface Case {
  id: string;
  file: string;
  os: { id: string; version: string };
  diffIds: string[];
  expected: { name: string; version: string; arch: string; origin: string; license: string }[];
}

/** Images of Alpine: exactly their packages, distribution and layers, and nothing left unread. */
export async function run(dir: string): Promise<SetResult> {
  const scored = await tally(images(dir));
  const { cases, equal } = scored.total;
  const short = equal < cases ? `${cases - equal} of ${cases} are not as labelled` : undefined;
  return { ...scored, underBar: cases === 0 ? 'no case is judged' : short };
}

async function* images(dir: string): AsyncGenerator<CaseOutcome> {
  for await (const { id, file, os, diffIds, expected } of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) {
    const wanted = lines(os.id, os.version, diffIds, expected);
    const image = await openImage(path.join(dir, file));
    try {
      const { distribution, packages, unread } = assembleBom(
        await readImage(image, installedCatalogs),
        installedCatalogs,
      );
      const system = packages
        .filter(({ type }) => type === 'apk')
        .map(({ name, version, arch = '', source, licenses = [] }) => {
          return { name, version, arch, origin: source?.name ?? '', license: licenses.join(' ') };
        });
      const layers = image.layers.map(({ diffId }) => diffId);
      const found = lines(distribution?.id ?? '', distribution?.version ?? '', layers, system);
      found.push(...unread.map((one) => `unread ${one.path}: ${one.reason}`));
      const differing = [
        ...wanted.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`),
        ...found.filter((line) => !wanted.includes(line)).map((line) => `more: ${line}`),
      ];
      const equal = differing.length === 0 && found.length === wanted.length;
      yield { id, rule: 'image', outcome: equal ? 'equal' : 'different', detail: differing.join('; ') };
    } finally {
      await image.close();
    }
  }
}

function lines(id: string, version: string, diffIds: string[], packages: Case['expected']): string[] {
  return [
    `distribution ${id} ${version}`,
    ...diffIds.map((diffId, index) => `layer ${index} ${diffId}`),
    ...packages.map((one) => [one.name, one.version, one.arch, one.origin, one.license].join(' ')),
  ];
}
