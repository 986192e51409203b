import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Cloud, SEOUL } from '../cloud.ts';
import type { Company } from './company.ts';

const TRAIL_LOGS = '/haneul/trail';

/** A trail in each account, and alarms on what it tells. That of development has neither key nor validation. */
export async function buildTrails({ production, development }: Company): Promise<void> {
  await buildTrail(production, 'haneul-trail-logs', {
    EnableLogFileValidation: true,
    KmsKeyId: `arn:aws:kms:${SEOUL}:${production.account}:alias/trail`,
  });
  await buildTrail(development, 'haneul-dev-trail-logs', { EnableLogFileValidation: false });
  for (const cloud of [production, development]) await buildAlarms(cloud, await buildTopic(cloud));
  await keepLogs(production, '/shop/web', 400);
  await keepLogs(production, '/shop/orders');
}

async function buildTrail(
  cloud: Cloud,
  S3BucketName: string,
  protection: { EnableLogFileValidation: boolean; KmsKeyId?: string },
): Promise<void> {
  await keepLogs(cloud, TRAIL_LOGS, 400);
  const trail = cloud.client(CloudTrailClient);
  const Name = 'haneul-trail';
  await trail.send(
    new CreateTrailCommand({
      Name,
      S3BucketName,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${SEOUL}:${cloud.account}:log-group:${TRAIL_LOGS}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${cloud.account}:role/config-recorder`,
      ...protection,
    }),
  );
  const EventSelectors = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true, DataResources: [] }];
  await trail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }));
  await trail.send(new StartLoggingCommand({ Name }));
}

async function keepLogs(cloud: Cloud, logGroupName: string, retentionInDays?: number): Promise<void> {
  const logs = cloud.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  if (retentionInDays === undefined) return;
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}

/** What the security team wants to be told of: names of events, or a whole filter over them. */
const alarms: Record<string, string | string[]> = {
  'root-usage':
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  'sign-in-without-mfa':
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  'sign-in-failures': '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  'unauthorized-calls': '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  'trail-changes': ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
  'key-deletion':
    '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }',
  'security-group-changes': [
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
  ],
  'network-acl-changes': [
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'DeleteNetworkAcl',
    'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ],
  'bucket-policy-changes': [
    'PutBucketAcl',
    'PutBucketPolicy',
    'PutBucketCors',
    'PutBucketLifecycle',
    'PutBucketReplication',
    'DeleteBucketPolicy',
    'DeleteBucketCors',
    'DeleteBucketLifecycle',
    'DeleteBucketReplication',
  ],
};

async function buildTopic(cloud: Cloud): Promise<string> {
  const sns = cloud.client(SNSClient);
  const Attributes = { KmsMasterKeyId: 'alias/alarms' };
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alarms', Attributes }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'security@haneul-mall.example' }));
  return TopicArn as string;
}

async function buildAlarms(cloud: Cloud, topic: string): Promise<void> {
  for (const [name, told] of Object.entries(alarms)) {
    const filterPattern =
      typeof told === 'string' ? told : `{ ${told.map((event) => `($.eventName = ${event})`).join(' || ')} }`;
    await cloud.client(CloudWatchLogsClient).send(
      new PutMetricFilterCommand({
        logGroupName: TRAIL_LOGS,
        filterName: name,
        filterPattern,
        metricTransformations: [{ metricName: name, metricNamespace: 'Security', metricValue: '1' }],
      }),
    );
    await cloud.client(CloudWatchClient).send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        MetricName: name,
        Namespace: 'Security',
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmActions: [topic],
      }),
    );
  }
}
