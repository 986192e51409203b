import { isObject } from '../../../model/index.ts';
import { UnreadableFile } from '../../files/errors.ts';
import { purlOf } from '../purl.ts';
import type { PackageCatalog, PackageFound, PackageReading, ToldFile } from '../types.ts';
import { childOf, type Element, textIn, xmlRoot } from './documents.ts';
import { folderOf, leftOut, lockFile } from './lock-file.ts';

/** Parents above each other; Maven has no limit, projects have a few. */
const mostParents = 20;
/** Properties within properties. */
const mostExpansions = 20;
const longestValue = 2000;

/**
 * Maven's project descriptions (https://maven.apache.org/pom.html): what a project asks for itself. Versions come from properties, from parents and from
 * `dependencyManagement`, as far as those lie in the same tree; nothing is fetched, so what only a repository knows is told as unread.
 */
export const mavenPom: PackageCatalog = {
  ...lockFile('maven-pom', ['pom.xml'], (text) => ({ part: pomOf(xmlRoot(text)) })),
  join,
};

type Dependency = {
  group: string;
  artifact: string;
  version?: string;
  scope?: string;
  type?: string;
};

type Pom = {
  group?: string;
  artifact: string;
  version?: string;
  parent?: { group: string; artifact: string; version?: string; path?: string };
  properties: { [name: string]: string };
  managed: Dependency[];
  dependencies: Dependency[];
  modules: string[];
};

function pomOf(root: Element): Pom {
  const artifact = textIn(root, 'artifactId');
  if (root.name !== 'project' || artifact === undefined) throw new UnreadableFile('malformed', 'no project of Maven');
  const parent = childOf(root, 'parent');
  const [group, version] = [textIn(root, 'groupId'), textIn(root, 'version')];
  const own = (childOf(root, 'properties')?.children ?? []).map(({ name, text }) => [name, text.trim()]);
  return {
    artifact,
    ...(group !== undefined && { group }),
    ...(version !== undefined && { version }),
    ...(parent !== undefined && { parent: parentOf(parent) }),
    properties: Object.fromEntries(own),
    managed: dependenciesIn(childOf(root, 'dependencyManagement')),
    dependencies: dependenciesIn(root),
    modules: (childOf(root, 'modules')?.children ?? []).map(({ text }) => text.trim()),
  };
}

function parentOf(parent: Element): NonNullable<Pom['parent']> {
  const version = textIn(parent, 'version');
  // An empty path says that the parent is in no folder.
  const path = childOf(parent, 'relativePath');
  return {
    group: textIn(parent, 'groupId') ?? '',
    artifact: textIn(parent, 'artifactId') ?? '',
    ...(version !== undefined && { version }),
    ...(path !== undefined && { path: path.text.trim() }),
  };
}

function dependenciesIn(element: Element | undefined): Dependency[] {
  return (childOf(element, 'dependencies')?.children ?? []).flatMap((one) => {
    const [group, artifact] = [textIn(one, 'groupId'), textIn(one, 'artifactId')];
    if (one.name !== 'dependency' || group === undefined || artifact === undefined) return [];
    const [version, scope, type] = [textIn(one, 'version'), textIn(one, 'scope'), textIn(one, 'type')];
    return [{ group, artifact, ...(version && { version }), ...(scope && { scope }), ...(type && { type }) }];
  });
}

/** The projects of a tree, by the folder each lies in. */
type Poms = ReadonlyMap<string, Pom>;

/** A project with all that it has from its parents. */
interface Effective {
  group?: string;
  version?: string;
  properties: Map<string, string>;
  managed: Dependency[];
  dependencies: Dependency[];
  /** A parent lies outside of the tree. */
  cut: boolean;
}

function join(files: readonly ToldFile[]): PackageReading[] {
  const poms = new Map<string, Pom>();
  for (const { path, value } of files) if (isObject(value.part)) poms.set(folderOf(path), value.part as unknown as Pom);
  const byName = new Map<string, string>();
  for (const [folder, { group, parent, artifact }] of poms) byName.set(`${group ?? parent?.group}:${artifact}`, folder);
  return files.map(({ path, value }) => {
    const folder = folderOf(path);
    const pom = poms.get(folder);
    return pom === undefined ? value : told(pom, effectiveOf(folder, poms, byName), poms, byName);
  });
}

function effectiveOf(folder: string, poms: Poms, byName: ReadonlyMap<string, string>): Effective {
  const line: Pom[] = [];
  const seen = new Set<string>();
  let here: string | undefined = folder;
  while (here !== undefined && !seen.has(here) && line.length < mostParents) {
    seen.add(here);
    const pom: Pom | undefined = poms.get(here);
    if (pom === undefined) break;
    line.push(pom);
    here = parentFolder(here, pom, poms, byName);
  }
  const group = line.map((pom) => pom.group ?? pom.parent?.group).find((one) => one !== undefined);
  const version = line.map((pom) => pom.version ?? pom.parent?.version).find((one) => one !== undefined);
  const properties = new Map(line.toReversed().flatMap((pom) => Object.entries(pom.properties)));
  const artifact = line[0]?.artifact;
  for (const prefix of ['project', 'pom']) {
    if (group !== undefined) properties.set(`${prefix}.groupId`, group);
    if (version !== undefined) properties.set(`${prefix}.version`, version);
    if (artifact !== undefined) properties.set(`${prefix}.artifactId`, artifact);
  }
  const parent = line[0]?.parent;
  if (parent?.version !== undefined) properties.set('project.parent.version', parent.version);
  if (parent !== undefined) properties.set('project.parent.groupId', parent.group);
  return {
    ...(group !== undefined && { group }),
    ...(version !== undefined && { version }),
    properties,
    managed: line.flatMap(({ managed }) => managed),
    dependencies: line.flatMap(({ dependencies }) => dependencies),
    cut: line.at(-1)?.parent !== undefined,
  };
}

/** Where a project's parent lies, if it is the one that is meant: where the path says (the folder above by default), else wherever in the tree. */
function parentFolder(
  folder: string,
  { parent }: Pom,
  poms: Poms,
  byName: ReadonlyMap<string, string>,
): string | undefined {
  if (parent === undefined) return undefined;
  const path = parent.path ?? '../pom.xml';
  const target = path === '' ? undefined : inFolder(folder, path.replace(/\/?pom\.xml$/, ''));
  const there = target === undefined ? undefined : poms.get(target);
  if (there?.artifact === parent.artifact) return target;
  return byName.get(`${parent.group}:${parent.artifact}`);
}

/** A relative path from a folder; undefined where it leaves the tree. */
function inFolder(folder: string, path: string): string | undefined {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}

function told(pom: Pom, effective: Effective, poms: Poms, byName: ReadonlyMap<string, string>): PackageReading {
  const { properties, cut } = effective;
  const expand = (text: string | undefined) => expanded(text, properties);
  const managed = managedVersions(effective, expand, poms, byName);
  const found = new Map<string, PackageFound>();
  let unresolved = 0;
  for (const one of effective.dependencies) {
    const [group, artifact] = [expand(one.group), expand(one.artifact)];
    const name = `${group}:${artifact}`;
    const above = managed.get(name);
    const version = exactly(expand(one.version) ?? above?.version);
    const scope = expand(one.scope) ?? above?.scope;
    if (group === undefined || artifact === undefined || version === undefined || /[[(,]/.test(version))
      unresolved += 1;
    else if (!found.has(name)) {
      // Compiled against or tested with, but not shipped: what is provided comes with whatever the program runs in.
      const development = scope === 'test' || scope === 'provided' || scope === 'system';
      found.set(name, { type: 'maven', name, version, relationship: 'direct', ...(development && { development }) });
    }
  }
  const packages = [...found.values()];
  const [group, version] = [expand(effective.group), expand(effective.version)];
  const name = group === undefined ? pom.artifact : `${group}:${pom.artifact}`;
  const dependsOn = packages.filter(({ development }) => development !== true).map((one) => purlOf(one));
  const itself: PackageFound[] =
    group === undefined || version === undefined
      ? []
      : [{ type: 'maven', name, version, ...(dependsOn.length > 0 && { dependsOn }) }];
  const why = cut ? 'dependencies whose version a parent outside of the tree knows' : 'dependencies without a version';
  return {
    packages: [...itself, ...packages],
    project: purlOf({ type: 'maven', name, version: version ?? '' }),
    ...leftOut(unresolved, 'unresolved', why),
  };
}

/** Versions and scopes by name, as the project and its parents manage them; lists that are imported come from the same tree. The first that names one counts. */
function managedVersions(
  { managed }: Effective,
  expand: (text: string | undefined) => string | undefined,
  poms: Poms,
  byName: ReadonlyMap<string, string>,
): Map<string, { version?: string; scope?: string }> {
  const found = new Map<string, { version?: string; scope?: string }>();
  const imported: string[] = [];
  for (const one of managed) {
    const name = `${expand(one.group)}:${expand(one.artifact)}`;
    const [version, scope] = [expand(one.version), expand(one.scope)];
    if (scope === 'import') {
      const folder = byName.get(name);
      if (folder !== undefined) imported.push(folder);
    } else if (!found.has(name)) found.set(name, { ...(version && { version }), ...(scope && { scope }) });
  }
  for (const folder of new Set(imported)) {
    const other = effectiveOf(folder, poms, byName);
    for (const { group, artifact, version, scope } of other.managed) {
      const name = `${expanded(group, other.properties)}:${expanded(artifact, other.properties)}`;
      const number = expanded(version, other.properties);
      if (!found.has(name) && scope !== 'import' && number !== undefined) found.set(name, { version: number });
    }
  }
  return found;
}

/** A version that is asked for and no other: `[1.5]`. */
function exactly(version: string | undefined): string | undefined {
  return version?.replace(/^\[\s*([^,[\]()]+?)\s*\]$/, '$1');
}

/** A text with its properties put in; undefined where one is not known. */
function expanded(text: string | undefined, properties: ReadonlyMap<string, string>): string | undefined {
  let value = text;
  for (let times = 0; value?.includes('${'); times += 1) {
    if (times >= mostExpansions || value.length > longestValue) return undefined;
    let known = true;
    value = value.replace(/\$\{([^${}]+)\}/g, (_all, name: string) => {
      const found = properties.get(name.trim());
      known &&= found !== undefined && found.length <= longestValue;
      return found ?? '';
    });
    if (!known) return undefined;
  }
  return value;
}
