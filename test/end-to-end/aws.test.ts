import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentDir, loadControls } from '../../src/content/index.ts';
import { productEngine } from '../../src/findings/engine.ts';
import { judgeFacts } from '../../src/findings/judge-facts.ts';
import type { Result } from '../../src/model/index.ts';
import { awsCatalog } from '../../src/sources/aws/index.ts';
import { motoServer } from '../moto.ts';
import { type Ended, run } from './command.ts';
import { type Organization, startOrganization } from './organization.ts';
import { type Planted, seed } from './seed/index.ts';

interface Finding {
  account: string;
  rule: { id: string };
  asset: string;
  assetName: string;
  discriminator: string;
}

/** True if a finding is about what was planted: by the asset's id or name, or by the element of a list. */
function names(finding: Omit<Finding, 'rule'>, planted: string): boolean {
  return [finding.asset, finding.assetName, finding.discriminator].some(
    (name) => name === planted || name.endsWith(`/${planted}`) || name.endsWith(`:${planted}`),
  );
}

const paramsFile = `
organization:
  aws-ec2-instance-large-outside-regions: { allowedRegions: [ap-northeast-2] }
`;

describe.skipIf(!motoServer)('an organisation with planted faults, each beside its clean twin', () => {
  let organization: Organization;
  let planted: Planted[];
  let scan: Ended;
  let findings: Finding[];
  let facts: string;
  let params: string;

  beforeAll(async () => {
    organization = await startOrganization();
    const { management, member, env, dir, daysAgo } = organization;
    planted = await seed(management, member, daysAgo);
    facts = path.join(dir, 'facts');
    params = path.join(dir, 'params.yaml');
    await writeFile(params, paramsFile);
    scan = await run(
      [
        'scan',
        'aws',
        '--organization',
        '--params',
        params,
        '--facts',
        facts,
        '--format',
        'json',
        '--out',
        path.join(dir, 'findings.json'),
      ],
      env,
    );
    ({ findings } = JSON.parse(await readFile(path.join(dir, 'findings.json'), 'utf8')) as { findings: Finding[] });
  }, 600_000);
  afterAll(() => organization?.stop());

  const of = (control: string) => findings.filter((finding) => finding.rule.id === control);

  it('is collected from the whole of both accounts', () => {
    expect(scan).toMatchObject({ code: 1, out: '' });
    expect(new Set(findings.map(({ account }) => account))).toEqual(
      new Set([organization.management.account, organization.member.account]),
    );
  });

  it('has a finding for every planted fault', () => {
    const missed = planted.filter(({ control, bad }) => !of(control).some((finding) => names(finding, bad)));
    expect(missed).toEqual([]);
    expect(planted.length).toBeGreaterThan(130);
  });

  it('has none for any clean twin', () => {
    const blamed = planted.filter(({ control, good }) => of(control).some((finding) => names(finding, good)));
    expect(blamed).toEqual([]);
  });

  it('passes the clean twins, and does not only fail to judge them', async () => {
    const engine = await productEngine();
    const controls = (await loadControls(`${contentDir()}/controls`)).map((control) => engine.compile(control));
    const results: (Result & { assetName: string })[] = [];
    const tell = (result: Result) => results.push({ ...result, assetName: result.asset.split('/').at(-1) ?? '' });
    await judgeFacts(
      facts,
      awsCatalog,
      controls,
      { now: new Date(), params: () => ({ allowedRegions: ['ap-northeast-2'] }) },
      tell,
    );
    const unsure = planted.filter(({ control, good }) => {
      const statuses = results.filter((result) => result.control === control && names(result, good));
      return statuses.length === 0 || statuses.some(({ status }) => status !== 'pass');
    });
    expect(unsure).toEqual([]);
  });

  it('reaches over more than twenty services', () => {
    const services = new Set(planted.map(({ control }) => control.split('-')[1]));
    expect(services.size).toBeGreaterThan(25);
  });

  describe('from its recording', () => {
    const judged = (...args: string[]) => run(['scan', 'facts', facts, '--params', params, ...args]);

    it('gives the same findings', async () => {
      const again = await judged('--format', 'json');
      expect(again.code).toBe(1);
      const ids = (list: (Finding & { id?: string })[]) => list.map(({ id }) => id).sort();
      expect(ids((JSON.parse(again.out) as { findings: Finding[] }).findings)).toEqual(ids(findings));
    });

    it('prints every format as it should be read', async () => {
      const sarif = JSON.parse((await judged('--format', 'sarif')).out);
      expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ results: expect.any(Array) }] });
      expect(sarif.runs[0].results).toHaveLength(findings.length);
      const ocsf = (await judged('--format', 'ocsf')).out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(ocsf).toHaveLength(findings.length);
      expect(ocsf[0]).toMatchObject({ class_uid: 2003 });
      const csv = (await judged('--format', 'csv')).out;
      expect(csv.split('\n')[0]).toContain('severity');
      expect(csv.split('\n').length).toBeGreaterThan(findings.length);
      const html = (await judged('--format', 'html')).out;
      expect(html).toMatch(/^<!doctype html>/i);
      expect(html).toContain('</html>');
      const table = await judged('--no-color');
      expect(table.out).toContain('s3-bucket-policy-public-bad');
    });

    it('speaks Korean where the terminal does', async () => {
      const { out } = await run(['scan', 'facts', facts, '--controls', 'aws-s3-bucket-policy-public'], {
        LANG: 'ko_KR.UTF-8',
      });
      expect(out).toContain('버킷');
    });

    it('ends with 1 where something failed, with 3 where nothing did but calls went unanswered', async () => {
      expect((await judged('--controls', 'aws-s3-bucket-policy-public')).code).toBe(1);
      // moto knows most calls, not all.
      expect((await judged('--controls', 'aws-organizations-member')).code).toBe(3);
    });
  });
});
