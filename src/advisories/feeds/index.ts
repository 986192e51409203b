import { almalinux } from './almalinux.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { amazon } from './amazon.ts';
import { cisaKev } from './cisa-kev.ts';
import { debian } from './debian.ts';
import { epss } from './epss.ts';
import { friendsofphp } from './friendsofphp.ts';
import { ghsa } from './ghsa.ts';
import { goVulndb } from './go-vulndb.ts';
import { nvd } from './nvd.ts';
import { osv } from './osv.ts';
import { oval } from './oval.ts';
import { pypa } from './pypa.ts';
import { redhat } from './redhat.ts';
import { rubysec } from './rubysec.ts';
import { rustsec } from './rustsec.ts';
import type { Feed } from './types.ts';
import { ubuntu } from './ubuntu.ts';
import { wolfi } from './wolfi.ts';

/** Every feed, by id in the order in which people are told of them. */
export const feeds: readonly Feed[] = [
  osv,
  ghsa,
  goVulndb,
  pypa,
  rustsec,
  rubysec,
  friendsofphp,
  alpineSecdb,
  wolfi,
  debian,
  ubuntu,
  almalinux,
  redhat,
  oval,
  amazon,
  nvd,
  cisaKev,
  epss,
];

export { type Enrichment, type Feed, type FeedInput, type FeedRecord, isEnrichment, type LeftOut } from './types.ts';
