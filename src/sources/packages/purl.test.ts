import { expect, it } from 'vitest';
import type { PackageType } from '../../model/index.ts';
import { purlOf } from './purl.ts';

it.each<[PackageType, string, string, string]>([
  ['npm', '@example/one', '1.0.0', 'pkg:npm/%40example/one@1.0.0'],
  ['maven', 'com.example:one', '1.0', 'pkg:maven/com.example/one@1.0'],
  ['golang', 'example.com/one/v2', 'v2.0.0', 'pkg:golang/example.com/one/v2@v2.0.0'],
  ['composer', 'example/one', '1.0', 'pkg:composer/example/one@1.0'],
  ['pypi', 'one-two', '1.0', 'pkg:pypi/one-two@1.0'],
  ['nuget', 'One.Two', '1.0', 'pkg:nuget/One.Two@1.0'],
  // An artifact of which nobody knows the group.
  ['maven', 'one', '1.0', 'pkg:generic/one@1.0'],
])('is made of the name as advisories have it: %s %s', (type, name, version, purl) => {
  expect(purlOf({ type, name, version })).toBe(purl);
});

it('says nothing of a distribution that is not known', () => {
  expect(purlOf({ type: 'deb', name: 'one', version: '1-2', arch: 'all' })).toBe('pkg:deb/one@1-2?arch=all');
  const arch = { id: 'arch', version: '' };
  expect(purlOf({ type: 'alpm', name: 'one', version: '1-2' }, arch)).toBe('pkg:alpm/arch/one@1-2?distro=arch');
});
