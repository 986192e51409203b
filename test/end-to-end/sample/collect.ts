import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { openSegments } from '../../../src/platform/segments/index.ts';
import { awsCatalog, collectAws, serverAccess } from '../../../src/sources/aws/index.ts';
import { type Cloud, policy, trust } from '../cloud.ts';
import { type Company, enabledRegions } from './company.ts';

/** The role that the scanner takes in each account but its own. */
const ROLE = 'HwaseongReadOnly';

/** What the development team forgot to allow the scanner. */
const forgotten = ['ec2:DescribeSnapshotAttribute', 'rds:DescribeDBSnapshotAttributes', 's3:GetBucketPolicy'];

/** Names that moto knows services by where they differ from those in policies: what requests are signed for. */
const signedFor = ['monitoring'];

/** Collects both accounts with all details, as a scanner whose permissions have gaps. */
export async function collectCompany(endpoint: string, { production, development }: Company, folder: string) {
  const credentials = await admitScanner(production, development);
  const sink = await openSegments(folder);
  const regions = await enabledRegions(production);
  const now = new Date();
  // From here on moto asks what the caller may.
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
  const summary = await collectAws(
    {
      tenant: 'default',
      connection: 'sample',
      access: serverAccess(credentials, { organization: { role: ROLE } }),
      needs: 'all',
      // Fingerprints of secrets that are none.
      redactionKey: Buffer.alloc(32),
      regions,
      // One time for all, which takes less room than thousands.
      now: () => now,
      endpoint,
    },
    sink,
  );
  await sink.close();
  return summary;
}

/** Makes the scanner's user and role, and gives the user's keys. */
async function admitScanner(production: Cloud, development: Cloud) {
  const prefixes = new Set(awsCatalog.calls.map(({ permission }) => permission.split(':')[0]));
  const Action = [...prefixes, ...signedFor].flatMap((prefix) =>
    ['Get', 'List', 'Describe', 'Batch', 'Generate', 'Search', 'AssumeRole'].map((verb) => `${prefix}:${verb}*`),
  );
  const read = { Effect: 'Allow', Action, Resource: '*' };
  const UserName = 'hwaseong';
  const iam = production.client(IAMClient, 'us-east-1');
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'read', PolicyDocument: policy(read) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const inDevelopment = development.client(IAMClient, 'us-east-1');
  const from = trust({ AWS: `arn:aws:iam::${production.account}:user/${UserName}` });
  await inDevelopment.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: from }));
  const gaps = { Effect: 'Deny', Action: forgotten, Resource: '*' };
  await inDevelopment.send(
    new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'read', PolicyDocument: policy(read, gaps) }),
  );
  return { accessKeyId: AccessKey?.AccessKeyId as string, secretAccessKey: AccessKey?.SecretAccessKey as string };
}
