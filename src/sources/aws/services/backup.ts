import { pointsToArn } from '../relations.ts';
import { arn, type ServiceTable, text } from '../service-table.ts';

export const backup: ServiceTable = {
  service: 'backup',
  client: () => import('@aws-sdk/client-backup'),
  calls: [
    {
      operation: 'ListBackupVaults',
      permission: 'backup:ListBackupVaults',
      scope: 'regional',
      items: 'BackupVaultList',
      makes: {
        kind: 'aws.backup.vault',
        category: 'storage',
        title: { en: 'Backup vault', ko: '백업 볼트' },
        id: (item) => text(item, 'BackupVaultArn'),
        name: (item) => text(item, 'BackupVaultName'),
        relations: [pointsToArn('encrypted-by', 'aws.kms.key', 'EncryptionKeyArn')],
      },
    },
    {
      operation: 'ListBackupPlans',
      permission: 'backup:ListBackupPlans',
      scope: 'regional',
      items: 'BackupPlansList',
      makes: {
        kind: 'aws.backup.plan',
        category: 'storage',
        title: { en: 'Backup plan', ko: '백업 계획' },
        id: (item) => text(item, 'BackupPlanArn'),
        name: (item) => text(item, 'BackupPlanName'),
      },
    },
    {
      operation: 'ListProtectedResources',
      permission: 'backup:ListProtectedResources',
      scope: 'regional',
      heavy: true,
      items: 'Results',
      makes: {
        kind: 'aws.backup.protected-resource',
        category: 'storage',
        title: { en: 'Resource with backups', ko: '백업된 리소스' },
        id: (item, origin) => arn('backup', origin, `protected-resource/${text(item, 'ResourceArn')}`),
        name: (item) => text(item, 'ResourceName') || text(item, 'ResourceArn'),
      },
    },
  ],
};
