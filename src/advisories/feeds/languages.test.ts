import { describe, expect, it } from 'vitest';
import { friendsofphp } from './friendsofphp.ts';
import { ghsa } from './ghsa.ts';
import { goVulndb } from './go-vulndb.ts';
import { osv } from './osv.ts';
import { pypa } from './pypa.ts';
import { rubysec } from './rubysec.ts';
import { rustsec } from './rustsec.ts';
import { readBy } from './testing.ts';

const osvFile = (record: object) => ({ 'one.json': JSON.stringify(record) });
const affecting = (ecosystem: string, name: string, rest: object) => ({ package: { ecosystem, name }, ...rest });
const range = (...events: object[]) => ({ ranges: [{ type: 'ECOSYSTEM', events }] });

describe('an OSV record', () => {
  it('becomes an advisory of the database that its id belongs to', async () => {
    const { advisories } = await readBy(
      osv,
      osvFile({
        id: 'GHSA-aaaa-bbbb-cccc',
        aliases: ['CVE-2030-1000'],
        summary: 'Reads too far',
        details: 'Much text.',
        modified: '2030-01-02T00:00:00Z',
        published: '2030-01-01T00:00:00Z',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        references: [{ type: 'WEB', url: 'https://example.com/a' }],
        database_specific: { severity: 'MODERATE', cwe_ids: ['CWE-125'] },
        affected: [affecting('npm', 'left', range({ introduced: '0' }, { fixed: '1.2.0' }))],
      }),
    );
    expect(advisories).toEqual([
      {
        id: 'GHSA-aaaa-bbbb-cccc',
        source: 'ghsa',
        aliases: ['CVE-2030-1000'],
        title: 'Reads too far',
        description: 'Much text.',
        severity: 'medium',
        cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
        cwes: ['CWE-125'],
        references: ['https://example.com/a'],
        published: '2030-01-01T00:00:00.000Z',
        modified: '2030-01-02T00:00:00.000Z',
        affected: [{ ecosystem: 'npm', name: 'left', ranges: [{ fixed: '1.2.0' }] }],
      },
    ]);
  });

  it('has a range for each pair of events; "0" is before every version', async () => {
    const events = [
      { introduced: '0' },
      { fixed: '1.2' },
      { introduced: '2.0' },
      { last_affected: '2.4' },
      { introduced: '3.0' },
    ];
    const { advisories } = await readBy(
      osv,
      osvFile({ id: 'X-1', affected: [affecting('PyPI', 'p', range(...events))] }),
    );
    expect(advisories[0]?.affected[0]?.ranges).toEqual([
      { fixed: '1.2' },
      { introduced: '2.0', lastAffected: '2.4' },
      { introduced: '3.0' },
    ]);
  });

  it('has the same ranges in whatever order its events stand, and of ends that end nothing none', async () => {
    const rangesOf = async (...events: object[]) =>
      (await readBy(osv, osvFile({ id: 'X-1', affected: [affecting('PyPI', 'p', range(...events))] }))).advisories[0]
        ?.affected[0]?.ranges;
    expect(await rangesOf({ introduced: '0' }, { introduced: '2.0' }, { fixed: '2.10' }, { fixed: '1.2' })).toEqual([
      { fixed: '1.2' },
      { introduced: '2.0', fixed: '2.10' },
    ]);
    expect(await rangesOf({ introduced: '1.0' }, { fixed: '1.2' }, { fixed: '1.3' })).toEqual([
      { introduced: '1.0', fixed: '1.2' },
    ]);
    expect(await rangesOf({ fixed: '1.2' })).toEqual([{ fixed: '1.2' }]);
  });

  it('ends a range where GitHub knows its end but no version that mends it', async () => {
    const open = (text: string) => ({
      ...range({ introduced: '1.0' }),
      database_specific: { last_known_affected_version_range: text },
    });
    const of = async (text: string) =>
      (await readBy(osv, osvFile({ id: 'GHSA-1', affected: [affecting('npm', 'p', open(text))] }))).advisories[0]
        ?.affected[0];
    expect(await of('<= 1.4')).toMatchObject({ ranges: [{ introduced: '1.0', lastAffected: '1.4' }] });
    expect(await of('< 1.4')).toMatchObject({ ranges: [], vulnerable: ['>=1.0 <1.4'] });
  });

  it('keeps the versions that it lists; of systems only where there is no range', async () => {
    const listed = { ...range({ introduced: '0' }, { fixed: '2' }), versions: ['1.0', '1.1'] };
    const { advisories } = await readBy(
      osv,
      osvFile({
        id: 'X-1',
        affected: [
          affecting('PyPI', 'p', listed),
          affecting('Debian:12', 'd', listed),
          affecting('Debian:11', 'd', { versions: ['1.0'] }),
        ],
      }),
    );
    expect(advisories[0]?.affected.map(({ ecosystem, versions }) => [ecosystem, versions])).toEqual([
      ['pypi', ['1.0', '1.1']],
      ['debian:12', undefined],
      ['debian:11', ['1.0']],
    ]);
  });

  it('that was withdrawn is left out, and told so that copies of it do not count either', async () => {
    const { advisories, enrichments, leftOut } = await readBy(
      osv,
      osvFile({ id: 'GO-1', withdrawn: '2030-01-01T00:00:00Z' }),
    );
    expect(advisories).toEqual([]);
    expect(enrichments).toEqual([{ enriches: 'withdrawn', id: 'GO-1', source: 'go-vulndb' }]);
    expect(leftOut).toEqual(['withdrawn']);
  });

  it('about commits alone, or another ecosystem, is left out', async () => {
    const git = { ranges: [{ type: 'GIT', repo: 'https://example.com/r', events: [{ introduced: '0' }] }] };
    const { leftOut } = await readBy(osv, {
      'a.json': JSON.stringify({ id: 'X-1', affected: [affecting('PyPI', 'p', git)] }),
      'b.json': JSON.stringify({ id: 'X-2', affected: [affecting('Android', 'p', range({ introduced: '0' }))] }),
      'c.json': JSON.stringify({ id: 'MAL-2030-1', affected: [affecting('npm', 'p', range({ introduced: '0' }))] }),
    });
    expect(leftOut).toEqual(['not-covered', 'not-covered', 'no-package']);
  });

  it('that is malformed is rejected with its place, and the others are read', async () => {
    const { advisories, rejected } = await readBy(osv, {
      'many.ndjson': [
        '{',
        JSON.stringify({ affected: [] }),
        JSON.stringify({ id: 'X-1', affected: [affecting('npm', 'p', range({ introduced: '0' }))] }),
      ].join('\n'),
    });
    expect(advisories.map(({ id }) => id)).toEqual(['X-1']);
    expect(rejected).toHaveLength(2);
    expect(rejected[1]).toBe('many.ndjson:2: it has no id');
  });

  it('may come in a list, or as YAML, whose versions stay text', async () => {
    const one = { id: 'X-1', affected: [affecting('npm', 'p', range({ introduced: '0' }))] };
    expect(
      (await readBy(osv, { 'all.json': JSON.stringify([one, 7, { ...one, id: 'X-2' }]) })).advisories.map(
        ({ id }) => id,
      ),
    ).toEqual(['X-1', 'X-2']);
    const yaml =
      'id: PYSEC-2030-1\naffected:\n- package: {name: p, ecosystem: PyPI}\n  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: 1.10\n    - fixed: 2.0\n';
    expect((await readBy(pypa, { 'vulns/p/PYSEC-2030-1.yaml': yaml })).advisories[0]?.affected[0]?.ranges).toEqual([
      { introduced: '1.10', fixed: '2.0' },
    ]);
  });

  it('of Go names functions', async () => {
    const imports = [{ path: 'example.com/m/p', symbols: ['Read'] }, { path: 'example.com/m/q' }];
    const record = {
      id: 'GO-2030-1',
      affected: [affecting('Go', 'example.com/m', { ...range({ introduced: '0' }), ecosystem_specific: { imports } })],
    };
    const { advisories } = await readBy(goVulndb, { 'GO-2030-1.json': JSON.stringify(record) });
    expect(advisories[0]?.affected[0]?.symbols).toEqual(['example.com/m/p.Read', 'example.com/m/q']);
  });

  it('of GitHub’s repository is one of its files that is called like an advisory', () => {
    expect(ghsa.takes('advisories/github-reviewed/2030/01/GHSA-aaaa-bbbb-cccc/GHSA-aaaa-bbbb-cccc.json')).toBe(true);
    expect(ghsa.takes('package.json')).toBe(false);
  });
});

describe('RustSec', () => {
  const advisory = (front: string) =>
    `\`\`\`toml\n[advisory]\nid = "RUSTSEC-2030-0001"\npackage = "crate-x"\ndate = "2030-01-01"\n${front}\n\`\`\`\n\n# It panics\n\nMuch text.\n`;

  it('says which versions are not affected', async () => {
    const text = advisory(
      'aliases = ["CVE-2030-1"]\n[versions]\npatched = [">= 1.2.3", "^0.9.4"]\nunaffected = ["< 0.5"]\n[affected]\nfunctions = { "crate_x::read" = ["< 1"] }',
    );
    const { advisories } = await readBy(rustsec, { 'crates/crate-x/RUSTSEC-2030-0001.md': text });
    expect(advisories[0]).toMatchObject({
      id: 'RUSTSEC-2030-0001',
      aliases: ['CVE-2030-1'],
      title: 'It panics',
      affected: [
        {
          ecosystem: 'cargo',
          name: 'crate-x',
          ranges: [],
          unaffected: ['>= 1.2.3', '^0.9.4', '< 0.5'],
          fixedVersions: ['1.2.3', '0.9.4'],
          symbols: ['crate_x::read'],
        },
      ],
    });
  });

  it('leaves out what is no vulnerability or was withdrawn', async () => {
    expect((await readBy(rustsec, { 'crates/c/R.md': advisory('informational = "unmaintained"') })).leftOut).toEqual([
      'informational',
    ]);
    expect((await readBy(rustsec, { 'crates/c/R.md': advisory('withdrawn = "2030-02-01"') })).leftOut).toEqual([
      'withdrawn',
    ]);
  });
});

describe('the Ruby database', () => {
  it('knows gems and interpreters, by what is patched and what never was affected', async () => {
    const { advisories } = await readBy(rubysec, {
      'gems/g/CVE-2030-5.yml':
        'gem: g\ncve: 2030-5000\nghsa: aaaa-bbbb-cccc\ncvss_v3: 7.5\nunaffected_versions:\n- "< 1.0"\npatched_versions:\n- "~> 1.4.10"\n- ">= 2.0"\n',
      'rubies/ruby/CVE-2030-6.yml': 'engine: ruby\ncve: 2030-6000\npatched_versions:\n- ">= 3.1.2"\n',
    });
    expect(advisories[0]).toMatchObject({
      id: 'CVE-2030-5000',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      severity: 'high',
      affected: [
        {
          ecosystem: 'gem',
          name: 'g',
          ranges: [],
          unaffected: ['~> 1.4.10', '>= 2.0', '< 1.0'],
          fixedVersions: ['1.4.10', '2.0'],
        },
      ],
    });
    expect(advisories[1]?.affected[0]).toMatchObject({ ecosystem: 'ruby', name: 'ruby' });
  });
});

describe('the PHP database', () => {
  it('has a constraint for each branch, whose parts all hold; times say nothing', async () => {
    const yaml =
      "title: XSS\ncve: CVE-2030-7000\nreference: composer://vendor/pack\nbranches:\n  1.x: {time: null, versions: ['>=1.0', '<1.2.3']}\n  2.x: {time: 2030-01-01 10:00:00, versions: ['<2.1']}\n";
    const { advisories } = await readBy(friendsofphp, { 'vendor/pack/CVE-2030-7000.yaml': yaml });
    expect(advisories[0]).toMatchObject({
      id: 'CVE-2030-7000',
      affected: [
        {
          ecosystem: 'composer',
          name: 'vendor/pack',
          vulnerable: ['>=1.0 <1.2.3', '<2.1'],
          fixedVersions: ['1.2.3', '2.1'],
        },
      ],
    });
  });

  it('calls those without a CVE like their file', async () => {
    const yaml = "title: t\ncve: ~\nreference: composer://v/p\nbranches:\n  1: {versions: ['<1']}\n";
    expect((await readBy(friendsofphp, { 'v/p/2030-01-01.yaml': yaml })).advisories[0]?.id).toBe('v/p/2030-01-01');
  });
});
