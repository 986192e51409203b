import {
  createCredentialChain,
  fromEnv,
  fromHttp,
  fromInstanceMetadata,
  fromNodeProviderChain,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { UserError } from '../../model/index.ts';

/** Which accounts to enter, starting from which credentials. */
export interface AwsAccess {
  base: AwsCredentialIdentityProvider;
  /** Role ARNs, each in an account of its own. */
  roles?: readonly string[] | undefined;
  /**
   * Every active account of the organisation that the base credentials manage, through a role of this name,
   * {@link organizationRole} unless given.
   */
  organization?: { role?: string | undefined } | undefined;
  /** Shown when a role is assumed. */
  externalId?: string | undefined;
  /** Region of the first call; tells the partition. `us-east-1` unless set. */
  region?: string | undefined;
}

export type AccountChoice = Omit<AwsAccess, 'base'>;

/** The role that AWS makes in each account created within an organisation. */
export const organizationRole = 'OrganizationAccountAccessRole';

/**
 * Access for a person at the command line: the SDK's whole chain (environment, profiles, single sign-on, credential
 * processes, container, instance), or one profile of it.
 */
export function localAccess(choice: AccountChoice & { profile?: string | undefined } = {}): AwsAccess {
  const { profile, ...accounts } = choice;
  const region = choice.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return { ...accounts, region, base: fromNodeProviderChain(profile ? { profile } : {}) };
}

/** Credentials that a server connection starts from: its own keys, or those of the machine it runs on. */
export type ServerCredentials = AwsCredentialIdentity | 'host';

/**
 * Access for a connection of a server. Local profiles and `credential_process` are out of reach: what a connection may do
 * must not hang on files of the account that the server runs under, and a setting must never start a program.
 */
export function serverAccess(credentials: ServerCredentials, accounts: AccountChoice = {}): AwsAccess {
  if (credentials !== 'host') return { ...accounts, base: async () => credentials };
  const host = createCredentialChain(
    fromEnv(),
    fromTokenFile(),
    fromHttp(),
    fromInstanceMetadata({ timeout: 1000, maxRetries: 1 }),
  );
  return { ...accounts, base: host };
}

/** The account in a role's ARN. Throws a UserError where it is no role ARN. */
export function roleAccount(roleArn: string): string {
  const account = /^arn:aws[a-z-]{0,16}:iam::(\d{12}):role\/[\w+=,.@/-]{1,576}$/.exec(roleArn)?.[1];
  if (account) return account;
  throw new UserError('aws-role-malformed', {
    en: `"${roleArn}" is not the ARN of a role. Give it in the form arn:aws:iam::123456789012:role/NAME.`,
    ko: `"${roleArn}"은(는) 역할 ARN이 아닙니다. arn:aws:iam::123456789012:role/이름 형식으로 입력하세요.`,
  });
}
