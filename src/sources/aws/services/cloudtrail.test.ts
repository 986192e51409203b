import { describe, expect, it } from 'vitest';
import type { AssetEntry, ItemOrigin, JsonObject } from '../../../model/index.ts';
import { cloudtrail } from './cloudtrail.ts';

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
