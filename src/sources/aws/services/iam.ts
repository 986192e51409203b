import { parseCsv } from '../csv.ts';
import { type CallSdk, type Pause, type ServiceTable, tagsOf, text } from '../service-table.ts';

export const iam: ServiceTable = {
  service: 'iam',
  client: () => import('@aws-sdk/client-iam'),
  calls: [
    {
      operation: 'ListUsers',
      permission: 'iam:ListUsers',
      scope: 'global',
      items: 'Users',
      makes: {
        kind: 'aws.iam.user',
        category: 'identity',
        title: { en: 'IAM user', ko: 'IAM 사용자' },
        id: (item) => text(item, 'Arn'),
        name: (item) => text(item, 'UserName'),
        tags: (item) => tagsOf(item.Tags),
      },
    },
    {
      operation: 'ListAccessKeys',
      permission: 'iam:ListAccessKeys',
      scope: 'global',
      each: { kind: 'aws.iam.user', params: { UserName: 'UserName' } },
      items: 'AccessKeyMetadata',
      as: 'accessKeys',
    },
    {
      operation: 'GetAccountPasswordPolicy',
      permission: 'iam:GetAccountPasswordPolicy',
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      as: 'passwordPolicy',
      absent: ['NoSuchEntity'],
    },
    {
      operation: 'GetCredentialReport',
      permission: 'iam:GetCredentialReport',
      permissions: ['iam:GenerateCredentialReport'],
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      prepare: generateCredentialReport,
      parse: (answer) => ({ Rows: parseCsv(Buffer.from(text(answer, 'Content'), 'base64').toString()) }),
      items: 'Rows',
      as: 'credentialReport',
    },
  ],
};

/** AWS makes the report within seconds and keeps it for four hours. */
async function generateCredentialReport(call: CallSdk, pause: Pause): Promise<void> {
  for (let tries = 0; tries < 15; tries += 1) {
    const { State } = await call('GenerateCredentialReport', {});
    if (State === 'COMPLETE') return;
    await pause(2000);
  }
}
