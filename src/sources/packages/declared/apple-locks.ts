import { isObject, type Json } from '../../../model/index.ts';
import { filled } from '../content.ts';
import { purlOf } from '../purl.ts';
import type { PackageCatalog, PackageFound } from '../types.ts';
import { fieldAt, objectsIn, textsIn, yamlObject } from './documents.ts';
import { locatedObject } from './located-json.ts';
import { type Locked, leftOut, lockFile, withEdges } from './lock-file.ts';

/** Swift's lock file, of its versions 1 to 3. A package goes by the place of its repository; one without a release by its branch. */
export const swiftResolved: PackageCatalog = lockFile('swift', ['Package.resolved'], (text) => {
  const { value, linesOf } = locatedObject(text);
  const pins = objectsIn(value.pins ?? fieldAt(value, 'object', 'pins'));
  const packages = pins.flatMap((pin): PackageFound[] => {
    const place = filled(pin.location) ?? filled(pin.repositoryURL);
    const version = filled(fieldAt(pin, 'state', 'version')) ?? filled(fieldAt(pin, 'state', 'branch'));
    if (place === undefined || version === undefined) return [];
    const lines = linesOf(pin);
    return [{ type: 'swift', name: repositoryName(place), version, ...(lines !== undefined && { lines }) }];
  });
  return {
    packages,
    ...leftOut(pins.length - packages.length, 'unsupported', 'packages without a repository or a release'),
  };
});

/** `github.com/owner/name`, however the repository is reached. */
function repositoryName(place: string): string {
  return place
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([\w.-]+):(?!\d)/, '$1/')
    .replace(/\.git$/, '');
}

/** CocoaPods' lock file. Advisories name whole pods, so a part of one (`Pod/Part`) goes by the pod's name and tells the part in its purl. */
export const podfileLock: PackageCatalog = lockFile('cocoapods', ['Podfile.lock'], (text) => {
  const { PODS: pods, DEPENDENCIES: asked } = yamlObject(text);
  const direct = new Set(textsIn(asked).map((one) => one.split(' ')[0]));
  const locked = new Map<string, Locked>();
  for (const pod of Array.isArray(pods) ? pods : []) {
    const [head, needs] = headOf(pod);
    const [, whole, version] = /^(\S+) \(([^()]+)\)$/.exec(head) ?? [];
    if (whole === undefined || version === undefined) continue;
    const [name = whole, ...part] = whole.split('/');
    const purl = purlOf({ type: 'cocoapods', name, version });
    locked.set(whole, {
      type: 'cocoapods',
      name,
      version,
      ...(part.length > 0 && { purl: `${purl}#${part.map(encodeURIComponent).join('/')}` }),
      relationship: direct.has(whole) ? 'direct' : 'indirect',
      needs: textsIn(needs).map((one) => one.split(' ')[0] as string),
    });
  }
  return { packages: withEdges(locked) };
});

/** A pod alone, or a map of it to what it needs. */
function headOf(pod: Json): [head: string, needs: Json | undefined] {
  if (!isObject(pod)) return [String(pod), undefined];
  const [[head, needs] = ['', undefined]] = Object.entries(pod);
  return [head, needs];
}
