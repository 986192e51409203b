import { filled } from '../content.ts';
import { stanzas } from '../stanzas.ts';

/** A Maven artifact, as far as its archive tells. */
export interface Artifact {
  group?: string;
  artifact: string;
  version: string;
  license?: string;
  supplier?: string;
}

/** What Maven leaves in an archive: `META-INF/maven/<group>/<artifact>/pom.properties`. */
export function fromPomProperties(text: string): Artifact | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.search(/[=:]/);
    if (at > 0) fields.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const [group, artifact, version] = [fields.get('groupId'), fields.get('artifactId'), fields.get('version')];
  if (!artifact || !version || version.includes('${')) return undefined;
  return { ...(group && { group }), artifact, version };
}

/** Group and artifact of the folders in which Maven lays the pom. */
export function fromPomPath(path: string): { group: string; artifact: string } | undefined {
  const [, group, artifact] = /^META-INF\/maven\/([^/]+)\/([^/]+)\/pom\.(?:xml|properties)$/.exec(path) ?? [];
  return group === undefined || artifact === undefined ? undefined : { group, artifact };
}

/** The main section of a manifest (JAR File Specification): a line goes on where the next begins with a blank. */
export function manifestFields(text: string): ReadonlyMap<string, string> {
  for (const stanza of stanzas(text.replace(/\r?\n /g, ''))) return stanza;
  return new Map();
}

/** `name-1.2.3.jar`: the version is what follows the first hyphen before a digit. */
function fromFileName(file: string): { artifact: string; version?: string } | undefined {
  const stem = file.replace(/\.[^.]+$/, '');
  const at = stem.search(/-\d/);
  const artifact = at < 0 ? stem : stem.slice(0, at);
  if (artifact === '') return undefined;
  return at < 0 ? { artifact } : { artifact, version: stem.slice(at + 1) };
}

/**
 * What an archive without Maven's properties is, by its manifest and its name. Only a group that is said counts: without
 * one an artifact is listed, but is the name of no advisory.
 */
export function fromManifest(
  manifest: ReadonlyMap<string, string>,
  file: string,
  pom: { group: string; artifact: string } | undefined,
): Artifact | undefined {
  const named = fromFileName(file);
  const symbolic = filled(manifest.get('bundle-symbolicname')?.split(';')[0]);
  const artifact = pom?.artifact ?? named?.artifact ?? filled(manifest.get('implementation-title'));
  const version =
    named?.version ??
    filled(manifest.get('implementation-version')) ??
    filled(manifest.get('bundle-version')) ??
    filled(manifest.get('specification-version'));
  if (artifact === undefined || version === undefined || /\s/.test(version) || version.includes('${')) return undefined;
  const group = pom?.group ?? groupOf(artifact, symbolic, filled(manifest.get('implementation-vendor-id')));
  const license = filled(manifest.get('bundle-license')?.split(/[;,]/)[0]);
  const supplier = filled(manifest.get('implementation-vendor') ?? manifest.get('bundle-vendor'));
  return {
    ...(group !== undefined && { group }),
    artifact,
    version,
    ...(license !== undefined && { license }),
    ...(supplier !== undefined && { supplier }),
  };
}

/** OSGi's name is commonly the group and the artifact, or the group alone; the vendor's id commonly the group. */
function groupOf(artifact: string, symbolic: string | undefined, vendor: string | undefined): string | undefined {
  if (symbolic?.endsWith(`.${artifact}`)) return symbolic.slice(0, -artifact.length - 1);
  if (vendor !== undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(vendor)) return vendor;
  return symbolic?.includes('.') ? symbolic : undefined;
}
