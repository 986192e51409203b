import type { Distribution, Json, Package } from '../../model/index.ts';
import type { FileReader } from '../files/types.ts';

/** What one file tells of packages. Locations are filled in by `assembleBom`, except lines. */
export type PackageReading = {
  packages?: PackageFound[];
  distribution?: Distribution;
  /** Files that belong to a package of the operating system, without a leading slash, with the name of that package. Only those that may hold packages of languages. */
  owns?: { package: string; paths: string[] };
  /** What of the file could not be read, where the rest could: something may be missing. */
  incomplete?: { code: string; reason: string };
  /** purl of what the file itself is of: the module of a `go.mod`, the artifact of a `pom.xml`. It may have no version. */
  project?: string;
  /** What means something only beside other files of the tree; for the catalog's own `join`. */
  part?: Json;
};

/** What a catalog has read of one file that is seen. */
export interface ToldFile {
  path: string;
  value: PackageReading;
}

/** A package as it is read of a file; its purl's qualifiers that hang on the distribution are added later. */
export type PackageFound = Omit<Package, 'locations' | 'purl' | 'ownedBy'> & {
  purl?: string;
  lines?: [number, number];
  /** Where in the file it lies, for files that hold others: `WEB-INF/lib/core-1.2.jar`. */
  within?: string;
  /** Files of the package that may hold packages of languages, as in `owns`. */
  owns?: string[];
};

/**
 * One way in which packages are told: one folder or file each, all of the same shape.
 *
 * `installed`: what is there to run (dpkg's status, node_modules/x/package.json, a jar). `declared`: lock files and manifests, what would be installed.
 */
export interface PackageCatalog extends FileReader<PackageReading & Json> {
  readonly finds: 'installed' | 'declared';
  /**
   * Where several files tell packages only together, such as a lock file and the manifest beside it: gives the files with the packages that they then tell, in the same
   * order. Those that only help others tell none.
   */
  join?(files: readonly ToldFile[]): PackageReading[];
}
