import type { Distribution } from '../../model/index.ts';

/** What tools and purls call distributions, where that is not the `ID` of their os-release. */
const ids: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  'red hat enterprise linux': 'rhel',
  amazon: 'amzn',
  alma: 'almalinux',
  oracle: 'ol',
  'cbl-mariner': 'mariner',
  opensuse: 'opensuse-leap',
  'opensuse.leap': 'opensuse-leap',
  'opensuse.tumbleweed': 'opensuse-tumbleweed',
  suse: 'sles',
  'suse linux enterprise server': 'sles',
  'suse linux enterprise micro': 'sle-micro',
  slem: 'sle-micro',
};

/** A distribution by the name and version that a document gives it. */
export function distributionNamed(name: string, version: string | undefined): Distribution {
  const id = name.trim().toLowerCase();
  return { id: Object.hasOwn(ids, id) ? (ids[id] as string) : id, version: versionOf(version ?? '') };
}

/** By the qualifier `distro` of a purl: `debian-12`, `opensuse-leap-15.5`; a code name alone is one of the vendor's. */
export function distributionOfPurl(distro: string, namespace: string | undefined): Distribution {
  const [, name, version] = /^(.+?)-(\d[\w.]*|edge|sid|stream|tumbleweed)$/.exec(distro) ?? [];
  if (name !== undefined) return distributionNamed(name, version);
  if (namespace !== undefined && /^\d[\w.]*$/.test(distro)) return distributionNamed(namespace, distro);
  if (namespace !== undefined && distro !== namespace) return { ...distributionNamed(namespace, ''), codename: distro };
  return distributionNamed(distro, '');
}

/** Without a code name behind: `2 (Karoo)`. */
function versionOf(text: string): string {
  // The first Amazon Linux called itself so.
  const ami = /^AMI release (\S+)/i.exec(text.trim())?.[1];
  if (ami !== undefined) return ami;
  return (text.trim().split(/\s/)[0] ?? '').replace(/^v(?=\d)/, '');
}
