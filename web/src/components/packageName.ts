/** Package types whose names stand below the distribution in a package URL, which is no part of the name. */
const ofDistributions = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Name and version in a package URL as people say them: `pkg:deb/debian/sudo@1.8.27-1?arch=amd64` is sudo in 1.8.27-1. */
export function packageOf(purl: string): { name: string; version: string } {
  const type = /^pkg:([^/]+)\//.exec(purl)?.[1] ?? '';
  const [path = ''] = purl.replace(/^pkg:[^/]+\//, '').split(/[?#]/);
  const at = path.lastIndexOf('@');
  const whole = at <= 0 ? path : path.slice(0, at);
  const name = ofDistributions.has(type) ? whole.slice(whole.lastIndexOf('/') + 1) : whole;
  return { name: decode(name), version: at <= 0 ? '' : decode(path.slice(at + 1)) };
}

/**
 * What tells findings of one asset apart, in short: of a vulnerability the package, whose full URL and path nobody reads in a
 * list.
 */
export function shortDiscriminator({ class: kind, discriminator }: { class: string; discriminator: string }): string {
  if (kind !== 'vulnerability' || !discriminator.startsWith('pkg:')) return discriminator;
  const { name, version } = packageOf(discriminator.split(' ')[0] ?? '');
  return `${name} ${version}`.trim();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
