import { describe, expect, it } from 'vitest';
import type { Control } from '../../model/index.ts';
import { type ExportFinding, exporters } from './index.ts';
import type { FindingsContext } from './types.ts';

const control: Control = {
  id: 'aws-s3-bucket-public-access',
  title: { en: 'Buckets are not public', ko: '버킷은 공개되지 않아야 합니다' },
  why: { en: 'Anybody reads them.', ko: '누구나 읽습니다.' },
  severity: 'critical',
  kind: 'aws.s3.bucket',
  uses: ['s3:ListBuckets'],
  pass: 'true',
  remediation: { text: { en: '1. Close it.', ko: '1. 닫습니다.' }, cli: 'aws s3api put-public-access-block' },
  maps: { 'cis-aws-3.0': ['2.1.4'] },
  tests: [{ name: 'x', facts: {}, expect: 'pass' }],
};

const finding = (parts: Partial<ExportFinding> = {}): ExportFinding => ({
  id: 'f00d',
  rule: control,
  severity: 'critical',
  status: 'open',
  asset: 'arn:aws:s3:::photos',
  assetName: 'photos',
  kind: 'aws.s3.bucket',
  provider: 'aws',
  account: '111122223333',
  region: 'ap-northeast-2',
  discriminator: '',
  evidence: { grants: ['AllUsers'] },
  firstSeen: '2026-01-01T00:00:00.000Z',
  lastSeen: '2026-02-01T00:00:00.000Z',
  ...parts,
});

const context: FindingsContext = { language: 'en', version: '1.2.3', generatedAt: '2026-02-01T00:00:00.000Z' };

async function written(
  format: keyof typeof exporters,
  findings: ExportFinding[],
  more: Partial<FindingsContext> = {},
): Promise<string> {
  let text = '';
  for await (const piece of exporters[format].write(findings, { ...context, ...more })) text += piece;
  return text;
}

describe('exports', () => {
  it('speak the reader’s language', async () => {
    for (const format of ['json', 'csv', 'ocsf', 'sarif', 'html'] as const) {
      const text = await written(format, [finding()], { language: 'ko' });
      expect(text).toContain('버킷은 공개되지 않아야 합니다');
    }
  });

  it('are whole with no finding at all', async () => {
    expect(JSON.parse(await written('json', []))).toMatchObject({ findings: [], unknown: [] });
    expect(JSON.parse(await written('sarif', []))).toMatchObject({ runs: [{ results: [] }] });
    expect(await written('ocsf', [])).toBe('');
    expect((await written('csv', [])).trim().split('\r\n')).toHaveLength(1);
    expect(await written('html', [])).toContain('Nothing failed.');
  });

  it('JSON keeps evidence and what is unknown', async () => {
    const unknown = [{ operation: 's3:GetBucketAcl', code: 'AccessDenied', results: 3 }];
    const parsed = JSON.parse(await written('json', [finding()], { unknown }));
    expect(parsed).toMatchObject({ findings: [{ id: 'f00d', evidence: { grants: ['AllUsers'] } }], unknown });
  });

  it('CSV lets no name become a formula, and keeps commas, quotes and lines inside cells', async () => {
    const text = await written('csv', [finding({ assetName: '=HYPERLINK("http://x")', discriminator: 'a,b\nc' })]);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).toContain('"a,b\nc"');
  });

  it('HTML shows hostile names as text', async () => {
    const text = await written('html', [finding({ assetName: '<script>alert(1)</script>' })]);
    expect(text).not.toContain('<script');
    expect(text).toContain('&#60;script&#62;');
  });

  it('SARIF gives each control once, a stable fingerprint, and suppresses exceptions', async () => {
    const { runs } = JSON.parse(await written('sarif', [finding(), finding({ id: 'beef', excepted: true })]));
    expect(runs[0].tool.driver.rules).toHaveLength(1);
    expect(runs[0].results.map((result: { partialFingerprints: object }) => result.partialFingerprints)).toEqual([
      { 'hwaseong/finding': 'f00d' },
      { 'hwaseong/finding': 'beef' },
    ]);
    expect(runs[0].results[1].suppressions).toEqual([{ kind: 'external', status: 'accepted' }]);
  });

  it('SARIF tells files of sources at their lines, one result for each', async () => {
    const evidence = { paths: ['a b/go.mod', 'web/yarn.lock'], lines: [[3, 5], null] };
    const { runs } = JSON.parse(await written('sarif', [finding({ kind: 'code.folder', evidence })]));
    const told = runs[0].results.map(
      (result: { partialFingerprints: object; locations: { physicalLocation: object }[] }) => [
        result.partialFingerprints,
        result.locations[0]?.physicalLocation,
      ],
    );
    const at = (uri: string, region: object) => ({ artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region });
    expect(told).toEqual([
      [{ 'hwaseong/finding': 'f00d' }, at('a%20b/go.mod', { startLine: 3, endLine: 5 })],
      [{ 'hwaseong/finding': 'f00d/1' }, at('web/yarn.lock', { startLine: 1 })],
    ]);
  });

  it('OCSF gives a compliance finding a line, closed when resolved', async () => {
    const lines = (await written('ocsf', [finding(), finding({ status: 'resolved' })])).trim().split('\n');
    const [open, closed] = lines.map((line) => JSON.parse(line));
    expect(open).toMatchObject({
      class_uid: 2003,
      type_uid: 200301,
      severity_id: 5,
      time: Date.parse('2026-02-01T00:00:00.000Z'),
      compliance: { requirements: ['cis-aws-3.0 2.1.4'], status_id: 3 },
      cloud: { provider: 'AWS', account: { uid: '111122223333' } },
    });
    expect(closed).toMatchObject({ type_uid: 200303, status_id: 4 });
  });
});
