import { PackageURL } from 'packageurl-js';
import { type Package, type PackageType, packageTypes, systemPackageTypes } from '../../model/index.ts';

const known: ReadonlySet<string> = new Set(packageTypes);

/** Longest name, version or purl; longer ones are no package's. */
const longest = 2048;

/** What a purl says of a package, and of the distribution that it is of. */
export interface PurlReading {
  package: Omit<Package, 'locations'>;
  /** Qualifier `distro`: `debian-12`, or a code name. */
  distro?: string;
  /** The distribution's vendor, where it is a package of an operating system. */
  namespace?: string;
}

/**
 * A package by its purl (https://github.com/package-url/purl-spec), with its name as advisories of its ecosystem have it.
 * Undefined for what is no purl, has no version, or is of a type that is no kind of package we know.
 */
export function packageOf(purl: string): PurlReading | undefined {
  if (purl.length > longest) return undefined;
  let parts: PackageURL;
  try {
    parts = PackageURL.fromString(purl);
  } catch {
    return undefined;
  }
  const { type, namespace, name, version, qualifiers, subpath: _part } = parts;
  if (!known.has(type) || !name || !version) return undefined;
  const kind = type as PackageType;
  const { arch, epoch, upstream, distro, rpmmod: module } = (qualifiers ?? {}) as Record<string, string | undefined>;
  const system = systemPackageTypes.has(kind);
  const whole = epoch !== undefined && /^\d+$/.test(epoch) && epoch !== '0' && !version.includes(':');
  const source = system && upstream !== undefined ? sourceOf(kind, upstream, version) : undefined;
  return {
    package: {
      type: kind,
      name: nameOf(kind, namespace ?? undefined, name),
      version: whole ? `${epoch}:${version}` : version,
      purl,
      ...(system && arch !== undefined && { arch }),
      ...(source !== undefined && { source }),
      ...(kind === 'rpm' && module !== undefined && { module }),
    },
    ...(system && distro !== undefined && { distro }),
    ...(system && namespace && { namespace }),
  };
}

function nameOf(type: PackageType, namespace: string | undefined, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (namespace === undefined || namespace === '' || systemPackageTypes.has(type)) return name;
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`;
}

/** `name`, `name@version`, or the file of a source rpm: `name-version-release.src.rpm`. */
function sourceOf(type: PackageType, upstream: string, version: string): Package['source'] {
  if (type === 'rpm' && upstream.endsWith('.src.rpm')) {
    const [release, number, ...name] = upstream.slice(0, -'.src.rpm'.length).split('-').reverse();
    return name.length === 0 ? undefined : { name: name.reverse().join('-'), version: `${number}-${release}` };
  }
  const at = upstream.lastIndexOf('@');
  if (at <= 0) return { name: upstream, version };
  return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}
