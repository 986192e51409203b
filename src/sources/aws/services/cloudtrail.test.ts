import { describe, expect, it } from 'vitest';
import { startFakeAws } from '../../../../test/fake-aws.ts';
import type { AssetEntry, FactRecord, ItemOrigin, JsonObject } from '../../../model/index.ts';
import { collectAws } from '../collect.ts';
import { serverAccess } from '../credentials.ts';
import { cloudtrail } from './cloudtrail.ts';
import { ec2 } from './ec2.ts';
import { sts } from './sts.ts';

const makes = cloudtrail.calls.find((call) => call.operation === 'DescribeTrails')?.makes as AssetEntry;
const seenFrom = (account: string, region: string): ItemOrigin => ({
  tenant: 'default',
  connection: 'test',
  provider: 'aws',
  account,
  region,
  params: {},
});
const trail: JsonObject = {
  Name: 'main',
  TrailARN: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
  HomeRegion: 'eu-west-1',
  S3BucketName: 'trail-log',
  CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail:*',
};

describe('a trail', () => {
  it('is the same asset in its home region, wherever it is seen from', () => {
    for (const region of ['eu-west-1', 'us-east-1']) {
      const origin = seenFrom('111122223333', region);
      expect(makes.id(trail, origin)).toBe(trail.TrailARN);
      expect(makes.region?.(trail, origin)).toBe('eu-west-1');
    }
  });

  it('of the organisation is an asset of each member account beside the trail itself', () => {
    const shared = { ...trail, IsOrganizationTrail: true };
    expect(makes.id(shared, seenFrom('111122223333', 'eu-west-1'))).toBe(trail.TrailARN);
    expect(makes.id(shared, seenFrom('222233334444', 'eu-west-1'))).toBe(
      'aws:222233334444/arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
    );
  });

  it('logs to a bucket and to a log group, whose ARN is without the star that CloudTrail adds', () => {
    const origin = seenFrom('111122223333', 'eu-west-1');
    const to = (makes.relations ?? [])
      .filter(({ type }) => type === 'logs-to')
      .flatMap((entry) => entry.to(trail, origin));
    expect(to).toEqual(['arn:aws:s3:::trail-log', 'arn:aws:logs:eu-west-1:111122223333:log-group:trail']);
  });
});

describe('the event history', () => {
  it('is asked for the last day, one name after the other, and keeps who called what', async () => {
    const event = (EventName: string, token?: string) => ({
      EventId: `${EventName}${token ?? ''}`,
      EventName,
      EventTime: 1_780_000_000,
      CloudTrailEvent: JSON.stringify({
        userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/kim' },
        sourceIPAddress: '192.0.2.7',
        errorCode: 'AccessDenied',
        requestParameters: { userName: 'kim' },
      }),
    });
    const aws = await startFakeAws(['us-east-1', 'eu-west-1'], ({ params }) => {
      const [{ AttributeValue }] = params.LookupAttributes as [{ AttributeValue: string }];
      if (AttributeValue !== 'PutUserPolicy') return { body: { Events: [] } };
      return params.NextToken === undefined
        ? { body: { Events: [event(AttributeValue)], NextToken: 'more' } }
        : { body: { Events: [event(AttributeValue, '2')] } };
    });
    const records: FactRecord[] = [];
    const history = { ...cloudtrail, calls: cloudtrail.calls.filter(({ operation }) => operation === 'LookupEvents') };
    const regions = { ...ec2, calls: ec2.calls.filter(({ operation }) => operation === 'DescribeRegions') };
    await collectAws(
      {
        tenant: 't',
        connection: 'c',
        access: serverAccess({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }),
        needs: 'all',
        redactionKey: Buffer.alloc(32),
        now: () => new Date('2026-06-01T00:00:00Z'),
        endpoint: aws.endpoint,
        tables: [regions, history, sts],
      },
      { write: async (record) => void records.push(record) },
    );
    await aws.stop();
    const lookups = aws.requests.filter(({ operation }) => operation === 'LookupEvents');
    expect(new Set(lookups.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
    const from = new Date('2026-05-31T00:00:00Z').getTime() / 1000;
    for (const { params } of lookups) expect(params).toMatchObject({ StartTime: from, EndTime: from + 86_400 });
    const told = records.filter(({ operation }) => operation === 'LookupEvents');
    expect(told.filter(({ type }) => type === 'collection')).toMatchObject([
      { params: {}, complete: true, items: 2, pages: lookups.length },
    ]);
    expect(told.flatMap((record) => (record.type === 'fact' ? [record.data] : []))).toEqual(
      ['PutUserPolicy', 'PutUserPolicy2'].map((EventId) => ({
        EventId,
        EventName: 'PutUserPolicy',
        EventTime: new Date(1_780_000_000_000).toISOString(),
        userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/kim' },
        sourceIPAddress: '192.0.2.7',
        errorCode: 'AccessDenied',
      })),
    );
  });
});
