import { type Activity, isObject, type JsonObject } from '../../model/index.ts';
import { text, top } from './cloudtrail-record.ts';

type Actor = Activity['actor'];

const nobody: Actor = { type: 'unknown', id: '', name: '' };

/**
 * Who CloudTrail says it was. A session of a role is the role; but a role of IAM Identity Center is shared by people, each
 * in a session of their own name, so that there the person in the role is the actor.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(record: JsonObject): Actor {
  const identity = top(record, 'userIdentity');
  if (!isObject(identity)) return nobody;
  const arn = text(identity['arn']);
  const account = text(identity['accountId']) ?? '';
  const session = text(identity['accessKeyId']);
  switch (identity['type']) {
    case 'Root':
      return { type: 'root', id: arn ?? `arn:aws:iam::${account}:root`, name: 'root', session };
    case 'IAMUser':
      return userOf(identity, arn, account, session);
    case 'AssumedRole':
      return roleOf(identity, arn, session);
    case 'FederatedUser':
      return { type: 'user', id: arn ?? principalOf(identity), name: lastPart(arn ?? principalOf(identity)), session };
    case 'AWSService':
      return serviceOf(identity);
    case 'SAMLUser':
    case 'WebIdentityUser':
    case 'IdentityCenterUser':
    case 'Directory':
      return personOf(identity, session);
    case 'AWSAccount':
      return foreignOf(identity, arn, account);
  }
  const invokedBy = text(identity['invokedBy']);
  if (arn !== undefined) return { type: 'unknown', id: arn, name: lastPart(arn), session };
  if (invokedBy !== undefined) return serviceOf(identity);
  const name = text(identity['userName']) ?? '';
  return { type: 'unknown', id: principalOf(identity) || name, name, session };
}

function userOf(identity: JsonObject, arn: string | undefined, account: string, session: string | undefined): Actor {
  const named = text(identity['userName']);
  // A sign-in under a name that does not exist: CloudTrail hides it, as it may be a password.
  const name = named === 'HIDDEN_DUE_TO_SECURITY_REASONS' ? undefined : named;
  const id = arn ?? (name !== undefined && account !== '' ? `arn:aws:iam::${account}:user/${name}` : '');
  return { type: 'user', id, name: name ?? lastPart(id), session };
}

function roleOf(identity: JsonObject, arn: string | undefined, key: string | undefined): Actor {
  const context = isObject(identity['sessionContext']) ? identity['sessionContext'] : {};
  const issuer = isObject(context['sessionIssuer']) ? context['sessionIssuer'] : {};
  const [name, id] = [text(issuer['userName']), text(issuer['arn'])];
  // Nearly always the issuer says it all.
  if (name !== undefined && id !== undefined && key !== undefined && !isShared(name)) {
    return { type: 'role', id, name, session: key };
  }
  const parts = /^arn:([^:]+):sts::(\d+):assumed-role\/(.+)\/([^/]+)$/.exec(arn ?? '');
  const [, partition, account, path, sessionName] = parts ?? [];
  const role = name ?? path?.split('/').at(-1) ?? '';
  const session = key ?? sessionName;
  if (isShared(role) && arn !== undefined && sessionName !== undefined) {
    return { type: 'user', id: arn, name: sessionName, session };
  }
  const roleId =
    id ?? (parts === null ? (arn ?? principalOf(identity)) : `arn:${partition}:iam::${account}:role/${path}`);
  return { type: 'role', id: roleId, name: role === '' ? lastPart(roleId) : role, session };
}

/** A role of IAM Identity Center. */
function isShared(role: string): boolean {
  return role.startsWith('AWSReservedSSO_');
}

function serviceOf(identity: JsonObject): Actor {
  const name = text(identity['invokedBy']) ?? 'AWS Internal';
  return { type: 'service', id: name, name };
}

function personOf(identity: JsonObject, session: string | undefined): Actor {
  const onBehalf = isObject(identity['onBehalfOf']) ? text(identity['onBehalfOf']['userId']) : undefined;
  const id = text(identity['arn']) ?? onBehalf ?? principalOf(identity);
  return {
    type: 'user',
    id,
    name: text(identity['userName']) ?? lastPart(id),
    session: session ?? text(identity['credentialId']),
  };
}

/** Somebody of another account: all that is told is a principal's id there, or that there is none. */
function foreignOf(identity: JsonObject, arn: string | undefined, account: string): Actor {
  const principal = principalOf(identity);
  if (/anonymous/i.test(principal) || /anonymous/i.test(account)) return { type: 'anonymous', id: '', name: '' };
  const id = arn ?? (principal === '' || principal === account ? account : `${account}:${principal}`);
  return { type: 'unknown', id, name: id };
}

function principalOf(identity: JsonObject): string {
  return text(identity['principalId']) ?? '';
}

function lastPart(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}
