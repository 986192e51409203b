/** The source package by the name of its file: `name-version-release.src.rpm`. */
export function sourceOf(sourceRpm: string): { name: string; version: string } | undefined {
  const [, name, version] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
