import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bom, Package, PackageType } from '../../model/index.ts';
import { purlOf } from '../../sources/packages/index.ts';
import { readSbom } from '../../sources/sbom/index.ts';
import { sbomFormats, writeSbom } from './index.ts';
import type { SbomFinding, SbomInput } from './types.ts';

const now = new Date('2026-11-28T10:00:00.123Z');
const one: Package = {
  type: 'deb',
  name: 'libone',
  version: '1:1.0-2',
  purl: 'pkg:deb/debian/libone@1%3A1.0-2?arch=amd64&distro=debian-12',
  arch: 'amd64',
  source: { name: 'one', version: '1.0-2' },
  licenses: ['MIT', 'Some licence'],
  supplier: 'Example  Team',
  locations: [{ path: 'var/lib/dpkg/status', layer: 'sha256:11' }],
};
const two: Package = {
  type: 'npm',
  name: '@scope/two',
  version: '2.0.0',
  purl: 'pkg:npm/%40scope/two@2.0.0',
  licenses: ['MIT OR Apache-2.0'],
  relationship: 'direct',
  dependsOn: ['pkg:npm/three@3.0.0'],
  locations: [{ path: 'app/package-lock.json', lines: [3, 9] }],
};
const three: Package = {
  type: 'npm',
  name: 'three',
  version: '3.0.0',
  purl: 'pkg:npm/three@3.0.0',
  relationship: 'indirect',
  development: true,
  ownedBy: one.purl,
  locations: [],
};
const bom: Bom = {
  distribution: { id: 'debian', version: '12', codename: 'bookworm', name: 'Debian 12', like: ['base'] },
  packages: [two, three, one],
  unread: [{ path: 'a.jar', code: 'malformed', reason: 'broken' }],
};
const input: SbomInput = {
  subject: { name: 'registry.example/app:1', kind: 'container', digest: `sha256:${'0'.repeat(64)}` },
  bom,
  version: '0.1.0',
  now,
};

function findingOf(purl: string, waiver?: SbomFinding['waiver']): SbomFinding {
  const text = { en: 'text', ko: '글' };
  return {
    rule: {
      id: 'CVE-2026-0001',
      title: text,
      why: text,
      severity: 'high',
      kind: 'oci.image',
      remediation: { text },
      vulnerability: {
        id: 'CVE-2026-0001',
        aliases: [],
        severities: {},
        cwes: ['CWE-79', 'other'],
        description: 'A description',
        references: ['https://example.com/a', 'no address'],
        published: '2026-01-02T03:04:05Z',
        cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
      },
    },
    severity: 'high',
    evidence: { purl, installed: '2.0.0', because: { source: 'ghsa' } },
    ...(waiver !== undefined && { waiver }),
  };
}

/** The schemas as CycloneDX publishes them. */
function cycloneDxSchema() {
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
    'res/schema',
  );
  const read = (name: string) => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema({ ...read(file), $id: `http://cyclonedx.org/schema/${file}` });
  }
  return ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
}

/** Packages as they can be told apart from others, in one order. */
function sorted({ packages }: Bom): Package[] {
  const key = ({ purl, ownedBy = '' }: Package) => `${purl}\n${ownedBy}`;
  return [...packages].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

describe('a bill of materials', () => {
  for (const format of sbomFormats) {
    it(`as ${format} says all that we know, and is read again as it was`, () => {
      const document = readSbom(Buffer.from(writeSbom(format, input)));
      expect(sorted(document.bom)).toEqual(
        // SPDX has one blank where there are several.
        sorted(bom).map((pkg) =>
          format === 'spdx' && pkg.supplier !== undefined ? { ...pkg, supplier: 'Example Team' } : pkg,
        ),
      );
      expect(document.bom.distribution).toEqual(bom.distribution);
      expect(document.name).toContain('registry.example/app:1');
    });

    it(`as ${format} is the same for the same software, but for its time`, () => {
      const text = writeSbom(format, input);
      const later = writeSbom(format, { ...input, bom: { ...bom, packages: [one, two, three] }, now: new Date(0) });
      const times = /2026-11-28T10:00:00(?:\.123)?Z|1970-01-01T00:00:00(?:\.000)?Z/g;
      expect(later.replace(times, 'now')).toBe(text.replace(times, 'now'));
      expect(
        writeSbom(format, { ...input, subject: { ...input.subject, name: 'other' } }).replace('other', ''),
      ).not.toBe(text.replace('registry.example/app:1', ''));
    });
  }

  it('as CycloneDX fits its schema, with vulnerabilities and what is said of them', () => {
    const waiver = { by: 'vex.json', reason: 'not-affected: vulnerable_code_not_in_execute_path' };
    const findings = [
      findingOf(two.purl),
      findingOf(three.purl, waiver),
      findingOf(one.purl, { by: 'ignore', reason: 'accepted' }),
    ];
    const document = JSON.parse(writeSbom('cyclonedx', { ...input, findings }));
    const valid = cycloneDxSchema();
    expect(valid(document), JSON.stringify(valid.errors)).toBe(true);
    expect(document.vulnerabilities.map(({ analysis }: { analysis?: unknown }) => analysis)).toEqual([
      undefined,
      { state: 'exploitable', response: ['will_not_fix'], detail: 'accepted (ignore)' },
      {
        state: 'not_affected',
        justification: 'code_not_reachable',
        detail: 'not-affected: vulnerable_code_not_in_execute_path (vex.json)',
      },
    ]);
    expect(document.vulnerabilities[0]).toMatchObject({
      cwes: [79],
      advisories: [{ url: 'https://example.com/a' }],
      affects: [{ ref: two.purl, versions: [{ version: '2.0.0', status: 'affected' }] }],
    });
    expect(document.compositions).toEqual([{ aggregate: 'incomplete', assemblies: ['subject'] }]);
  });

  it('as SPDX has expressions alone as licences, and no two elements of one id', () => {
    const document = JSON.parse(writeSbom('spdx', { ...input, findings: [findingOf(two.purl)] }));
    const declared = document.packages.map(({ licenseDeclared }: { licenseDeclared: string }) => licenseDeclared);
    expect(declared).toEqual(['NOASSERTION', 'NOASSERTION', 'NOASSERTION', 'MIT OR Apache-2.0', 'NOASSERTION']);
    const ids = document.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.packages[3].externalRefs[1].referenceLocator).toBe(
      'https://nvd.nist.gov/vuln/detail/CVE-2026-0001',
    );
  });

  it('of any packages is read again with the same packages and edges', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9._+-]{0,8}$/);
    const types: PackageType[] = ['npm', 'golang', 'maven', 'pypi', 'deb', 'rpm', 'apk', 'gem', 'cargo', 'composer'];
    const any = fc.record({
      type: fc.constantFrom(...types),
      group: word,
      name: word,
      version: fc.stringMatching(/^[0-9][a-zA-Z0-9.+~^-]{0,8}$/),
      licenses: fc.array(
        fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text),
        { maxLength: 2 },
      ),
      path: fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text),
      needs: fc.array(fc.nat(30), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (all) => {
        const packages = new Map<string, Package & { needs: number[] }>();
        for (const { type, group, name, version, licenses, path: place, needs } of all) {
          const whole = type === 'maven' ? `${group}:${name}` : type === 'composer' ? `${group}/${name}` : name;
          const canonical = type === 'pypi' ? whole.replace(/[-_.]+/g, '-') : whole;
          const purl = purlOf({ type, name: canonical, version });
          const said = licenses.length > 0 ? { licenses } : {};
          packages.set(purl, { type, name: canonical, version, purl, ...said, locations: [{ path: place }], needs });
        }
        const list = [...packages.values()];
        const purls = list.map(({ purl }) => purl);
        const whole: Bom = {
          unread: [],
          packages: list.map(({ needs, ...pkg }) => {
            const dependsOn = [...new Set(needs.flatMap((at) => purls[at] ?? []))].sort();
            return dependsOn.length > 0 ? { ...pkg, dependsOn } : pkg;
          }),
        };
        for (const format of sbomFormats) {
          const { bom: back } = readSbom(Buffer.from(writeSbom(format, { ...input, bom: whole })));
          expect(sorted(back)).toEqual(sorted(whole));
        }
      }),
      { numRuns: 100 },
    );
  });
});
