import { describe, expect, it } from 'vitest';
import type { Activity, JsonObject } from '../../model/index.ts';
import { activityOf, field } from './activity.fixture.ts';
import { recognise } from './index.ts';

const cloudtrail = {
  eventVersion: '1.09',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ann',
  },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketAcl',
  awsRegion: 'ap-northeast-2',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31',
  requestParameters: { bucketName: 'photos' },
  responseElements: null,
  eventID: 'e-1',
  recipientAccountId: '111122223333',
};

describe('CloudTrail', () => {
  it('says who did what to what', () => {
    expect(activityOf(cloudtrail)).toEqual({
      id: 'e-1',
      source: 'cloudtrail',
      time: '2026-11-01T10:00:00.000Z',
      action: 'PutBucketAcl',
      service: 's3.amazonaws.com',
      outcome: 'success',
      actor: { type: 'user', id: 'arn:aws:iam::111122223333:user/ann', name: 'ann', session: 'AKIAEXAMPLE' },
      account: '111122223333',
      region: 'ap-northeast-2',
      ip: '198.51.100.7',
      agent: 'aws-cli/2.31',
      assets: ['arn:aws:s3:::photos'],
      classUid: 6003,
    });
  });

  it.each<[string, JsonObject, Activity['actor']]>([
    [
      'the role of a session',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/build-7',
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ci/deploy', userName: 'deploy' } },
      },
      { type: 'role', id: 'arn:aws:iam::111122223333:role/ci/deploy', name: 'deploy', session: 'ASIAEXAMPLE' },
    ],
    [
      'the role of a session whose issuer is not told',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/build-7' },
      { type: 'role', id: 'arn:aws:iam::111122223333:role/deploy', name: 'deploy', session: 'build-7' },
    ],
    [
      'the person in a role of IAM Identity Center, which many share',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
        accessKeyId: 'ASIAEXAMPLE',
      },
      {
        type: 'user',
        id: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
        name: 'ann@example.com',
        session: 'ASIAEXAMPLE',
      },
    ],
    [
      'the root user',
      { type: 'Root', accountId: '111122223333' },
      { type: 'root', id: 'arn:aws:iam::111122223333:root', name: 'root', session: undefined },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      { type: 'service', id: 'autoscaling.amazonaws.com', name: 'autoscaling.amazonaws.com' },
    ],
    [
      'nobody, who reads a public bucket',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      { type: 'anonymous', id: '', name: '' },
    ],
    [
      'somebody of another account',
      { type: 'AWSAccount', principalId: 'AIDAOTHER', accountId: '444455556666' },
      { type: 'unknown', id: '444455556666:AIDAOTHER', name: '444455556666:AIDAOTHER' },
    ],
    [
      'nobody where the name of a failed sign-in is hidden',
      { type: 'IAMUser', accountId: '111122223333', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { type: 'user', id: '', name: '', session: undefined },
    ],
  ])('names %s', (_, userIdentity, actor) => {
    expect(activityOf({ ...cloudtrail, userIdentity }).actor).toEqual(actor);
  });

  it('takes an error, or a sign-in that was not let in, for a failure', () => {
    expect(activityOf({ ...cloudtrail, errorCode: 'AccessDenied' })).toMatchObject({
      outcome: 'failure',
      error: 'AccessDenied',
    });
    const signIn = {
      ...cloudtrail,
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      responseElements: { ConsoleLogin: 'Failure' },
    };
    expect(activityOf(signIn)).toMatchObject({ outcome: 'failure', classUid: 3002 });
  });

  it('gives no address for a service that calls under its name', () => {
    expect(activityOf({ ...cloudtrail, sourceIPAddress: 'cloudformation.amazonaws.com' }).ip).toBeUndefined();
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'instances that are terminated',
      {
        eventSource: 'ec2.amazonaws.com',
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      },
      ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1', 'arn:aws:ec2:ap-northeast-2:111122223333:instance/i-2'],
    ],
    [
      'a user to whom a policy is attached, and not AWS’ policy',
      {
        eventSource: 'iam.amazonaws.com',
        requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      ['arn:aws:iam::111122223333:user/bob'],
    ],
    [
      'a function, and not the role that it runs as',
      {
        eventSource: 'lambda.amazonaws.com',
        requestParameters: { functionName: 'f', roleArn: 'arn:aws:iam::111122223333:role/x' },
      },
      ['arn:aws:lambda:ap-northeast-2:111122223333:function:f'],
    ],
    [
      'the bucket of an object',
      { resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::photos/2026/a.jpg' }], requestParameters: null },
      ['arn:aws:s3:::photos'],
    ],
    [
      'what was made, out of the answer',
      {
        eventSource: 'ec2.amazonaws.com',
        readOnly: false,
        requestParameters: {},
        responseElements: { vpc: { vpcId: 'vpc-1' } },
      },
      ['arn:aws:ec2:ap-northeast-2:111122223333:vpc/vpc-1'],
    ],
  ])('names as assets %s', (_, more, assets) => {
    expect(activityOf({ ...cloudtrail, ...more }).assets).toEqual(assets);
  });

  it('is read from a table whose names are in lower case', () => {
    const { eventName, eventSource, eventTime, userIdentity, eventID } = cloudtrail;
    const folded = {
      eventname: eventName,
      eventsource: eventSource,
      eventtime: eventTime,
      useridentity: userIdentity,
      eventid: eventID,
    };
    expect(activityOf(folded)).toMatchObject({ id: 'e-1', action: 'PutBucketAcl', actor: { name: 'ann' } });
    expect(field(folded, 'eventName')).toBe('PutBucketAcl');
    expect(field(folded, 'userIdentity.arn')).toBe('arn:aws:iam::111122223333:user/ann');
  });

  it('is not taken for a notification of S3, which looks alike', () => {
    expect(
      recognise({
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        awsRegion: 'us-east-1',
        userIdentity: {},
      }),
    ).toBeUndefined();
  });
});
