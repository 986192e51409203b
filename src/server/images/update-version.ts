import { orderOf } from '../../engines/version/index.ts';
import type { PackageType } from '../../model/index.ts';

/** Ecosystems whose versions are ordered as those of a type of packages. */
const ordered: Partial<Record<PackageType, string>> = { deb: 'debian', apk: 'alpine', rpm: 'rhel', golang: 'golang' };

/** The highest of some versions of a package; null for none. */
export function highestVersion(type: PackageType, versions: readonly string[]): string | null {
  const order = orderOf(ordered[type] ?? type);
  return versions.reduce<string | null>(
    (highest, version) => (highest === null || order.compare(version, highest) > 0 ? version : highest),
    null,
  );
}
