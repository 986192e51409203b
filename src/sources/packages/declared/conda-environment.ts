import { isObject, type Json } from '../../../model/index.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { textsIn, yamlObject } from './documents.ts';
import { leftOut, lockFile } from './lock-file.ts';
import { requiredName } from './python-locks.ts';

/** Conda's description of an environment: packages with an exact version, and those of pip within. */
export const condaEnvironment: PackageCatalog = lockFile(
  'conda-environment',
  ['environment.yml', 'environment.yaml'],
  (text) => {
    const { dependencies } = yamlObject(text);
    const list: Json[] = Array.isArray(dependencies) ? dependencies : [];
    const ofConda = textsIn(list).map(condaPackage);
    const ofPip = list.filter(isObject).flatMap(({ pip }) => textsIn(pip).map(pipPackage));
    const packages = [...ofConda, ...ofPip].filter((found) => found !== undefined);
    const loose = ofConda.length + ofPip.length - packages.length;
    const lines = linesByName(text);
    return {
      packages: packages.map((found) => withLine(found, lines.get(found.name))),
      ...leftOut(loose, 'unpinned', 'packages without an exact version'),
    };
  },
);

/** A channel may stand before, a build behind: `conda-forge::name=1.2=build_0`. */
function condaPackage(told: string): PackageFound | undefined {
  const [, name, version] = /^(?:.*::)?\s*([\w.-]+)\s*={1,2}\s*([\w.!+]+)(?:=[^=]*)?$/.exec(told.trim()) ?? [];
  return name === undefined || version === undefined
    ? undefined
    : { type: 'conda', name, version, relationship: 'direct' };
}

function pipPackage(told: string): PackageFound | undefined {
  const version = /==\s*([\w.!+-]+)\s*(?:;|$)/.exec(told)?.[1];
  const name = requiredName(told);
  return name === undefined || version === undefined
    ? undefined
    : { type: 'pypi', name, version, relationship: 'direct' };
}

/** The first line that begins a list's entry with each name. */
function linesByName(text: string): Map<string, number> {
  const found = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const name = /^\s*-\s*["']?(?:[^\s:]+::)?([\w.-]+)/.exec(line)?.[1];
    if (name !== undefined && !found.has(name)) found.set(name, index + 1);
  });
  return found;
}

function withLine(found: PackageFound, line: number | undefined): PackageFound {
  return line === undefined ? found : { ...found, lines: [line, line] };
}
