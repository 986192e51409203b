import { AccountClient, PutAlternateContactCommand } from '@aws-sdk/client-account';
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { EC2Client, EnableEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Cloud, SEOUL } from '../cloud.ts';
import type { Planted } from './twins.ts';

/** Controls of the account: the account that is looked after passes, the other one fails. */
const ofAccounts = [
  'aws-cloudtrail-multi-region',
  'aws-cloudtrail-global-service-events',
  'aws-cloudwatch-root-usage-alarm',
  'aws-iam-password-policy-length',
  'aws-iam-password-policy-reuse',
  'aws-iam-password-policy-expiry',
  'aws-iam-password-policy-symbols',
  'aws-iam-password-policy-numbers',
  'aws-iam-password-policy-uppercase',
  'aws-iam-password-policy-lowercase',
  'aws-s3-account-public-access-block',
  'aws-account-security-contact',
  'aws-config-global-resources',
];

/** Controls of a region, judged in Seoul. */
const ofRegions = [
  'aws-cloudtrail-region-recorded',
  'aws-config-recorder',
  'aws-ec2-ebs-default-encryption',
  'aws-guardduty-enabled',
  'aws-securityhub-enabled',
];

/** Controls of a trail: each account has one. */
const ofTrails = ['aws-cloudtrail-log-file-validation', 'aws-cloudtrail-kms-encryption'];

/** Looks after one account as one should, and leaves the other as it comes, with a trail that was switched off. */
export async function plantAccounts(kept: Cloud, neglected: Cloud): Promise<Planted[]> {
  await watch(kept);
  await guard(kept);
  await neglect(neglected);
  return [
    ...ofAccounts.map((control) => ({ control, bad: `aws:${neglected.account}`, good: `aws:${kept.account}` })),
    ...ofRegions.map((control) => ({
      control,
      bad: `aws:${neglected.account}:${SEOUL}`,
      good: `aws:${kept.account}:${SEOUL}`,
    })),
    ...ofTrails.map((control) => ({ control, bad: 'switched-off', good: 'kept-trail' })),
  ];
}

async function bucket(cloud: Cloud, Bucket: string): Promise<string> {
  const CreateBucketConfiguration = { LocationConstraint: SEOUL } as const;
  await cloud.client(S3Client).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return Bucket;
}

/** A trail over all regions, and an alarm on what the root user does. */
async function watch(cloud: Cloud): Promise<void> {
  const logGroupName = 'trail';
  const logs = cloud.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const trail = cloud.client(CloudTrailClient);
  await trail.send(
    new CreateTrailCommand({
      Name: 'kept-trail',
      S3BucketName: await bucket(cloud, 'kept-trail-logs'),
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KmsKeyId: `arn:aws:kms:${SEOUL}:${cloud.account}:key/trail`,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${SEOUL}:${cloud.account}:log-group:${logGroupName}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${cloud.account}:role/trail`,
    }),
  );
  await trail.send(
    new PutEventSelectorsCommand({
      TrailName: 'kept-trail',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
  await trail.send(new StartLoggingCommand({ Name: 'kept-trail' }));
  const sns = cloud.client(SNSClient);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alarms' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'security@example.com' }));
  const metric = { metricName: 'root-usage', metricNamespace: 'Security' };
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName,
      filterName: 'root-usage',
      filterPattern:
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
      metricTransformations: [{ ...metric, metricValue: '1' }],
    }),
  );
  await cloud.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: 'root-usage',
      MetricName: metric.metricName,
      Namespace: metric.metricNamespace,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [TopicArn as string],
    }),
  );
}

async function guard(cloud: Cloud): Promise<void> {
  await cloud.client(IAMClient, 'us-east-1').send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 14,
      RequireLowercaseCharacters: true,
      RequireUppercaseCharacters: true,
      RequireNumbers: true,
      RequireSymbols: true,
      PasswordReusePrevention: 24,
      MaxPasswordAge: 90,
    }),
  );
  await cloud.client(S3ControlClient, 'us-east-1').send(
    new PutPublicAccessBlockCommand({
      AccountId: cloud.account,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  const contact = {
    Name: 'Security',
    Title: 'Team',
    EmailAddress: 'security@example.com',
    PhoneNumber: '+82-2-000-0000',
  };
  await cloud
    .client(AccountClient, 'us-east-1')
    .send(new PutAlternateContactCommand({ AlternateContactType: 'SECURITY', ...contact }));
  const config = cloud.client(ConfigServiceClient);
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: 'default',
        roleARN: `arn:aws:iam::${cloud.account}:role/recorder`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
    }),
  );
  const s3BucketName = await bucket(cloud, 'kept-config');
  await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName } }));
  await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
  await cloud.client(EC2Client).send(new EnableEbsEncryptionByDefaultCommand({}));
  await cloud.client(GuardDutyClient).send(new CreateDetectorCommand({ Enable: true }));
  await cloud.client(SecurityHubClient).send(new EnableSecurityHubCommand({}));
}

async function neglect(cloud: Cloud): Promise<void> {
  const S3BucketName = await bucket(cloud, 'neglected-trail-logs');
  // Made, and never started.
  await cloud
    .client(CloudTrailClient)
    .send(new CreateTrailCommand({ Name: 'switched-off', S3BucketName, IsMultiRegionTrail: true }));
}
