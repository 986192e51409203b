import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { isObject, type JsonObject, UserError } from '../../model/index.ts';
import { type ClientOptions, type Clients, createClients } from './clients.ts';
import { type AwsAccess, organizationRole, roleAccount } from './credentials.ts';
import { callError } from './failure.ts';
import { answerPages, sdkCall } from './pages.ts';
import { type AwsCall, partitionOf, type ServiceTable, text } from './service-table.ts';

/** An account to enter. */
export interface AwsTarget {
  /** Known before entering where a role's ARN or the organisation tells it. */
  account?: string;
  credentials: AwsCredentialIdentityProvider;
}

export interface Targets {
  targets: AwsTarget[];
  /** Accounts of the organisation that are suspended or closed, and so not entered. */
  inactive: string[];
  close(): void;
}

const sts: ServiceTable = { service: 'sts', client: () => import('@aws-sdk/client-sts'), calls: [] };
const organizations: ServiceTable = {
  service: 'organizations',
  client: () => import('@aws-sdk/client-organizations'),
  calls: [],
};
const listAccounts: AwsCall = {
  service: 'organizations',
  operation: 'ListAccounts',
  permission: 'organizations:ListAccounts',
  scope: 'global',
};

/**
 * The accounts that an access leads to. Throws a UserError where the base credentials do not work, or may not list the
 * organisation's accounts.
 */
export async function findTargets(
  access: AwsAccess,
  options: Omit<ClientOptions, 'credentials'>,
  now: () => Date,
): Promise<Targets> {
  const region = access.region ?? 'us-east-1';
  const clients = createClients({ ...options, credentials: access.base });
  const assume = (role: string) => assumedRole(clients, region, role, access.externalId, now);
  const close = () => clients.close();
  if (access.roles?.length) {
    const targets = access.roles.map((role) => ({ account: roleAccount(role), credentials: assume(role) }));
    return { targets, inactive: [], close };
  }
  if (!access.organization) return { targets: [{ credentials: access.base }], inactive: [], close };

  const { role = organizationRole } = access.organization;
  const [own, members] = await entrance(clients, region, options.signal);
  const isActive = (member: JsonObject) => (member.State ?? member.Status) === 'ACTIVE';
  const targets = members.filter(isActive).map((member) => {
    const account = text(member, 'Id');
    const roleArn = `arn:${partitionOf(region)}:iam::${account}:role/${role}`;
    return { account, credentials: account === own ? access.base : assume(roleArn) };
  });
  return {
    targets,
    inactive: members.filter((member) => !isActive(member)).map((member) => text(member, 'Id')),
    close,
  };
}

/** The account of the base credentials and the accounts of its organisation. */
async function entrance(clients: Clients, region: string, signal?: AbortSignal): Promise<[string, JsonObject[]]> {
  try {
    const { Account } = await sdkCall(await clients.connect(sts, region), signal)('GetCallerIdentity', {});
    const members: JsonObject[] = [];
    const connected = await clients.connect(organizations, region);
    for await (const page of answerPages(listAccounts, {}, connected, signal)) {
      if (Array.isArray(page.Accounts)) members.push(...page.Accounts.filter(isObject));
    }
    return [String(Account), members];
  } catch (error) {
    const { code, message } = callError(error, listAccounts);
    throw new UserError(
      'aws-organization',
      {
        en: `The accounts of the organisation could not be listed (${code}: ${message}). Use credentials of its management account, or of an account with delegated administration, that may call organizations:ListAccounts.`,
        ko: `조직의 계정 목록을 조회하지 못했습니다(${code}: ${message}). organizations:ListAccounts 권한이 있는 관리 계정 또는 위임된 관리자 계정의 자격 증명을 사용하세요.`,
      },
      { cause: error },
    );
  }
}

/** New credentials are asked for when those at hand end within this time. */
const renewBeforeMs = 5 * 60 * 1000;

/** Credentials of a role, assumed on first use, shared by all clients of the account, renewed before they end. */
function assumedRole(
  clients: Clients,
  region: string,
  role: string,
  externalId: string | undefined,
  now: () => Date,
): AwsCredentialIdentityProvider {
  let held: AwsCredentialIdentity | undefined;
  let asking: Promise<AwsCredentialIdentity> | undefined;

  async function assume(): Promise<AwsCredentialIdentity> {
    const call = sdkCall(await clients.connect(sts, region), undefined);
    const { Credentials } = await call('AssumeRole', {
      RoleArn: role,
      RoleSessionName: 'hwaseong',
      ...(externalId && { ExternalId: externalId }),
    });
    if (!isObject(Credentials)) throw new TypeError('AssumeRole gave no credentials');
    return {
      accessKeyId: text(Credentials, 'AccessKeyId'),
      secretAccessKey: text(Credentials, 'SecretAccessKey'),
      sessionToken: text(Credentials, 'SessionToken'),
      expiration: new Date(text(Credentials, 'Expiration')),
    };
  }

  return async () => {
    const ends = held?.expiration?.getTime() ?? 0;
    if (held && ends - now().getTime() > renewBeforeMs) return held;
    // Of many clients that find the credentials spent, the first asks and the others wait for its answer.
    asking ??= assume().finally(() => {
      asking = undefined;
    });
    held = await asking;
    return held;
  };
}
