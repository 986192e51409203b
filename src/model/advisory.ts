import type { Severity } from './severity.ts';

/**
 * Names of ecosystems, ours everywhere: the purl type for languages (`npm`, `pypi`, `golang`, `cargo`, `maven`, `gem`, `composer`, `nuget`, ...), and for systems
 * the os-release id with the release that advisories are made for: `debian:12`, `ubuntu:22.04`, `alpine:3.19`, `almalinux:9`, `rocky:9`, `rhel:9`, `amzn:2023`, `ol:9`,
 * `sles:15.5`, `opensuse-leap:15.5`, `fedora:40`, `photon:5.0`, `azurelinux:3.0`, `wolfi`, `chainguard`, `alpine:edge`.
 */
export type Ecosystem = string;

/** Versions from `introduced` on (absent: from the first) that are before `fixed`, or up to `lastAffected`; neither: all that follow. */
export interface AffectedRange {
  introduced?: string;
  fixed?: string;
  lastAffected?: string;
}

/** What an advisory says of one package of one ecosystem. */
export interface Affected {
  ecosystem: Ecosystem;
  /** As advisories of the ecosystem name it; source packages for Debian, Ubuntu, Alpine, Wolfi, Azure Linux, Photon, openEuler, Mageia. */
  name: string;
  /** Affected where the version is in any of them, or listed, or fits a constraint. All empty: every version. */
  ranges: AffectedRange[];
  versions?: string[];
  /** Constraints in the ecosystem's own grammar, each a list of comparators that all hold: `>=1.2.0 <1.2.5`. */
  vulnerable?: string[];
  /** Constraints of versions that are not affected, whatever else says so: those patched and those never affected. */
  unaffected?: string[];
  /** What to tell as fixed where it does not follow from the ranges. */
  fixedVersions?: string[];
  /** Not affected although named: says so against other sources. */
  status?: 'not-affected' | 'will-not-fix' | 'end-of-life' | 'under-investigation';
  /** What the ecosystem's vendor says of it here. */
  severity?: Severity;
  /** The module stream it is about (`nodejs:18`), for rpm. */
  module?: string;
  /** Architectures it is about; absent: all. */
  arches?: string[];
  /** Names of the functions or imports concerned, where the record has them. */
  symbols?: string[];
}

/** A vulnerability as one source tells it: an OSV record (https://ossf.github.io/osv-schema/), cut to what we use. */
export interface Advisory {
  /** `GHSA-...`, `GO-...`, `DSA-...`, `ALSA-...`, `CVE-...` */
  id: string;
  /** Feed it came from. */
  source: string;
  /** Other ids of the same vulnerability. */
  aliases: string[];
  /** Ids of vulnerabilities that it mends or is about, where it is a bulletin on several: the CVEs of a DSA or ALSA. */
  upstream?: string[];
  title?: string;
  description?: string;
  severity?: Severity;
  /** CVSS vectors: `CVSS:3.1/AV:N/...`. */
  cvss?: string[];
  cwes?: string[];
  references?: string[];
  /** ISO 8601. */
  published?: string;
  modified?: string;
  withdrawn?: string;
  affected: Affected[];
}

/** What is known of a vulnerability beyond one source. */
export interface VulnerabilityFacts {
  /** The CVE where there is one. */
  id: string;
  aliases: string[];
  title?: string;
  description?: string;
  /** The severity of each source that tells one, by feed id. */
  severities: Record<string, Severity>;
  /** The most telling CVSS vector: newest version first. */
  cvss?: { vector: string; score: number };
  cwes?: string[];
  references?: string[];
  published?: string;
  /** FIRST EPSS: probability of exploitation in 30 days and its percentile, 0 to 1. */
  epss?: { probability: number; percentile: number };
  /** In CISA's catalogue of known exploited vulnerabilities. */
  exploited?: { added: string; due?: string; ransomware: boolean };
}
