import type { Ecosystem } from '../../model/index.ts';
import { alpine } from './alpine.ts';
import { composer } from './composer.ts';
import { cran } from './cran.ts';
import { debian } from './debian.ts';
import { generic } from './generic.ts';
import { go } from './go.ts';
import { hackage } from './hackage.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import { pep440 } from './pep440.ts';
import { pub } from './pub.ts';
import { rpm } from './rpm.ts';
import { rubygems } from './rubygems.ts';
import { cargo, hex, npm, semver } from './semver.ts';
import type { VersionOrder } from './types.ts';

export type { VersionOrder } from './types.ts';

/** Orders by what stands before the colon of an ecosystem. */
const orders: Readonly<Record<string, VersionOrder>> = {
  npm,
  cargo,
  hex,
  swift: semver,
  bitnami: semver,
  golang: go,
  go,
  pypi: pep440,
  maven,
  gem: rubygems,
  ruby: rubygems,
  cocoapods: rubygems,
  composer,
  nuget,
  pub,
  cran,
  hackage,
  debian,
  ubuntu: debian,
  alpine,
  wolfi: alpine,
  chainguard: alpine,
  minimos: alpine,
  alpaquita: alpine,
  rhel: rpm,
  centos: rpm,
  almalinux: rpm,
  rocky: rpm,
  ol: rpm,
  fedora: rpm,
  amzn: rpm,
  sles: rpm,
  'opensuse-leap': rpm,
  'opensuse-tumbleweed': rpm,
  photon: rpm,
  azurelinux: rpm,
  mariner: rpm,
  'sle-micro': rpm,
  openeuler: rpm,
  mageia: rpm,
};

/** How an ecosystem orders its versions: `npm`, `debian:12`, `rhel:9`. Ecosystems without rules of their own are ordered by numbers and words in turn. */
export function orderOf(ecosystem: Ecosystem): VersionOrder {
  const colon = ecosystem.indexOf(':');
  const name = colon < 0 ? ecosystem : ecosystem.slice(0, colon);
  return Object.hasOwn(orders, name) ? (orders[name] as VersionOrder) : generic;
}
