import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAdvisories } from '../advisories/database/build.ts';
import type { Feed } from '../advisories/feeds/index.ts';
import type { Advisory } from '../model/index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'scan-dir-'));
const at = (name: string) => path.join(root, name);
afterAll(() => rmSync(root, { recursive: true }));

const advisory = (id: string, name: string, fixed?: string): Advisory => ({
  id,
  source: 'test',
  aliases: [],
  severity: 'high',
  affected: [{ ecosystem: 'npm', name, ranges: [fixed === undefined ? {} : { fixed }] }],
});

beforeAll(async () => {
  const feed: Feed = {
    id: 'test',
    title: 'Test',
    licence: 'CC0-1.0',
    ecosystems: [],
    published: {},
    takes: () => true,
    async *read() {
      yield advisory('CVE-2026-0001', 'one', '1.2.0');
      yield advisory('CVE-2026-0002', 'two');
    },
  };
  const now = new Date();
  const ready = { feed, root, asOf: now, validators: {} };
  await buildAdvisories(at('advisories.sqlite'), { read: [ready], failed: [] }, { now });
  mkdirSync(at('shop/config'), { recursive: true });
  const packages = {
    '': { dependencies: { one: '1.0.0', two: '1.0.0' } },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/two': { version: '1.0.0' },
  };
  writeFileSync(at('shop/package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }, null, 2));
  writeFileSync(at('shop/config/app.yml'), 'a: 1\ndb_password: "hG7!kd82Lq"\n');
  writeFileSync(
    at('ignore.yaml'),
    'ignore:\n  - id: CVE-2026-0001\n    paths: [package-lock.json]\n    reason: Not called.\n',
  );
});

/** Runs the program as a person does, without credentials of anybody. */
async function run(...words: string[]) {
  const env = {
    PATH: process.env.PATH ?? '',
    HWASEONG_LANG: 'en',
    XDG_DATA_HOME: at('data'),
    HWASEONG_ADVISORIES: at('advisories.sqlite'),
  };
  const child = spawn(process.execPath, ['src/main.ts', 'scan', ...words], { env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('hwaseong scan dir', () => {
  it('tells vulnerable packages of lock files and secrets, each at its line', async () => {
    const { code, out } = await run('dir', at('shop'), '--format', 'sarif');
    expect(code).toBe(1);
    const { results } = JSON.parse(out).runs[0];
    const places = results.map((result: { ruleId: string; locations: { physicalLocation: object }[] }) => [
      result.ruleId,
      result.locations[0]?.physicalLocation,
    ]);
    const file = (uri: string, startLine: number, endLine?: number) => ({
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: { startLine, ...(endLine !== undefined && { endLine }) },
    });
    expect(places).toEqual([
      ['CVE-2026-0001', file('package-lock.json', 10, 12)],
      ['CVE-2026-0002', file('package-lock.json', 13, 15)],
      ['code-folder-secrets', file('config/app.yml', 2)],
    ]);
  });

  it('takes exceptions, leaves out what nothing mends, and counts by severity', async () => {
    const waived = ['--ignore', at('ignore.yaml'), '--ignore-unfixed'];
    const { out } = await run('dir', at('shop'), ...waived);
    expect(out).toContain('2 not counted');
    expect(out).not.toContain('CVE-2026');
    expect((await run('dir', at('shop'), ...waived, '--fail-on', 'critical')).code).toBe(0);
  });

  it('writes a bill of materials of the folder with what is wrong in it', async () => {
    const { out } = await run('dir', at('shop'), '--name', 'shop', '--format', 'cyclonedx');
    const { metadata, components, vulnerabilities } = JSON.parse(out);
    expect(metadata.component).toMatchObject({ name: 'shop' });
    expect(components.map(({ purl }: { purl: string }) => purl)).toEqual(['pkg:npm/one@1.0.0', 'pkg:npm/two@1.0.0']);
    expect(vulnerabilities).toHaveLength(2);
  });

  it('is what "scan image" points to for a folder that is no image', async () => {
    const { err } = await run('image', at('shop'));
    expect(err).toContain(`"hwaseong scan dir ${at('shop')}"`);
  });

  it('records facts that are judged again as they were', async () => {
    const first = await run('dir', at('shop'), '--facts', at('facts'), '--format', 'json');
    const again = await run('facts', at('facts'), '--format', 'json');
    const ids = (text: string) => JSON.parse(text).findings.map(({ id }: { id: string }) => id);
    expect(ids(again.out)).toEqual(ids(first.out));
    const waived = await run('facts', at('facts'), '--ignore', at('ignore.yaml'), '--format', 'json');
    expect(ids(waived.out)).toHaveLength(3);
    expect(
      JSON.parse(waived.out).findings.filter((one: { status?: string; excepted?: boolean }) => one.excepted),
    ).toHaveLength(1);
  });
});
