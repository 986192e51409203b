import { PackageURL } from 'packageurl-js';
import { type Distribution, type PackageType, systemPackageTypes } from '../../model/index.ts';

/** Vendors whose package URLs have another namespace than the distribution's `ID`. */
const namespaces: Readonly<Record<string, string>> = {
  rhel: 'redhat',
  sles: 'suse',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'opensuse',
};

/**
 * The package URL of a package (https://github.com/package-url/purl-spec). Packages of an operating system get the
 * qualifiers `arch`, `distro` and, for rpm, `epoch`.
 */
export function purlOf(
  pkg: { type: PackageType; name: string; version: string; arch?: string },
  distribution?: Distribution,
): string {
  if (!systemPackageTypes.has(pkg.type)) {
    const [namespace, name] = splitName(pkg.type, pkg.name);
    return purl(pkg.type, namespace, name, pkg.version);
  }
  const [epoch, version] = pkg.type === 'rpm' ? splitEpoch(pkg.version) : [undefined, pkg.version];
  return purl(pkg.type, distribution && (namespaces[distribution.id] ?? distribution.id), pkg.name, version, {
    ...(pkg.arch !== undefined && { arch: pkg.arch }),
    ...(distribution !== undefined && { distro: [distribution.id, distribution.version].filter(Boolean).join('-') }),
    ...(epoch !== undefined && epoch !== '0' && { epoch }),
  });
}

/** Names that the type does not allow, such as an artifact whose group nobody knows, become generic. */
function purl(
  type: PackageType,
  namespace: string | undefined,
  name: string,
  version: string,
  qualifiers?: Record<string, string>,
): string {
  try {
    return new PackageURL(type, namespace, name, version, qualifiers, undefined).toString();
  } catch {
    return `pkg:generic/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
  }
}

function splitName(type: PackageType, name: string): [namespace: string | undefined, name: string] {
  const at = type === 'maven' ? name.indexOf(':') : name.lastIndexOf('/');
  return at <= 0 ? [undefined, name] : [name.slice(0, at), name.slice(at + 1)];
}

function splitEpoch(version: string): [epoch: string | undefined, version: string] {
  const at = version.indexOf(':');
  return at < 0 ? [undefined, version] : [version.slice(0, at), version.slice(at + 1)];
}
