import { answersOf, type WrittenFacts } from '../../src/inventory/index.ts';
import type { Control, Framework } from '../../src/model/index.ts';
import { awsCatalog } from '../../src/sources/aws/catalog.ts';

const text = (en: string, ko: string) => ({ en, ko });

/** Two controls that tests understand at a glance. */
export const controls: Control[] = [
  {
    id: 'test-bucket-versioned',
    title: text('Buckets keep versions', '버킷은 버전을 보관합니다'),
    why: text('What was overwritten can be had back.', '덮어쓴 데이터를 되돌릴 수 있습니다.'),
    severity: 'high',
    kind: 'aws.s3.bucket',
    uses: ['s3:ListBuckets', 's3:GetBucketVersioning'],
    pass: 'asset.versioning.Status == "Enabled"',
    evidence: { versioning: 'asset.versioning' },
    remediation: {
      text: text('Turn versioning on.', '버전 관리를 켭니다.'),
      cli: 'aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled',
    },
    maps: { castle: ['1.1'] },
    tests: [{ name: 'none', facts: {}, expect: {} }],
  },
  {
    id: 'test-bucket-region',
    title: text('Buckets are where they may be', '버킷은 허용된 리전에 있습니다'),
    why: text('Data stays in the country.', '데이터가 국내에 보관됩니다.'),
    severity: 'critical',
    kind: 'aws.s3.bucket',
    params: { allowedRegions: { type: 'strings', default: [], title: text('Allowed regions', '허용 리전') } },
    uses: ['s3:ListBuckets'],
    pass: 'size(params.allowedRegions) == 0 || asset.BucketRegion in params.allowedRegions',
    evidence: { region: 'asset.BucketRegion' },
    remediation: { text: text('Move the bucket.', '버킷을 옮깁니다.') },
    maps: { castle: ['1.2'] },
    tests: [{ name: 'none', facts: {}, expect: {} }],
  },
];

export const castle: Framework = {
  id: 'castle',
  title: text('Castle order', '성곽 규정'),
  publisher: 'The court',
  version: '1',
  extent: 'whole',
  source: 'https://example.org/castle',
  requirements: [
    {
      id: '1',
      title: text('Stores', '창고'),
      children: [
        { id: '1.1', title: text('Nothing is lost', '아무것도 잃지 않습니다') },
        { id: '1.2', title: text('Nothing leaves', '아무것도 나가지 않습니다') },
        {
          id: '1.3',
          title: text('The warden reports', '성주가 보고합니다'),
          assessment: 'manual',
          evidence: text('Minutes', '회의록'),
        },
      ],
    },
  ],
};

/** One bucket in Seoul that keeps versions, one in Virginia that does not. */
export const twoBuckets: WrittenFacts = {
  's3:ListBuckets': [
    { Name: 'ledger', BucketRegion: 'ap-northeast-2' },
    { Name: 'scratch', BucketRegion: 'us-east-1' },
  ],
  's3:GetBucketVersioning(ledger)@ap-northeast-2': { Status: 'Enabled' },
  's3:GetBucketVersioning(scratch)': {},
};

/** Recorded calls as an upload carries them: one JSON record a line. */
export function ndjson(facts: WrittenFacts, at = '2026-01-01T00:00:00.000Z'): string {
  const lines: string[] = [];
  for (const { collection, items } of answersOf(awsCatalog, facts, { at })) {
    const { type: _type, pages: _pages, items: _items, complete: _complete, error: _error, ...call } = collection;
    const { startedAt: _startedAt, finishedAt: collectedAt, ...where } = call;
    items.forEach((data, item) => {
      lines.push(JSON.stringify({ type: 'fact', ...where, item, data, collectedAt }));
    });
    lines.push(JSON.stringify(collection));
  }
  return `${lines.join('\n')}\n`;
}
