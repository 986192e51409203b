import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { activityOf, field } from './activity.fixture.ts';

describe('findings of AWS services', () => {
  it('GuardDuty is read from the event bus and from the API', () => {
    const finding = {
      schemaVersion: '2.0',
      accountId: '111122223333',
      region: 'ap-northeast-2',
      id: 'f-1',
      type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      severity: 8,
      updatedAt: '2026-11-01T10:00:00.000Z',
      service: {
        serviceName: 'guardduty',
        action: { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '198.51.100.7' } } },
      },
      resource: {
        resourceType: 'AccessKey',
        accessKeyDetails: { userName: 'ann', userType: 'IAMUser', accessKeyId: 'AKIAEXAMPLE' },
      },
    };
    const activity = {
      source: 'guardduty',
      action: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      actor: { id: 'arn:aws:iam::111122223333:user/ann', session: 'AKIAEXAMPLE' },
      ip: '198.51.100.7',
      classUid: 2004,
    };
    expect(activityOf(finding)).toMatchObject(activity);
    const capitals = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [key.charAt(0).toUpperCase() + key.slice(1), capitals(one)]),
          )
        : value;
    expect(activityOf(capitals(finding) as JsonObject)).toMatchObject(activity);
    expect(field(finding, 'severity')).toBe(8);
  });

  it('Security Hub and Inspector are read', () => {
    const asff = {
      SchemaVersion: '2018-10-08',
      Id: 'arn:aws:securityhub:x',
      ProductArn: 'arn:aws:securityhub:ap-northeast-2::product/aws/guardduty',
      AwsAccountId: '111122223333',
      Title: 'Port probe',
      UpdatedAt: '2026-11-01T10:00:00Z',
      Region: 'ap-northeast-2',
      Resources: [{ Id: 'arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1' }],
    };
    expect(activityOf(asff)).toMatchObject({
      source: 'security-hub',
      action: 'Port probe',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
      classUid: 2004,
    });
    const inspector = {
      findingArn: 'arn:aws:inspector2:ap-northeast-2:111122223333:finding/1',
      awsAccountId: '111122223333',
      type: 'PACKAGE_VULNERABILITY',
      severity: 'CRITICAL',
      updatedAt: '2026-11-01T10:00:00Z',
      resources: [{ id: 'i-1', type: 'AWS_EC2_INSTANCE' }],
    };
    expect(activityOf(inspector)).toMatchObject({
      source: 'inspector',
      region: 'ap-northeast-2',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
    });
  });
});
