import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Selectable } from 'kysely';
import { type FactSink, operationName } from '../../model/index.ts';
import type { ConnectionsTable } from '../../platform/store/database.ts';
import { type CollectSummary, collectAws } from '../../sources/aws/collect.ts';
import { type AwsAccess, organizationRole, serverAccess } from '../../sources/aws/credentials.ts';
import { printPolicy, type Trust } from '../../sources/aws/grant.ts';
import type { OnProgress } from '../../sources/aws/progress.ts';
import { partitionOf } from '../../sources/aws/service-table.ts';
import type { Recorded } from '../../sources/aws/walk.ts';
import type { Routes } from '../api/index.ts';
import { type Credentials, openCredentials, settingsOf } from '../connections.ts';
import type { Content } from '../content.ts';
import type { Output } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { rowOf } from '../named-rows.ts';
import type { Services } from '../services.ts';

type Connection = Selectable<ConnectionsTable>;

/** How the server gets into the accounts of a connection. */
async function accessOf(services: Services, row: Connection): Promise<AwsAccess> {
  const credentials = await openCredentials(services, row);
  if (credentials === undefined) throw refuse('no-credentials');
  const organization = settingsOf(row).organization ?? undefined;
  if (credentials.type === 'password') throw refuse('connection-kind');
  if (credentials.type === 'keys') return serverAccess(identityOf(credentials), { organization });
  const externalId = row.external_id ?? undefined;
  const { base } = serverAccess(credentials.base ?? 'host');
  const assumed = fromTemporaryCredentials({
    masterCredentials: base,
    params: {
      RoleArn: credentials.roleArn,
      RoleSessionName: 'hwaseong',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    clientConfig: { region: HOME_REGION },
  });
  return { base: assumed, organization, externalId };
}

/**
 * How the server gets into the account of a connection, or, where none is named, what the machine it runs on may do.
 *
 * @throws UserError where there is no such connection, or it has no credentials
 */
export async function connectionAccess(services: Services, id: string | null): Promise<AwsAccess> {
  if (id === null) return serverAccess('host');
  return accessOf(services, await rowOf(services, 'connections', id));
}

/**
 * How the server gets into one account, by the connections that reach it: the oldest that may. Undefined where none does.
 *
 * @param region any of the partition that the account is in
 */
export async function accountAccess(
  services: Services,
  account: string,
  region: string,
): Promise<AwsAccess['base'] | undefined> {
  const rows = await services.db
    .selectFrom('connections')
    .selectAll()
    .where('tenant', '=', services.tenant)
    .where('provider', '=', 'aws')
    .where('enabled', '=', true)
    .where('sample', '=', false)
    .where('credentials', 'is not', null)
    .orderBy('created_at')
    .execute();
  const row = rows.find((one) => settingsOf(one).accounts.includes(account));
  if (row === undefined) return undefined;
  const { base, organization, externalId } = await accessOf(services, row);
  if (organization === undefined || (await identityBehind(base)).Account === account) return base;
  return fromTemporaryCredentials({
    masterCredentials: base,
    params: {
      RoleArn: `arn:${partitionOf(region)}:iam::${account}:role/${organization.role ?? organizationRole}`,
      RoleSessionName: 'hwaseong',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    clientConfig: { region: HOME_REGION },
  });
}

/** Whose some credentials are. */
async function identityBehind(credentials: AwsAccess['base']) {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region: HOME_REGION, credentials, maxAttempts: 2 });
  try {
    return await client.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(20_000) });
  } finally {
    client.destroy();
  }
}

const HOME_REGION = 'us-east-1';

function identityOf({ accessKeyId, secretAccessKey, sessionToken }: Extract<Credentials, { type: 'keys' }>) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** Operations whose answers the controls read: what a scan collects beside its lists. */
function neededOperations(content: Content): Set<string> {
  const known = new Set(content.catalog('aws').calls.map(operationName));
  return new Set([...content.controls.values()].flatMap((control) => control.uses).filter((name) => known.has(name)));
}

/**
 * Collects everything that a connection leads to.
 *
 * @throws UserError where nothing can be collected at all
 */
export async function collectConnection(
  services: Services,
  row: Connection,
  sink: FactSink,
  options: { signal: AbortSignal; recorded: Recorded | undefined; onProgress: OnProgress },
): Promise<CollectSummary> {
  const { regions } = settingsOf(row);
  return collectAws(
    {
      tenant: services.tenant,
      connection: row.id,
      access: await accessOf(services, row),
      needs: neededOperations(services.content),
      ...(regions.length === 0 ? {} : { regions }),
      // Derived, so that the vault's own key never leaves it.
      redactionKey: Buffer.from(services.vault.fingerprint('redaction'), 'hex'),
      now: services.clock,
      recorded: options.recorded,
      signal: options.signal,
    },
    sink,
    options.onProgress,
  );
}

/** Tries the credentials of a connection: whose are they? */
export async function tryConnection(services: Services, row: Connection): Promise<Output<Routes['testConnection']>> {
  const access = await accessOf(services, row);
  const { db, tenant, clock } = services;
  const remember = (set: { last_ok_at: Date; last_error: null } | { last_error: string }) =>
    db.updateTable('connections').set(set).where('tenant', '=', tenant).where('id', '=', row.id).execute();
  try {
    const { Account, Arn } = await identityBehind(access.base);
    await remember({ last_ok_at: clock(), last_error: null });
    return { ok: true, account: Account ?? null, identity: Arn ?? null, error: null };
  } catch (error) {
    const { name, message } = error as Error;
    await remember({ last_error: JSON.stringify({ code: name, message: message.slice(0, 500) }) });
    return { ok: false, account: null, identity: null, error: explain(name, message.slice(0, 500)) };
  }
}

function explain(code: string, message: string): { en: string; ko: string } {
  if (/AccessDenied/.test(code)) {
    return {
      en: `AWS does not let us assume the role (${message}). Check that its trust policy names our account and this connection's ExternalId.`,
      ko: `역할을 수임할 수 없습니다(${message}). 역할의 신뢰 정책에 이 서버의 계정과 이 연결의 ExternalId가 올바르게 지정되어 있는지 확인하세요.`,
    };
  }
  if (
    /InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|ExpiredToken|CredentialsProviderError/.test(code)
  ) {
    return {
      en: `AWS does not accept the credentials (${code}: ${message}). Check the keys, or make new ones.`,
      ko: `AWS에서 자격 증명을 거부했습니다(${code}: ${message}). 키를 확인하거나 새로 발급하세요.`,
    };
  }
  return {
    en: `AWS cannot be reached or gave an error (${code}: ${message}). Check the network of this server and try again.`,
    ko: `AWS에 연결할 수 없거나 오류가 반환되었습니다(${code}: ${message}). 서버의 네트워크를 확인한 뒤 다시 시도하세요.`,
  };
}

const policyFiles = {
  json: 'hwaseong-policy.json',
  cloudformation: 'hwaseong-role.json',
  terraform: 'hwaseong-role.tf',
};

/** The least that a role must be allowed so that every control can be judged. */
export function awsPolicy(
  content: Content,
  options: Trust & { format: keyof typeof policyFiles },
): Output<Routes['getAwsPolicy']> {
  const { format, ...trust } = options;
  return { format, filename: policyFiles[format], policy: printPolicy(neededOperations(content), format, trust) };
}
