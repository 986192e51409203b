import { isObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { type Element, fieldsOf, textIn, xmlRoot } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { type Locked, leftOut, lockFile, withEdges } from './lock-file.ts';

/** NuGet's lock file: what each target framework came to. */
export const nugetLock: PackageCatalog = lockFile('nuget-lock', ['packages.lock.json'], (text) => {
  const { value, linesOf } = locatedObject(text);
  const packages = fieldsOf(value.dependencies).flatMap(([, target]) => {
    const locked = new Map<string, Locked>();
    for (const [name, entry] of fieldsOf(target)) {
      const version = isObject(entry) ? filled(entry.resolved) : undefined;
      if (!isObject(entry) || version === undefined || entry.type === 'Project') continue;
      const lines = linesOf(entry);
      locked.set(name.toLowerCase(), {
        type: 'nuget',
        name,
        version,
        relationship: entry.type === 'Direct' ? 'direct' : 'indirect',
        ...(lines !== undefined && { lines }),
        needs: fieldsOf(entry.dependencies).map(([other]) => other.toLowerCase()),
      });
    }
    return withEdges(locked);
  });
  return { packages };
});

/** What a project of .NET Framework asks for, each with its version. */
export const nugetConfig: PackageCatalog = lockFile('nuget-config', ['packages.config'], (text) => {
  const entries = xmlRoot(text).children.filter(({ name }) => name === 'package');
  const packages = entries.flatMap(({ attributes }): PackageFound[] => {
    const { id, version, developmentDependency } = attributes;
    if (!id || !version) return [];
    const development = developmentDependency === 'true';
    return [{ type: 'nuget', name: id, version, relationship: 'direct', ...(development && { development }) }];
  });
  return { packages, ...leftOut(entries.length - packages.length, 'malformed', 'packages without an id or version') };
});

/** Versions that are managed for all projects of a tree: `Directory.Packages.props`. */
export const nugetProps: PackageCatalog = lockFile('nuget-props', [/packages\.props$/i], (text) => {
  const entries = versionsIn(xmlRoot(text));
  const packages = entries.flatMap((element): PackageFound[] => {
    const { attributes } = element;
    const name = attributes.Include ?? attributes.Update;
    const version = (attributes.Version ?? textIn(element, 'Version'))?.replace(/^\[([^,]+)\]$/, '$1');
    if (!name || !version || /[$([,*]/.test(`${name}${version}`)) return [];
    // What is there for all projects builds them: it comes with none (PrivateAssets).
    const development = element.name === 'GlobalPackageReference';
    return [{ type: 'nuget', name, version, relationship: 'direct', ...(development && { development }) }];
  });
  return { packages, ...leftOut(entries.length - packages.length, 'unresolved', 'packages without a plain version') };
});

const versioned = new Set(['PackageVersion', 'PackageReference', 'GlobalPackageReference']);

function versionsIn(element: Element): Element[] {
  return element.children.flatMap((child) => (versioned.has(child.name) ? [child] : versionsIn(child)));
}
