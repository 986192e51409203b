import { BackupClient, CreateBackupVaultCommand } from '@aws-sdk/client-backup';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { EC2Client, EnableEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { CreateAliasCommand, CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateSecretCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Cloud, policy, SEOUL } from '../cloud.ts';
import { type Company, enabledRegions } from './company.ts';

/** Keys, secrets, and what watches over the rest. Development is hardly watched. */
export async function buildWatch({ production, development, daysAgo }: Company): Promise<void> {
  await daysAgo(760);
  await buildKeys(production, [
    { name: 'shop-data', rotated: true },
    { name: 'trail', rotated: true },
    { name: 'partner-files', rotated: false, open: true },
  ]);
  await buildKeys(development, [{ name: 'test-data', rotated: false }]);
  await buildSecrets(production, { 'orders-db': true, 'members-db': true, 'payment-gateway': false });
  await buildSecrets(development, { 'test-db': false });
  await production
    .client(SSMClient)
    .send(new PutParameterCommand({ Name: '/shop/feature-flags', Type: 'String', Value: 'new-cart=on' }));
  await production
    .client(SSMClient)
    .send(new PutParameterCommand({ Name: '/shop/erp-password', Type: 'SecureString', Value: 'Sample-only-1!' }));
  for (const region of await enabledRegions(production)) {
    await production.client(EC2Client, region).send(new EnableEbsEncryptionByDefaultCommand({}));
    await buildRecorder(production, region);
    await production.client(GuardDutyClient, region).send(new CreateDetectorCommand({ Enable: true }));
    await production
      .client(SecurityHubClient, region)
      .send(new EnableSecurityHubCommand({ EnableDefaultStandards: true }));
  }
  await production.client(BackupClient).send(new CreateBackupVaultCommand({ BackupVaultName: 'orders' }));
}

async function buildKeys(cloud: Cloud, keys: { name: string; rotated: boolean; open?: boolean }[]): Promise<void> {
  const kms = cloud.client(KMSClient);
  const own = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${cloud.account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const everyone = { Effect: 'Allow', Principal: '*', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };
  for (const { name, rotated, open } of keys) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ Description: name, Policy: open === true ? policy(own, everyone) : policy(own) }),
    );
    const KeyId = KeyMetadata?.KeyId as string;
    await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: KeyId }));
    if (rotated) await kms.send(new EnableKeyRotationCommand({ KeyId }));
  }
}

async function buildSecrets(cloud: Cloud, rotated: Record<string, boolean>): Promise<void> {
  const secrets = cloud.client(SecretsManagerClient);
  for (const [Name, rotates] of Object.entries(rotated)) {
    await secrets.send(new CreateSecretCommand({ Name, SecretString: 'Sample-only-1!' }));
    if (!rotates) continue;
    await secrets.send(
      new RotateSecretCommand({
        SecretId: Name,
        RotateImmediately: false,
        RotationLambdaARN: `arn:aws:lambda:${SEOUL}:${cloud.account}:function:rotate-secrets`,
        RotationRules: { AutomaticallyAfterDays: 30 },
      }),
    );
  }
}

async function buildRecorder(cloud: Cloud, region: string): Promise<void> {
  const config = cloud.client(ConfigServiceClient, region);
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: 'default',
        roleARN: `arn:aws:iam::${cloud.account}:role/config-recorder`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: region === SEOUL },
      },
    }),
  );
  await config.send(
    new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'haneul-config-snapshots' } }),
  );
  await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
}
