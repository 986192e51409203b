import { isObject, type Json, type JsonObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound, PackageReading } from '../types.ts';
import { fieldAt, fieldsOf, linesOfTables, objectsIn, textsIn, tomlObject } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { append, type Locked, leftOut, lockFile, purlIn, related, withEdges } from './lock-file.ts';
import { type Asked, joinManifests, lockedBy, manifestOf } from './manifests.ts';

/** Versions of one package that a lock file may have for several platforms. */
const mostVersions = 20;

/** A name as all spellings of it are one (https://packaging.python.org/specifications/name-normalization/). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The name at the beginning of a requirement (https://packaging.python.org/specifications/dependency-specifiers/). */
export function requiredName(requirement: string): string | undefined {
  const [name] = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(requirement.trim()) ?? [];
  return name === undefined ? undefined : normalised(name);
}

/** Requirements of pip: those that are pinned to one version. Files that it names are read by themselves, where they are called the same. */
export const requirements: PackageCatalog = lockFile('requirements', ['requirements.txt'], (text) => {
  const packages: PackageFound[] = [];
  let loose = 0;
  let joined = '';
  let start = 0;
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (joined === '') start = index + 1;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.endsWith('\\')) {
      joined = joined.slice(0, -1).trim();
      return;
    }
    const whole = joined;
    joined = '';
    if (whole === '' || whole.startsWith('-')) return;
    const name = requiredName(whole);
    const pinned = /^[\w.-]+\s*(?:\[[^\]]*\])?\s*={2,3}\s*([\w.!+-]+)\s*(?:$|[;\s])/.exec(whole)?.[1];
    if (name === undefined || pinned === undefined) loose += 1;
    else packages.push({ type: 'pypi', name, version: pinned, relationship: 'direct', lines: [start, index + 1] });
  });
  return { packages, ...leftOut(loose, 'unpinned', 'requirements that are not pinned to one version') };
});

/** Pipenv's lock file. What was asked for itself stands in the Pipfile beside it. */
export const pipfileLock: PackageCatalog = {
  ...lockFile('pipenv', ['Pipfile.lock', 'Pipfile'], (text, name) => {
    if (name === 'Pipfile') {
      const pipfile = tomlObject(text);
      return manifestOf(namesIn(pipfile.packages), namesIn(pipfile['dev-packages']));
    }
    const { value, linesOf } = locatedObject(text);
    const needed = new Set(fieldsOf(value.default).map(([other]) => other));
    let elsewhere = 0;
    const packages = fieldsOf(value).flatMap(([group, entries]) =>
      group === '_meta'
        ? []
        : fieldsOf(entries).flatMap(([other, entry]): PackageFound[] => {
            const version = /^={2,3}(.+)$/.exec(filled(fieldAt(entry, 'version')) ?? '')?.[1]?.trim();
            if (group !== 'default' && needed.has(other)) return [];
            if (version === undefined) {
              // A folder of the project itself is no package.
              if (fieldAt(entry, 'path') === undefined) elsewhere += 1;
              return [];
            }
            const lines = linesOf(entry);
            return [
              {
                type: 'pypi',
                name: normalised(other),
                version,
                ...(lines !== undefined && { lines }),
                ...(group !== 'default' && { development: true }),
              },
            ];
          }),
    );
    return {
      ...lockedBy(packages),
      ...leftOut(elsewhere, 'unsupported', 'packages that come from a repository, not from an index'),
    };
  }),
  // The lock file itself says what is for development; it does not say what needs what.
  join: (files) =>
    joinManifests(files).map((value, index) => {
      const before = files[index]?.value.packages;
      return value.packages === undefined || before === undefined
        ? value
        : { ...value, packages: value.packages.map((found, at) => withoutGuess(found, before[at])) };
    }),
};

function withoutGuess({ development: _guess, ...found }: PackageFound, before: PackageFound | undefined): PackageFound {
  return before?.development === true ? { ...found, development: true } : found;
}

/** Lock files of Poetry and PDM: lists of packages, of which the project's own manifest says which were asked for. */
export const poetryLock: PackageCatalog = {
  ...lockFile('poetry', ['poetry.lock', 'pyproject.toml'], (text, name) =>
    name === 'pyproject.toml' ? pyproject(tomlObject(text)) : locked(text),
  ),
  join: joinManifests,
};
export const pdmLock: PackageCatalog = {
  ...lockFile('pdm', ['pdm.lock', 'pyproject.toml'], (text, name) =>
    name === 'pyproject.toml' ? pyproject(tomlObject(text)) : locked(text),
  ),
  join: joinManifests,
};

/** The lock file of PEP 751, and those that are named for a purpose. */
export const pylock: PackageCatalog = lockFile('pylock', ['pylock.toml', /^pylock\.[\w-]+\.toml$/], (text) => {
  const { packages } = tableOf(text, 'packages');
  return { packages: withEdges(packages) };
});

/** uv's lock file; it holds the project itself, with what that asks for. */
export const uvLock: PackageCatalog = lockFile('uv', ['uv.lock'], (text) => {
  const { packages, tables } = tableOf(text, 'package');
  const own = tables.filter(isOwn);
  const found = withEdges(packages);
  const byName = new Map<string, string[]>();
  for (const one of found) append(byName, one.name, [purlIn(one)]);
  const purls = (lists: Json[][]) =>
    new Set(lists.flat().flatMap((one) => byName.get(normalised(filled(fieldAt(one, 'name')) ?? '')) ?? []));
  const listsIn = (groups: Json | undefined) => fieldsOf(groups).map(([, list]) => objectsIn(list));
  const roots = {
    needed: purls(own.flatMap((one) => [objectsIn(one.dependencies), ...listsIn(one['optional-dependencies'])])),
    development: purls(own.flatMap((one) => listsIn(one['dev-dependencies']))),
  };
  return { packages: own.length === 0 ? found : related(found, roots) };
});

function locked(text: string): PackageReading {
  return lockedBy(withEdges(tableOf(text, 'package').packages));
}

/** A project or one of its workspaces, as uv lists them. */
function isOwn({ source }: JsonObject): boolean {
  return isObject(source) && (source.virtual !== undefined || source.editable !== undefined);
}

/** The packages of a list of tables, each by its name and version. */
function tableOf(text: string, list: string): { packages: Map<string, Locked>; tables: JsonObject[] } {
  const tables = objectsIn(tomlObject(text)[list]);
  const lines = linesOfTables(text, list, tables.length);
  const named = tables.map((table, index) => ({
    table,
    name: filled(table.name),
    version: filled(table.version),
    index,
  }));
  const byName = new Map<string, string[]>();
  for (const { name, version } of named) {
    if (name === undefined || version === undefined) continue;
    const key = normalised(name);
    append(byName, key, [`${key}@${version}`]);
  }
  const packages = new Map<string, Locked>();
  for (const { table, name, version, index } of named) {
    if (name === undefined || version === undefined) continue;
    const place = lines?.[index];
    packages.set(`${normalised(name)}@${version}`, {
      type: 'pypi',
      name: normalised(name),
      version,
      ...(place !== undefined && { lines: place }),
      ...(isForDevelopment(table) && { development: true }),
      // Under `optional-dependencies` uv locks what the extras bring that something asks for.
      needs: [table.dependencies, ...(isOwn(table) ? [] : listsOf(table['optional-dependencies']))]
        .flatMap(neededBy)
        .flatMap((other) => (other.includes('@') ? other : (byName.get(other) ?? []).slice(0, mostVersions))),
    });
  }
  return { packages, tables };
}

/** Poetry said so itself before its version 1.5, and says the groups since 2.0, as PDM does. */
function isForDevelopment({ category, groups }: JsonObject): boolean {
  const told = textsIn(groups);
  return category === 'dev' || (told.length > 0 && !told.some((group) => group === 'main' || group === 'default'));
}

/** The lists of a table of lists. */
function listsOf(table: Json | undefined): Json[] {
  return fieldsOf(table).map(([, list]) => list);
}

/** Names, as a table (Poetry), as requirements (PDM), or as tables with a name and perhaps a version (uv, PEP 751). */
function neededBy(dependencies: Json | undefined): string[] {
  if (isObject(dependencies)) return Object.keys(dependencies).map(normalised);
  const texts = textsIn(dependencies).flatMap((one) => requiredName(one) ?? []);
  const tables = objectsIn(dependencies).flatMap((one) => {
    const [name, version] = [filled(one.name), filled(one.version)];
    if (name === undefined) return [];
    return [version === undefined ? normalised(name) : `${normalised(name)}@${version}`];
  });
  return [...texts, ...tables];
}

/** What a `pyproject.toml` asks for: by PEP 621 and PEP 735, and by Poetry and PDM as they did before. */
function pyproject(file: JsonObject): PackageReading {
  const poetry = fieldAt(file, 'tool', 'poetry');
  const needed = [
    ...requiredIn(fieldAt(file, 'project', 'dependencies')),
    ...fieldsOf(fieldAt(file, 'project', 'optional-dependencies')).flatMap(([, list]) => requiredIn(list)),
    ...Object.keys(namesIn(fieldAt(poetry, 'dependencies'))),
  ];
  const development = [
    ...fieldsOf(file['dependency-groups']).flatMap(([, list]) => requiredIn(list)),
    ...fieldsOf(fieldAt(file, 'tool', 'pdm', 'dev-dependencies')).flatMap(([, list]) => requiredIn(list)),
    ...Object.keys(namesIn(fieldAt(poetry, 'dev-dependencies'))),
    ...fieldsOf(fieldAt(poetry, 'group')).flatMap(([, group]) => Object.keys(namesIn(fieldAt(group, 'dependencies')))),
  ];
  return manifestOf(asked(needed), asked(development));
}

function requiredIn(list: Json | undefined): string[] {
  return textsIn(list).flatMap((one) => requiredName(one) ?? []);
}

function namesIn(table: Json | undefined): Asked {
  return asked(fieldsOf(table).map(([name]) => normalised(name)));
}

function asked(names: readonly string[]): Asked {
  return Object.fromEntries(names.filter((name) => name !== 'python').map((name) => [name, '']));
}
