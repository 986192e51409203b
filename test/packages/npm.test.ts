import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readFolder } from '../../src/sources/files/index.ts';
import { assembleBom, installedCatalogs } from '../../src/sources/packages/index.ts';

const folder = path.join(import.meta.dirname, '../../node_modules');

it("finds all that npm has installed here, by npm's own list of it", async () => {
  const list = JSON.parse(readFileSync(path.join(folder, '.package-lock.json'), 'utf8')) as {
    packages: Record<string, { name?: string; version: string }>;
  };
  const installed = Object.entries(list.packages).map(([place, { name, version }]) => {
    return `${name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`;
  });
  const { packages, unread } = assembleBom(
    await readFolder(path.dirname(folder), installedCatalogs, undefined, { skip: ['.git', 'web', 'dist'] }),
    installedCatalogs,
  );
  const found = new Set(packages.filter(({ type }) => type === 'npm').map(({ name, version }) => `${name}@${version}`));
  expect(installed.filter((one) => !found.has(one))).toEqual([]);
  // Some packages have copied others into their own files.
  expect(found.size - new Set(installed).size).toBeLessThan(10);
  expect(unread).toEqual([]);
});
