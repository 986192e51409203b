import { UnreadableFile } from '../../files/errors.ts';
import { filled } from '../content.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { objectsIn, textsIn } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { lockFile } from './lock-file.ts';

/** Gradle's lock files (https://docs.gradle.org/current/userguide/dependency_locking.html): `group:artifact:version=configurations`. */
export const gradleLock: PackageCatalog = lockFile(
  'gradle',
  ['gradle.lockfile', 'buildscript-gradle.lockfile', /\.lockfile$/],
  (text, name) => {
    const packages = text.split('\n').flatMap((raw, index): PackageFound[] => {
      const line = raw.trim();
      const [, group, artifact, version, used = ''] = /^([^#\s:=]+):([^\s:=]+):([^\s:=]+)=(.*)$/.exec(line) ?? [];
      if (group === undefined || artifact === undefined || version === undefined) return [];
      const development = isForTests(used.split(',')) || name.startsWith('buildscript');
      const lines: [number, number] = [index + 1, index + 1];
      return [{ type: 'maven', name: `${group}:${artifact}`, version, lines, ...(development && { development }) }];
    });
    if (packages.length === 0 && !/^(?:#|empty=)/m.test(text)) {
      if (!name.startsWith('gradle')) return undefined;
      throw new UnreadableFile('malformed', 'no lock file of Gradle');
    }
    return { packages };
  },
);

/** The lock file of sbt-dependency-lock. */
export const sbtLock: PackageCatalog = lockFile('sbt', [/\.sbt\.lock$/], (text) => {
  const { value, linesOf } = locatedObject(text);
  const packages = objectsIn(value.dependencies).flatMap((one): PackageFound[] => {
    const [group, artifact, version] = [filled(one.org), filled(one.name), filled(one.version)];
    if (group === undefined || artifact === undefined || version === undefined) return [];
    const lines = linesOf(one);
    return [
      {
        type: 'maven',
        name: `${group}:${artifact}`,
        version,
        ...(lines !== undefined && { lines }),
        ...(isForTests(textsIn(one.configurations)) && { development: true }),
      },
    ];
  });
  return { packages };
});

/** All configurations that use it are of tests: `testCompileClasspath`, `androidTestRuntimeClasspath`. */
function isForTests(configurations: readonly string[]): boolean {
  return configurations.length > 0 && configurations.every((one) => /^test|Test/.test(one.trim()));
}
