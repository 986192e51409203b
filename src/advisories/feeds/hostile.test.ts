import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeedBroken } from '../read/limits.ts';
import { feeds } from './index.ts';
import { readBy } from './testing.ts';
import type { Feed } from './types.ts';

/** A file's name that each feed takes. */
const names: Readonly<Record<string, readonly string[]>> = {
  osv: ['a.json', 'a.ndjson', 'a.yaml'],
  ghsa: ['GHSA-1.json'],
  'go-vulndb': ['GO-1.json'],
  pypa: ['PYSEC-1.yaml'],
  rustsec: ['crates/c/RUSTSEC-1.md'],
  rubysec: ['gems/g/1.yml'],
  friendsofphp: ['v/p/1.yaml'],
  'alpine-secdb': ['v3.19/main.yaml', 'v3.19/main.json'],
  wolfi: ['w.advisories.yaml', 'security.json'],
  debian: ['DSA.list', 'tracker.json'],
  ubuntu: ['u.json', 'u.xml'],
  almalinux: ['a.ndjson'],
  redhat: ['r.json'],
  oval: ['o.xml'],
  amazon: ['updateinfo.xml'],
  nvd: ['nvdcve-2.0-2030.json'],
  'cisa-kev': ['known_exploited_vulnerabilities.json'],
  epss: ['e.csv'],
};

/** Words of the formats, so that what is made at random gets past the first look. */
const keys = [
  'id',
  'aliases',
  'affected',
  'package',
  'ecosystem',
  'name',
  'ranges',
  'type',
  'events',
  'introduced',
  'fixed',
  'versions',
  'related',
  'upstream',
  'severity',
  'score',
  'database_specific',
  'packages',
  'pkg',
  'secfixes',
  'advisories',
  'timestamp',
  'data',
  'fixed-version',
  'releases',
  'status',
  'fixed_version',
  'document',
  'tracking',
  'product_tree',
  'branches',
  'relationships',
  'vulnerabilities',
  'cve',
  'cveID',
  'dateAdded',
  'metrics',
  'gem',
  'patched_versions',
  'reference',
  'references',
  'withdrawn',
  '__proto__',
  'constructor',
];
const words = [
  ...keys,
  'Debian:12',
  'npm',
  'CVE-2030-1000',
  '1.0',
  '0',
  'SEMVER',
  'GHSA-1',
  'fixed',
  'resolved',
  'open',
  'composer://a/b',
  '',
];

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(...words, null, 0, 1e21, true),
    fc.string(),
    fc.array(tie('any'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...keys), tie('any')), { maxLength: 6, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).any;

const markup = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '</',
      '<definition id="d" class="patch">',
      '</definition>',
      '<metadata>',
      '</metadata>',
      '<criteria>',
      '<criterion test_ref="t"/>',
      '<update type="security">',
      '<id>A</id>',
      '</update>',
      '&amp;',
      '&x;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '<!DOCTYPE x>',
      'text',
      '```toml\n',
      '\n```\n',
      'id = "x"',
      '[advisory]',
      '[29 Mar 2030] DSA-1 p - x\n',
      '\t{CVE-2030-1000}\n',
      '\t[buster] - p 1\n',
      'CVE-2030-1000,0.5,0.5\n',
      '&a *a',
      '- ',
      ': ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

async function survives(feed: Feed, path: string, content: string | Uint8Array): Promise<void> {
  try {
    const { advisories } = await readBy(feed, { [path]: content });
    for (const { id, affected } of advisories) {
      expect(id).not.toBe('');
      for (const { ecosystem, name } of affected) expect([typeof ecosystem, typeof name]).toEqual(['string', 'string']);
    }
  } catch (error) {
    // A feed that breaks keeps its old data; anything else would be a fault of ours.
    expect(error).toBeInstanceOf(FeedBroken);
  }
}

describe.each(feeds.map((feed) => [feed.id, feed] as const))('%s', (id, feed) => {
  it('has a file that it takes', () => {
    expect(names[id]?.every((name) => feed.takes(name))).toBe(true);
  });

  it('makes of any bytes records, rejections or a broken feed, and nothing else', async () => {
    for (const path of names[id] ?? []) {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.uint8Array({ maxLength: 300 }),
            markup,
            value.map((one) => JSON.stringify(one) ?? ''),
            fc.json(),
          ),
          (content) => survives(feed, path, content),
        ),
        { numRuns: 150 },
      );
    }
  });
});
