import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { parse } from 'yaml';
import { buildAdvisories } from '../../../src/advisories/database/build.ts';
import { type Advisories, openAdvisories } from '../../../src/advisories/database/open.ts';
import { debianRelease, ecosystemNamed } from '../../../src/advisories/ecosystems.ts';
import type { Feed } from '../../../src/advisories/feeds/index.ts';
import { type Advisory, type Affected, type Ecosystem, type Severity, severities } from '../../../src/model/index.ts';

/** A bucket of a database in Trivy's YAML: buckets in buckets, pairs of a key and a value at the end. */
interface Bucket {
  bucket?: string;
  pairs?: Bucket[];
  key?: string | number;
  value?: unknown;
}

/** What a pair under a package says. */
interface Entry {
  FixedVersion?: string;
  PatchedVersions?: unknown[];
  VulnerableVersions?: unknown[];
  Status?: number;
  Severity?: number;
  Arches?: string[];
  VendorIDs?: string[];
  Entries?: (Entry & { Affected?: number[]; Cves?: { ID?: string; Severity?: number }[] })[];
}

/** What the bucket `vulnerability` says of one. */
interface Details {
  Title?: string;
  Description?: string;
  CVSS?: Record<string, { V2Vector?: string; V3Vector?: string; V40Vector?: string }>;
  CweIDs?: string[];
  References?: string[];
  VendorSeverity?: Record<string, number>;
  /** Where no source says how bad it is. */
  Severity?: string;
  PublishedDate?: string;
  LastModifiedDate?: string;
}

/** Trivy's numbers of severities (0 is unknown) and of statuses. */
const severityByNumber: readonly (Severity | undefined)[] = [undefined, 'low', 'medium', 'high', 'critical'];
const statusByNumber: Readonly<Record<number, Affected['status']>> = {
  1: 'not-affected',
  4: 'under-investigation',
  5: 'will-not-fix',
  7: 'end-of-life',
};

/** Ids of sources that a bucket names and `data-source.yaml` gives none. */
const sourceNames = [
  ['GitHub Security Advisory', 'ghsa'],
  ['GitLab Advisory Database', 'glad'],
  ['Open Source Vulnerability', 'osv'],
  ['openSUSE', 'suse-cvrf'],
  ['SUSE', 'suse-cvrf'],
] as const;

const languages: Readonly<Record<string, Ecosystem>> = {
  pip: 'pypi',
  go: 'golang',
  rubygems: 'gem',
  erlang: 'hex',
};

/**
 * The advisories of a database in Trivy's YAML (tar.gz). `source` of each is the id that `data-source.yaml` gives its bucket; severities by source and the
 * texts of `vulnerability.yaml` come as advisories that name no package.
 *
 * @throws Error where the archive holds no such database
 */
async function trivyAdvisories(archive: string): Promise<Advisory[]> {
  const files = await filesIn(archive);
  const buckets = [...files.values()].flat();
  const sources = sourcesIn(buckets);
  const products = redHatProducts(buckets);
  const advisories = buckets.flatMap((top) => {
    const name = top.bucket ?? '';
    if (name === 'vulnerability') return (top.pairs ?? []).flatMap(factsOf);
    if (name === 'data-source' || name === 'Red Hat CPE') return [];
    if (name === 'Red Hat') return redHat(top, products);
    return packagesOf(top, ecosystemOf(name), sources(name));
  });
  if (advisories.length === 0) throw new Error(`${archive} holds no advisories.`);
  return advisories;
}

/**
 * The same advisories as a database that is open for reading. Whoever asked closes it.
 *
 * @throws Error where the archive holds no such database
 */
export async function openTrivyDatabase(archive: string): Promise<Advisories> {
  const advisories = await trivyAdvisories(archive);
  const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-trivy-'));
  try {
    const file = path.join(dir, 'advisories.sqlite');
    const feed: Feed = {
      id: 'trivy',
      title: 'Test database',
      licence: 'Apache-2.0',
      ecosystems: [],
      published: {},
      takes: () => true,
      async *read() {
        yield* advisories;
      },
    };
    const ready = { feed, root: archive, asOf: new Date(), validators: {} };
    await buildAdvisories(file, { read: [ready], failed: [] }, { now: new Date() });
    return openAdvisories(file);
  } finally {
    // What is open stays readable without its name.
    await rm(dir, { recursive: true });
  }
}

async function filesIn(archive: string): Promise<Map<string, Bucket[]>> {
  const entries = extract();
  createReadStream(archive)
    .pipe(createGunzip())
    .on('error', (error) => entries.destroy(error))
    .pipe(entries);
  const files = new Map<string, Bucket[]>();
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const content: unknown = entry.header.name.endsWith('.yaml') ? parse(Buffer.concat(chunks).toString()) : undefined;
    if (Array.isArray(content)) files.set(entry.header.name, content as Bucket[]);
  }
  return files;
}

/** Which source a bucket is of, by its name; where it has no id of its own, the end of the bucket's name. */
function sourcesIn(buckets: readonly Bucket[]): (bucket: string) => string {
  const ids = new Map<string, string>();
  for (const { bucket, pairs = [] } of buckets) {
    if (bucket !== 'data-source') continue;
    for (const { key, value } of pairs) {
      const { ID } = value as { ID?: string };
      if (ID !== undefined) ids.set(String(key), ID);
    }
  }
  return (bucket) => {
    const id = ids.get(bucket);
    if (id !== undefined) return id;
    const name = bucket.split('::')[1] ?? bucket.split(/ [\d(]| edge$/)[0] ?? bucket;
    return sourceNames.find(([start]) => name.startsWith(start))?.[1] ?? name;
  };
}

function ecosystemOf(bucket: string): Ecosystem {
  const [kind = '', source] = bucket.split('::');
  if (source !== undefined) return languages[kind] ?? kind;
  const [id, release] = bucket.split(' ');
  const named = ecosystemNamed(bucket) ?? debianRelease(id ?? '');
  if (named === undefined) throw new Error(`No ecosystem is known for "${bucket}" (${id} ${release}).`);
  return named;
}

function packagesOf({ pairs = [] }: Bucket, ecosystem: Ecosystem, source: string): Advisory[] {
  return pairs.flatMap(({ bucket: name = '', pairs: entries = [] }) =>
    entries.map(({ key, value }) => ({
      id: String(key).trim(),
      source,
      aliases: [],
      affected: [affectedBy((value ?? {}) as Entry, ecosystem, name)],
    })),
  );
}

function affectedBy(entry: Entry, ecosystem: Ecosystem, name: string): Affected {
  const { FixedVersion, PatchedVersions, VulnerableVersions, Status, Severity: severity, Arches } = entry;
  const fixed = FixedVersion === undefined || FixedVersion === '' ? undefined : String(FixedVersion);
  const status = Status === undefined ? undefined : statusByNumber[Status];
  const rank = severity === undefined ? undefined : severityByNumber[severity];
  return {
    ecosystem,
    name,
    ranges: fixed === undefined ? [] : [{ fixed }],
    ...(VulnerableVersions !== undefined && { vulnerable: VulnerableVersions.map(String) }),
    ...(PatchedVersions !== undefined && {
      unaffected: PatchedVersions.map(String),
      fixedVersions: PatchedVersions.map(
        (one) =>
          String(one)
            .replace(/^[<>=^~ ]+/, '')
            .split(',')[0] ?? '',
      ),
    }),
    ...(status !== undefined && { status }),
    ...(rank !== undefined && { severity: rank }),
    ...(Arches !== undefined && { arches: Arches }),
  };
}

/** Which release each number of a product of Red Hat is about, by its CPE. */
function redHatProducts(buckets: readonly Bucket[]): Map<number, Ecosystem> {
  const products = new Map<number, Ecosystem>();
  for (const { bucket, pairs = [] } of buckets) {
    if (bucket !== 'Red Hat CPE') continue;
    for (const { key, value } of pairs.find((one) => one.bucket === 'cpe')?.pairs ?? []) {
      const [, release] = /^cpe:\/[ao]:redhat:enterprise_linux:(\d+)/.exec(String(value)) ?? [];
      if (release !== undefined) products.set(Number(key), `rhel:${release}`);
    }
  }
  return products;
}

function redHat({ pairs = [] }: Bucket, products: ReadonlyMap<number, Ecosystem>): Advisory[] {
  return pairs.flatMap(({ bucket: name = '', pairs: entries = [] }) =>
    entries.flatMap(({ key, value }) =>
      ((value as Entry).Entries ?? []).flatMap((entry) => {
        const ecosystems = [...new Set((entry.Affected ?? []).flatMap((number) => products.get(number) ?? []))];
        return (entry.Cves ?? []).map(({ ID, Severity: severity }) => ({
          id: String(key),
          source: 'redhat',
          aliases: [],
          ...(ID !== undefined && { upstream: [ID] }),
          affected: ecosystems.map((ecosystem) =>
            affectedBy({ ...entry, ...(severity !== undefined && { Severity: severity }) }, ecosystem, name),
          ),
        }));
      }),
    ),
  );
}

/** What is known of a vulnerability, an advisory for each source that says how bad it is; the texts are told once. */
function factsOf({ key, value }: Bucket): Advisory[] {
  const details = value as Details;
  const vectors = details.CVSS ?? {};
  const bySource = details.VendorSeverity ?? {};
  const sources = new Set([...Object.keys(bySource), ...Object.keys(vectors), 'nvd']);
  const unsourced = severities.find((one) => one === details.Severity?.toLowerCase());
  return [...sources].map((source) => {
    const nobodySays = Object.keys(bySource).length === 0 && source === 'nvd';
    const severity = nobodySays ? unsourced : severityByNumber[bySource[source] ?? 0];
    const { V40Vector, V3Vector, V2Vector } = vectors[source] ?? {};
    const cvss = [V40Vector, V3Vector, V2Vector].filter((one) => one !== undefined);
    return {
      id: String(key),
      source,
      aliases: [],
      ...(severity !== undefined && severities.includes(severity) && { severity }),
      ...(cvss.length > 0 && { cvss }),
      ...(source === 'nvd' && {
        ...(details.Title !== undefined && { title: details.Title }),
        ...(details.Description !== undefined && { description: details.Description }),
        ...(details.CweIDs !== undefined && { cwes: details.CweIDs }),
        ...(details.References !== undefined && { references: details.References }),
        ...(details.PublishedDate !== undefined && { published: details.PublishedDate }),
        ...(details.LastModifiedDate !== undefined && { modified: details.LastModifiedDate }),
      }),
      affected: [],
    };
  });
}
