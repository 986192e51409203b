import { isObject } from '../../../model/index.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { fieldsOf, yamlObject } from './documents.ts';
import { lockFile } from './lock-file.ts';

/** Pub's lock file for Dart and Flutter. What is only for development is told of those that were asked for, not of what these need. */
export const pubspecLock: PackageCatalog = lockFile('pubspec', ['pubspec.lock'], (text) => {
  const packages = fieldsOf(yamlObject(text).packages).flatMap(([name, entry]): PackageFound[] => {
    const version = isObject(entry) ? filled(entry.version) : undefined;
    // What comes with the SDK has the version of no package.
    if (!isObject(entry) || version === undefined || (entry.source === 'sdk' && version === '0.0.0')) return [];
    const told = filled(entry.dependency) ?? '';
    const relationship = told.startsWith('direct') ? 'direct' : 'indirect';
    return [{ type: 'pub', name, version, relationship, ...(told === 'direct dev' && { development: true }) }];
  });
  return { packages };
});
