/** Kinds of packages: the types of package URLs (https://github.com/package-url/purl-spec), as far as we read them. */
export const packageTypes = [
  'deb',
  'apk',
  'rpm',
  'alpm',
  'npm',
  'pypi',
  'gem',
  'golang',
  'cargo',
  'maven',
  'composer',
  'nuget',
  'pub',
  'hex',
  'swift',
  'cocoapods',
  'conan',
  'conda',
  'cran',
  'hackage',
  'bitnami',
  'julia',
  'k8s',
  'generic',
] as const;
export type PackageType = (typeof packageTypes)[number];

/** Package types that the package manager of an operating system installs: judged by its vendor's advisories alone. */
export const systemPackageTypes: ReadonlySet<PackageType> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Where a package was found. */
export interface PackageLocation {
  /** From the root of the image, host or folder, without a leading slash. */
  path: string;
  /** Diff id of the layer that brought it, for images. */
  layer?: string;
  /** First and last line in a lock file or manifest, counted from 1. */
  lines?: [number, number];
}

/** A piece of software with its version, as its package manager knows it. */
export interface Package {
  type: PackageType;
  /**
   * As advisories of its ecosystem name it: `@scope/name` for npm, `group:artifact` for Maven, `vendor/name` for Composer, the module path for Go,
   * the normalised name (PEP 503) for PyPI, the binary package for deb, apk and rpm.
   */
  name: string;
  /** Whole, as the ecosystem orders it: `[epoch:]version-release` for deb and rpm. */
  version: string;
  purl: string;
  arch?: string;
  /** The source package that it was built from, where its ecosystem has such: advisories of Debian, Ubuntu and Alpine name it. */
  source?: { name: string; version: string };
  /** rpm's module label: `nodejs:18:8090020240101000000:rhel9`. */
  module?: string;
  /** SPDX expressions, or what the package says. */
  licenses?: string[];
  /** Who made it, where the package says so: vendor or maintainer. */
  supplier?: string;
  locations: PackageLocation[];
  relationship?: 'direct' | 'indirect';
  /** Needed only to build or test. */
  development?: boolean;
  /** purls of the packages that it needs. */
  dependsOn?: string[];
  /** purl of the package of the operating system that owns its files: then that one is judged in its place. */
  ownedBy?: string;
}

/** An operating system's distribution, by os-release(5). */
export type Distribution = {
  /** `ID`: debian, alpine, rhel, almalinux, rocky, amzn, wolfi, ... */
  id: string;
  /** `VERSION_ID`; empty where it has none. */
  version: string;
  /** `VERSION_CODENAME`. */
  codename?: string;
  /** `PRETTY_NAME`. */
  name?: string;
  /** `ID_LIKE`. */
  like?: string[];
};

/** A file that may hold packages and could not be read, so that something may be missing. */
export interface Unread {
  path: string;
  /** `too-large`, `malformed`, `unsupported`, `cut`, ... */
  code: string;
  reason: string;
}

/** The software of one image, host or folder. */
export interface Bom {
  distribution?: Distribution;
  packages: Package[];
  unread: Unread[];
}
