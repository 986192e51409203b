import { type CallError, DENIED_BY_SERVICE_CONTROL_POLICY } from '../../model/index.ts';
import type { AwsCall } from './service-table.ts';

/** Thrown where an answer goes on beyond what we take of one call. */
export class BeyondLimit extends Error {
  override readonly name = 'BeyondLimit';
}

/** Codes by which AWS services say that the caller may not. */
const denied =
  /^(?:AccessDenied\w*|UnauthorizedOperation|Unauthorized\w*Exception|AuthorizationError\w*|NotAuthorized\w*|AllAccessDisabled|Forbidden\w*|403|ClientUnauthorized\w*|InsufficientPrivileges\w*|AWSOrganizationsAccessDenied\w*)$/;

/** How AWS says that a service control policy refused (IAM User Guide, "Troubleshoot access denied error messages"). */
const deniedByPolicy = /with an explicit deny in a service control policy\b/;

/** Codes by which AWS services say that the account has not signed up for them. */
const notSubscribed = /^(?:OptInRequired|SubscriptionRequiredException|NotSignedUp)$/;

/** Node's codes for a line that does not stand. */
const network =
  /^(?:E(?:CONNREFUSED|CONNRESET|CONNABORTED|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|PIPE|PROTO)|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HPE_\w+|UND_ERR_\w+)$/;

/** EC2 appends a text that only the account's owner can decode, the SDK a hint for those who debug it. */
const endOfReadable = /\s*(?:Encoded authorization failure message|Deserialization error: to see)/;
const messageLength = 500;

/**
 * What a failed call is told as: AWS's own code, or `Timeout`, `Network`, `Interrupted`, `Credentials`, `Malformed`,
 * `Limit`, `NotSubscribed`, `DeniedByServiceControlPolicy`; with the missing permission where it was denied and one would
 * have helped.
 */
export function callError(error: unknown, call: AwsCall): CallError {
  const message = messageOf(error);
  if (!(error instanceof Error)) return { code: 'Unknown', message };
  const code = codeOf(error);
  if (!denied.test(code)) return { code, message };
  if (deniedByPolicy.test(error.message)) return { code: DENIED_BY_SERVICE_CONTROL_POLICY, message };
  return { code, message, permission: permissionIn(message) ?? call.permission };
}

function codeOf(error: Error): string {
  const system = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status =
    '$metadata' in error ? (error.$metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode : 0;
  if (error.name === 'AbortError') return 'Interrupted';
  // By its system code first: the SDK calls a connection that was cut a time-out.
  if (network.test(system)) return 'Network';
  if (error.name === 'TimeoutError' || system === 'ETIMEDOUT') return 'Timeout';
  if (error.name === 'CredentialsProviderError') return 'Credentials';
  if (error.name === 'BeyondLimit' || error.name === 'AnswerTooLarge') return 'Limit';
  if (isUnreadable(error)) return 'Malformed';
  if (notSubscribed.test(error.name)) return 'NotSubscribed';
  // Answers without a body (S3, or a proxy on the way) have no code but their status.
  if (status === 403 && !denied.test(error.name) && /^(?:Unknown\w*|Error|\d+)$/.test(error.name))
    return 'AccessDenied';
  return error.name;
}

/** An answer that is not what the protocol says: a proxy's page, a cut document, a shape that we do not know. */
function isUnreadable(error: Error): boolean {
  if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return true;
  return error.message.includes('Deserialization error: to see');
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [readable = ''] = message.split(endOfReadable);
  return readable.slice(0, messageLength);
}

/** `... is not authorized to perform: kms:Decrypt on resource ...` may name another permission than the call's own. */
function permissionIn(message: string): string | undefined {
  return /not authorized to perform:? \[?([a-z0-9-]{2,40}:[A-Z][A-Za-z0-9]{1,80})/.exec(message)?.[1];
}

/** True where DNS knows no host of that name. */
export function isUnknownHost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND';
}

/** What stands for a call that was not tried because those before it met nothing but this error. */
export function notTried(last: CallError): CallError {
  return { code: last.code, message: `Not tried, since the calls before it all failed: ${last.message}` };
}
