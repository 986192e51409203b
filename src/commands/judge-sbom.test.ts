import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAdvisories } from '../advisories/database/build.ts';
import type { Feed } from '../advisories/feeds/index.ts';
import type { Advisory } from '../model/index.ts';
import { judgeSbom, sbomIn } from './judge-sbom.ts';

const folder = mkdtempSync(join(tmpdir(), 'judge-sbom-'));
const at = (name: string) => join(folder, name);
const now = new Date();
afterAll(() => rmSync(folder, { recursive: true }));

const advisory: Advisory = {
  id: 'CVE-2026-0001',
  source: 'test',
  aliases: [],
  severity: 'high',
  affected: [{ ecosystem: 'npm', name: 'one', ranges: [{ fixed: '1.2.0' }] }],
};
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name: 'registry.example/app' } },
  components: ['pkg:npm/one@1.0.0', 'pkg:npm/two@1.0.0'].map((purl) => ({ type: 'library', name: purl, purl })),
};

beforeAll(async () => {
  const feed: Feed = {
    id: 'test',
    title: 'Test',
    licence: 'CC0-1.0',
    ecosystems: [],
    published: {},
    takes: () => true,
    async *read() {
      yield advisory;
    },
  };
  const ready = { feed, root: folder, asOf: now, validators: {} };
  await buildAdvisories(at('advisories.sqlite'), { read: [ready], failed: [] }, { now });
  writeFileSync(at('app.json'), JSON.stringify(document));
});

const judged = async (name: string) => {
  const read = await sbomIn(at(name));
  if (read === undefined) return undefined;
  return judgeSbom(read, { cache: false, connection: 'cli', db: at('advisories.sqlite') }, 'en');
};

describe('a bill of materials in place of an image', () => {
  it('is judged by its packages, and by nothing that it does not tell', async () => {
    const { image, report } = (await judged('app.json')) ?? {};
    expect(image?.name).toBe('registry.example/app');
    expect(report?.findings).toMatchObject([
      { control: 'CVE-2026-0001', kind: 'oci.bom', severity: 'high', evidence: { fixed: ['1.2.0'] } },
    ]);
    expect(report?.software?.packages).toBe(2);
    expect(report?.incomplete).toBe(false);
  });

  it('tells that what has no purl is not judged', async () => {
    const components = [...document.components, { type: 'library', name: 'three' }];
    writeFileSync(at('partly.json'), JSON.stringify({ ...document, components }));
    expect((await judged('partly.json'))?.report.incomplete).toBe(true);
  });

  it('is told apart from archives, references and other documents', async () => {
    writeFileSync(at('image.tar'), Buffer.alloc(1024));
    writeFileSync(at('other.json'), '{"a":1}');
    expect(await judged('image.tar')).toBeUndefined();
    expect(await judged('registry.example/app:1')).toBeUndefined();
    await expect(judged('other.json')).rejects.toMatchObject({ code: 'sbom-unreadable' });
  });
});
