/** How an ecosystem orders versions. One file each beside this one. */
export interface VersionOrder {
  /** The scheme: `debian`, `rpm`, `alpine`, `semver`, `pep440`, `maven`, `rubygems`, `composer`, `nuget`, `go`, ... */
  readonly id: string;
  /** Negative where `left` comes first, positive where `right` does, 0 where they are the same. A total order over all texts (Maven's alone runs in circles where Maven does); never throws. */
  compare(left: string, right: string): number;
  /** The same by what advisories are held against: where the ecosystem itself takes `1.0` and `1.0.0` for one release though its versions are ordered as texts (Composer), 0. */
  compareReleases(left: string, right: string): number;
  /** Whether the ecosystem takes the text for a version. */
  valid(version: string): boolean;
  /**
   * Whether a version fits a constraint in the ecosystem's own grammar (`^1.2`, `~> 1.2`, `[1.0,2.0)`, `>=1,<2`); commas and blanks between comparators mean "and", `||` means "or".
   * Undefined where the constraint is no such.
   */
  fits(version: string, constraint: string): boolean | undefined;
}
