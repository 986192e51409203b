import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../model/index.ts';
import { ignoring, loadIgnoreFile } from './ignore.ts';
import type { Waivable } from './types.ts';
import { loadVex, statementsIn } from './vex.ts';

const openssl: Waivable = {
  id: 'CVE-2026-0001',
  aliases: ['GHSA-aaaa-bbbb-cccc'],
  names: ['registry.example/team/app:1', `sha256:${'0'.repeat(64)}`],
  package: {
    type: 'deb',
    name: 'openssl',
    version: '3.0.1-1',
    purl: 'pkg:deb/debian/openssl@3.0.1-1?arch=amd64',
    locations: [{ path: 'var/lib/dpkg/status' }],
  },
  paths: ['var/lib/dpkg/status'],
  unfixed: false,
};
const now = new Date('2026-11-28T12:00:00Z');

describe('an ignore file', () => {
  const waives = (entry: object, finding = openssl) =>
    ignoring({ ignore: [{ id: 'CVE-2026-0001', reason: 'not reachable', ...entry }] }, 'ignore.yaml', now).waives(
      finding,
    );

  it('waives by id or alias, with its reason', () => {
    expect(waives({})).toEqual({ by: 'ignore.yaml', reason: 'not reachable' });
    expect(waives({ id: 'GHSA-aaaa-bbbb-cccc' })).toBeDefined();
    expect(waives({ id: 'CVE-2026-*' })).toBeDefined();
    expect(waives({ id: 'CVE-2026-0002' })).toBeUndefined();
  });

  it('asks every scope that is given', () => {
    expect(waives({ packages: ['openssl'], images: ['registry.example/team/*'] })).toBeDefined();
    expect(waives({ packages: ['openssl'], images: ['registry.example/other/*'] })).toBeUndefined();
    expect(waives({ packages: ['pkg:deb/debian/openssl@3.0.1-1*'] })).toBeDefined();
    expect(waives({ paths: ['usr/*'] })).toBeUndefined();
  });

  it('counts through its last day and no longer, and tells what is over', () => {
    expect(waives({ expires: '2026-11-28' })).toMatchObject({ expires: '2026-11-28' });
    expect(waives({ expires: '2026-11-27' })).toBeUndefined();
    const { expired } = ignoring({ ignore: [{ id: 'x', reason: 'old', expires: '2026-11-27' }] }, 'f', now);
    expect(expired).toHaveLength(1);
  });

  it('is refused with its place where it is malformed', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'hwaseong-test-')), 'ignore.yaml');
    await writeFile(file, 'ignore:\n  - id: CVE-2026-0001\n');
    await expect(loadIgnoreFile(file, now)).rejects.toThrow(/ignore\.yaml:2/);
  });
});

describe('VEX', () => {
  const openVex = (statement: object) => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    timestamp: '2026-11-01T00:00:00Z',
    statements: [{ vulnerability: { name: 'CVE-2026-0001' }, ...statement }],
  });
  async function waiver(...documents: object[]) {
    const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-test-'));
    const files = documents.map((_, index) => path.join(dir, `${index}.json`));
    await Promise.all(documents.map((document, index) => writeFile(files[index] as string, JSON.stringify(document))));
    return (await loadVex(files))(openssl);
  }
  const product = { '@id': 'pkg:deb/debian/openssl' };

  it('OpenVEX waives what is not affected or fixed, and nothing else', async () => {
    const because = { justification: 'vulnerable_code_not_in_execute_path' };
    expect(await waiver(openVex({ status: 'not_affected', products: [product], ...because }))).toMatchObject({
      reason: 'not-affected: vulnerable_code_not_in_execute_path',
    });
    expect(await waiver(openVex({ status: 'fixed', products: [product] }))).toBeDefined();
    expect(await waiver(openVex({ status: 'affected', products: [product] }))).toBeUndefined();
    expect(await waiver(openVex({ status: 'under_investigation', products: [product] }))).toBeUndefined();
  });

  it('is about the product it names: a version or qualifier left out fits any', async () => {
    const status = 'not_affected';
    expect(await waiver(openVex({ status, products: [{ '@id': 'pkg:deb/debian/openssl@3.0.1-1' }] }))).toBeDefined();
    expect(await waiver(openVex({ status, products: [{ '@id': 'pkg:deb/debian/openssl@3.0.2-1' }] }))).toBeUndefined();
    expect(
      await waiver(openVex({ status, products: [{ '@id': 'pkg:deb/debian/openssl?arch=arm64' }] })),
    ).toBeUndefined();
    expect(await waiver(openVex({ status, products: [{ '@id': 'pkg:deb/debian/curl' }] }))).toBeUndefined();
  });

  it('may name the image, with the package as a part of it', async () => {
    const image = { '@id': 'registry.example/team/app:1' };
    const status = 'not_affected';
    expect(await waiver(openVex({ status, products: [{ ...image, subcomponents: [product] }] }))).toBeDefined();
    expect(
      await waiver(openVex({ status, products: [{ ...image, subcomponents: [{ '@id': 'pkg:deb/debian/curl' }] }] })),
    ).toBeUndefined();
  });

  it('the newest statement counts', async () => {
    const before = openVex({ status: 'not_affected', products: [product] });
    const after = openVex({ status: 'affected', products: [product], timestamp: '2026-11-02T00:00:00Z' });
    expect(await waiver(before, after)).toBeUndefined();
    expect(await waiver(after, before)).toBeUndefined();
  });

  it('CycloneDX: by the analysis and the component it affects', async () => {
    const document = (state: string) => ({
      bomFormat: 'CycloneDX',
      components: [{ 'bom-ref': 'a', purl: 'pkg:deb/debian/openssl@3.0.1-1' }],
      vulnerabilities: [{ id: 'CVE-2026-0001', analysis: { state }, affects: [{ ref: 'a' }] }],
    });
    expect(await waiver(document('false_positive'))).toBeDefined();
    expect(await waiver(document('exploitable'))).toBeUndefined();
  });

  it('CSAF: by product status, through relationships', async () => {
    const document = {
      document: { csaf_version: '2.0', tracking: { current_release_date: '2026-11-01T00:00:00Z' } },
      product_tree: {
        branches: [
          { product: { product_id: 'image' } },
          { product: { product_id: 'ssl', product_identification_helper: { purl: 'pkg:deb/debian/openssl@3.0.1-1' } } },
        ],
        full_product_names: [
          { product_id: 'image-name', product_identification_helper: { purl: 'registry.example/team/app:1' } },
        ],
        relationships: [
          {
            full_product_name: { product_id: 'both' },
            product_reference: 'ssl',
            relates_to_product_reference: 'image-name',
          },
        ],
      },
      vulnerabilities: [
        {
          cve: 'CVE-2026-0001',
          product_status: { known_not_affected: ['both'] },
          flags: [{ label: 'component_not_present', product_ids: ['both'] }],
        },
      ],
    };
    expect(await waiver(document)).toMatchObject({ reason: 'not-affected: component_not_present' });
  });

  it('is refused where it is none of these', () => {
    expect(() => statementsIn({ hello: 1 }, 'x.json')).toThrow(UserError);
  });

  it('any JSON gives statements or one sentence', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        try {
          expect(Array.isArray(statementsIn(document, 'x'))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});
