import { parseCsv } from '../../csv.ts';
import { type CallSdk, type Pause, type ServiceCall, text } from '../../service-table.ts';
import { managesOrganization } from '../organizations.ts';

/** What IAM knows of the account as a whole: the password policy, counts, and the report on everybody's credentials. */
export const accountCalls: readonly ServiceCall[] = [
  {
    operation: 'ListAccountAliases',
    permission: 'iam:ListAccountAliases',
    scope: 'global',
    each: { kind: 'aws.account', params: {} },
    items: 'AccountAliases',
    as: 'aliases',
  },
  {
    operation: 'GetAccountSummary',
    permission: 'iam:GetAccountSummary',
    scope: 'global',
    each: { kind: 'aws.account', params: {} },
    as: 'summary',
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
  {
    // IAM says that it is not trusted by the organisation where no feature was ever switched on.
    operation: 'ListOrganizationsFeatures',
    permission: 'iam:ListOrganizationsFeatures',
    scope: 'global',
    each: { kind: 'aws.account', params: {}, when: managesOrganization, reads: ['organization'] },
    as: 'organizationsFeatures',
    absent: ['ServiceAccessNotEnabledException', 'OrganizationNotInAllFeaturesModeException'],
  },
];

/** AWS makes the report within seconds and keeps it for four hours. */
async function generateCredentialReport(call: CallSdk, pause: Pause): Promise<void> {
  for (let tries = 0; tries < 15; tries += 1) {
    const { State } = await call('GenerateCredentialReport', {});
    if (State === 'COMPLETE') return;
    await pause(2000);
  }
}
