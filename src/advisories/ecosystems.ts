import { debianReleases, type Ecosystem } from '../model/index.ts';

/** Ecosystems of languages as OSV names them (https://ossf.github.io/osv-schema/#defined-ecosystems), and ours. */
const languages: Readonly<Record<string, Ecosystem>> = {
  npm: 'npm',
  pypi: 'pypi',
  go: 'golang',
  'crates.io': 'cargo',
  maven: 'maven',
  rubygems: 'gem',
  packagist: 'composer',
  nuget: 'nuget',
  pub: 'pub',
  hex: 'hex',
  swifturl: 'swift',
  conancenter: 'conan',
  cran: 'cran',
  hackage: 'hackage',
  bitnami: 'bitnami',
  kubernetes: 'k8s',
};

/** Distributions without releases. */
const rolling: Readonly<Record<string, Ecosystem>> = {
  wolfi: 'wolfi',
  chainguard: 'chainguard',
  minimos: 'minimos',
  'arch linux': 'arch',
};

/** The ecosystem of a release of Debian by its code name; undefined where there is none of that name. */
export function debianRelease(codename: string): Ecosystem | undefined {
  const number = Object.hasOwn(debianReleases, codename) ? debianReleases[codename] : undefined;
  return number === undefined ? undefined : `debian:${number}`;
}

/** How names of systems begin, as OSV, OVAL and updateinfo write them, and how their release is made ours. */
const systems: readonly (readonly [pattern: RegExp, ecosystem: (release: RegExpExecArray) => Ecosystem])[] = [
  [/^debian(?: gnu\/linux)?[ :]+(\d+(?:\.\d+)?|sid)\b/i, ([, release = '']) => `debian:${release}`],
  [/^ubuntu(?:[: ]pro)?(?:[: ]fips(?:-\w+)?)?[: ](\d\d\.\d\d)\b/i, ([, release]) => `ubuntu:${release}`],
  [/^alpine(?: linux)?[: ]v?(\d+\.\d+|edge)\b/i, ([, release]) => `alpine:${release}`],
  [/^alma(?: ?linux)?(?: os)?[: ](\d+)\b/i, ([, release]) => `almalinux:${release}`],
  [/^rocky(?: linux)?[: ](\d+)\b/i, ([, release]) => `rocky:${release}`],
  [/^red hat:enterprise_linux:(\d+)(?:[.:]|$)/i, ([, release]) => `rhel:${release}`],
  [/^red hat enterprise linux(?: server| workstation| client)?[ :](\d+)\b/i, ([, release]) => `rhel:${release}`],
  [/^oracle linux[: ](?:version )?(\d+)\b/i, ([, release]) => `ol:${release}`],
  [/^amazon linux[: -](?:ami|1)\b/i, () => 'amzn:2018.03'],
  [/^amazon linux[: -](?:version )?(2\d{3}|2)\b/i, ([, release]) => `amzn:${release}`],
  [/^opensuse[ :]leap (\d+\.\d+)\b/i, ([, release]) => `opensuse-leap:${release}`],
  [/^opensuse[ :]tumbleweed\b/i, () => 'opensuse-tumbleweed'],
  [/^(?:suse:)?(?:suse )?linux enterprise micro (\d+\.\d+)\b/i, ([, release]) => `sle-micro:${release}`],
  [
    /^(?:suse:)?(?:suse )?linux enterprise (?:server |desktop |high performance computing |module for [\w .-]+? )?(\d+)(?:[ -]sp(\d+))?(?=$|[- ])/i,
    ([, major, pack]) => (pack === undefined ? `sles:${major}` : `sles:${major}.${pack}`),
  ],
  [/^fedora[: ](\d+)\b/i, ([, release]) => `fedora:${release}`],
  [/^photon os[: ](\d+\.\d+)\b/i, ([, release]) => `photon:${release}`],
  [/^cbl-mariner[: ](\d+\.\d+)\b/i, ([, release]) => `mariner:${release}`],
  [
    /^azure linux[: ](\d+)(?:\.(\d+))?\b/i,
    ([, major, minor = '0']) => (Number(major) < 3 ? `mariner:${major}.${minor}` : `azurelinux:${major}.${minor}`),
  ],
  [/^openeuler[: -](\d\d\.\d\d)(?:-lts(?:-sp\d+)?)?$/i, ([, release]) => `openeuler:${release}`],
  [/^mageia[: ](\d+)\b/i, ([, release]) => `mageia:${release}`],
  [/^alpaquita[: ](\d+|stream)\b/i, ([, release]) => `alpaquita:${release}`],
];

/** Our name of an ecosystem, from what OSV, OVAL or updateinfo call it; undefined where it is none that we judge by. */
export function ecosystemNamed(name: string): Ecosystem | undefined {
  const text = name.trim();
  // Maven's records may name a repository behind the ecosystem.
  const plain = (text.toLowerCase().startsWith('maven:') ? 'maven' : text).toLowerCase();
  if (Object.hasOwn(languages, plain)) return languages[plain];
  if (Object.hasOwn(rolling, plain)) return rolling[plain];
  for (const [pattern, ecosystem] of systems) {
    const release = pattern.exec(text);
    if (release !== null) return ecosystem(release);
  }
  return undefined;
}

/** Ecosystems whose names are told apart by letters alone, not by their case. Go tells case apart, but purls of its modules are in small letters. */
const caseless = new Set(['nuget', 'composer', 'pypi', 'golang', 'hex', 'conan', 'swift', 'pub']);

/** A package's name as the database keeps it: one for all spellings that its ecosystem takes for the same. */
export function plainName(ecosystem: Ecosystem, name: string): string {
  if (ecosystem === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (ecosystem === 'swift')
    return name
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\.git$/, '');
  return caseless.has(ecosystem) ? name.toLowerCase() : name;
}
