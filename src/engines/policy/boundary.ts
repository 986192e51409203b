import type { Clause } from './condition.ts';
import { splitArn } from './match.ts';
import { contains, isLimited, isPrivate, readNetwork } from './network.ts';

/**
 * What keeps the world out:
 * `account` known accounts or their principals, `organization`, `source` one resource that calls through a
 * service, `vpc` a network or endpoint, `private-network` addresses the internet never delivers,
 * `trusted-network` listed by the user, `limited-network` a bounded public range, `endpoint` the receiver of
 * a subscription, `token` a value only the partner knows, `key` a given KMS key.
 * The last two bind the request but not who makes it: `service` the service it comes through, `resource` the
 * account of the resource itself.
 */
export type BoundaryKind =
  | 'account'
  | 'organization'
  | 'source'
  | 'vpc'
  | 'private-network'
  | 'trusted-network'
  | 'limited-network'
  | 'endpoint'
  | 'token'
  | 'key'
  | 'service'
  | 'resource';

export interface Boundary {
  readonly kind: BoundaryKind;
  /** True if nobody outside the own account, the trusted accounts and the trusted networks remains. */
  readonly own: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

/** Whom the judge counts as inside. */
export interface Inside {
  /** The account that owns the resource: 12 digits, or empty where it is not known. */
  readonly account: string;
  readonly trustedAccounts?: readonly string[];
  /** Ids of own organisations; without the list any named organisation counts. */
  readonly organizations?: readonly string[];
  /** Addresses and ranges; with a list (even empty) other public ranges no longer keep the world out. */
  readonly trustedNetworks?: readonly string[];
}

type Reader = (value: string, inside: Inside) => { kind: BoundaryKind; own: boolean } | undefined;

const isWild = (text: string): boolean => /[*?]|\$\{/.test(text);

function ofAccount(kind: BoundaryKind): Reader {
  return (value, inside) =>
    /^\d{12}$/.test(value) ? { kind, own: value === inside.account || trusts(inside, value) } : undefined;
}

function trusts(inside: Inside, account: string): boolean {
  return inside.trustedAccounts?.includes(account) ?? false;
}

/**
 * An ARN with a literal account; or, where the service has global names, without one but named in full.
 * Under the String operators a wildcard before the account could in theory run past it; we read the parts as
 * they are meant, for names that hold another account's number between colons are all but impossible.
 */
function ofArn(kind: BoundaryKind): Reader {
  return (value, inside) => {
    const [, , service, , account, resource] = splitArn(value);
    if (account === undefined || resource === undefined) return undefined;
    if (/^\d{12}$/.test(account)) return { kind, own: account === inside.account || trusts(inside, account) };
    // A bucket ARN carries no account. Names are unique, but anybody may register one that fits a prefix.
    const bucket = resource.split('/')[0] as string;
    return account === '' && service === 's3' && bucket !== '' && !isWild(bucket) ? { kind, own: false } : undefined;
  };
}

const ofOrganization: Reader = (value, inside) => {
  const id = value.split('/')[0] as string;
  if (id === '' || isWild(id)) return undefined;
  return !inside.organizations || inside.organizations.includes(id) ? { kind: 'organization', own: false } : undefined;
};

function literal(kind: BoundaryKind, own = false): Reader {
  return (value) => (value !== '' && !isWild(value) ? { kind, own } : undefined);
}

/** `glue.*.amazonaws.com`: the region may be open, the service not. */
const ofService: Reader = (value) => {
  const [service, ...rest] = value.split('.');
  return service && rest.length > 0 && !isWild(service) ? { kind: 'service', own: false } : undefined;
};

/** A role id fixes the role, whatever the session is called. */
const ofUserId: Reader = (value) =>
  !isWild(value) || /^A(RO|ID)A[A-Z0-9]{12,}:/.test(value) ? { kind: 'account', own: false } : undefined;

const ofAddress: Reader = (value, inside) => {
  const network = readNetwork(value);
  if (!network) return undefined;
  const trusted = (inside.trustedNetworks ?? []).some((text) => {
    const range = readNetwork(text);
    return range !== undefined && contains(range, network);
  });
  if (trusted) return { kind: 'trusted-network', own: true };
  if (isPrivate(network)) return { kind: 'private-network', own: true };
  return inside.trustedNetworks || !isLimited(network) ? undefined : { kind: 'limited-network', own: false };
};

/** An e-mail pattern bound to one domain, or a full address, URL or ARN. */
const ofEndpoint: Reader = (value) => {
  const mailbox = /^[^@/:]*@([^@/]+)$/.exec(value);
  return (mailbox ? !isWild(mailbox[1] as string) : value !== '' && !isWild(value))
    ? { kind: 'endpoint', own: false }
    : undefined;
};

const ofMountTarget: Reader = (value) => (value.toLowerCase() === 'true' ? { kind: 'vpc', own: true } : undefined);

/**
 * Keys that say who calls or from where, and how a value of theirs is read.
 * Sources: IAM user guide, "AWS global condition context keys"; Amazon S3 user guide, "The meaning of public";
 * Amazon EFS user guide, "Blocking public access"; key lists of SNS, KMS, S3 and Lambda.
 */
const readers = new Map<string, { family: 'text' | 'ip' | 'bool'; read: Reader }>([
  ...text(ofAccount('account'), 'aws:PrincipalAccount', 'aws:SourceOwner', 'kms:CallerAccount', 'aws:VpceAccount'),
  ...text(ofAccount('account'), 'aws:SourceAccount', 's3:DataAccessPointAccount'),
  ...text(ofAccount('resource'), 'aws:ResourceAccount', 's3:ResourceAccount'),
  ...text(ofArn('account'), 'aws:PrincipalArn', 's3:DataAccessPointArn', 'elasticfilesystem:AccessPointArn'),
  ...text(ofArn('source'), 'aws:SourceArn', 'lambda:SourceFunctionArn'),
  ...text(ofArn('vpc'), 'aws:SourceVpcArn'),
  ...text(literal('vpc'), 'aws:SourceVpc', 'aws:SourceVpce', 'aws:Ec2InstanceSourceVpc'),
  ...text(ofOrganization, 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:VpceOrgID', 'aws:VpceOrgPaths'),
  ...text(ofOrganization, 'aws:SourceOrgID', 'aws:SourceOrgPaths'),
  ...text(ofUserId, 'aws:userid'),
  ...text(ofService, 'aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast', 'kms:ViaService'),
  ...text(ofEndpoint, 'sns:Endpoint'),
  ...text(literal('token'), 'lambda:EventSourceToken'),
  ...text(literal('key'), 's3:x-amz-server-side-encryption-aws-kms-key-id'),
  // aws:VpcSourceIp is left out: every VPC of the world has the same private addresses.
  ['aws:sourceip', { family: 'ip', read: ofAddress }],
  ['elasticfilesystem:accessedviamounttarget', { family: 'bool', read: ofMountTarget }],
]);

function text(read: Reader, ...keys: string[]): [string, { family: 'text'; read: Reader }][] {
  return keys.map((key) => [key.toLowerCase(), { family: 'text', read }]);
}

const positive: Readonly<Record<string, 'text' | 'ip' | 'bool'>> = {
  StringEquals: 'text',
  StringEqualsIgnoreCase: 'text',
  StringLike: 'text',
  ArnEquals: 'text',
  ArnLike: 'text',
  IpAddress: 'ip',
  Bool: 'bool',
};

const complement: Readonly<Record<string, 'text' | 'ip' | 'bool'>> = {
  StringNotEquals: 'text',
  StringNotEqualsIgnoreCase: 'text',
  StringNotLike: 'text',
  ArnNotEquals: 'text',
  ArnNotLike: 'text',
  NotIpAddress: 'ip',
};

/**
 * The boundaries that the Condition of an Allow statement sets. One is enough to keep the world out, for all
 * clauses must hold; within a clause every value must be bounded, for one open value is enough to come in.
 *
 * Negated comparisons never bound anything (everybody else remains), nor do IfExists and ForAllValues (a
 * request without the key passes) unless a Null clause demands the key. A wildcard under StringEquals is
 * read as one, though AWS would compare the character: what was meant is an open door.
 */
export function boundariesOf(condition: readonly Clause[], inside: Inside): Boundary[] {
  return condition.flatMap((clause) => {
    const optional = clause.ifExists || clause.set === 'all';
    if (optional && !condition.some((other) => demands(other, clause.key))) return [];
    return readClause(clause, positive, inside);
  });
}

function demands(clause: Clause, key: string): boolean {
  return (
    clause.test === 'Null' &&
    clause.readable &&
    clause.key === key &&
    !clause.ifExists &&
    clause.set === undefined &&
    clause.values.length > 0 &&
    clause.values.every((value) => value.text.toLowerCase() === 'false')
  );
}

/**
 * Boundaries that a Deny statement's Condition leaves to the Allow statements: whoever does not fit a
 * boundary is denied. Undefined if outsiders may escape the Deny.
 *
 * All clauses must hold for the Deny to strike, so each of them must hold for every outsider: a negated
 * comparison with bounded values does, and so does one that only spares AWS services.
 */
export function boundariesOfDeny(condition: readonly Clause[], inside: Inside): Boundary[] | undefined {
  const boundaries: Boundary[] = [];
  for (const clause of condition) {
    if (isAboutServices(clause)) continue;
    // ForAnyValue does not hold without the key: an anonymous caller would escape.
    const found = clause.set === 'any' ? [] : readClause(clause, complement, inside);
    if (found.length === 0) return undefined;
    boundaries.push(...found);
  }
  return boundaries;
}

/** `Bool aws:PrincipalIsAWSService false`: true of every caller who is no service. */
function isAboutServices(clause: Clause): boolean {
  return (
    clause.test === 'Bool' &&
    clause.readable &&
    clause.key === 'aws:principalisawsservice' &&
    clause.values.some((value) => value.text.toLowerCase() === 'false')
  );
}

function readClause(clause: Clause, tests: Readonly<Record<string, string>>, inside: Inside): Boundary[] {
  const reader = readers.get(clause.key);
  if (!reader || !clause.readable || clause.values.length === 0) return [];
  if (tests[clause.test ?? ''] !== reader.family) return [];
  const values = clause.values.map((value) => value.text);
  const readings = values.map((value) => reader.read(value, inside));
  const found = readings.filter((reading) => reading !== undefined);
  if (found.length < readings.length) return [];
  // Of different networks the least trusted names the boundary.
  const { kind } = found.reduce((so, next) => (doubt(next.kind) > doubt(so.kind) ? next : so));
  return [{ kind, own: found.every(({ own }) => own), key: clause.key, values }];
}

function doubt(kind: BoundaryKind): number {
  return ['trusted-network', 'private-network', 'limited-network'].indexOf(kind);
}

/**
 * True if a source ARN clause binds the statement to named sources: service and resource are given, and the
 * account, where the ARN has one and `account` is known, is that one.
 */
export function bindsSource(condition: readonly Clause[], account = ''): boolean {
  return condition.some(
    (clause) =>
      clause.key === 'aws:sourcearn' &&
      clause.readable &&
      !clause.ifExists &&
      clause.set !== 'all' &&
      positive[clause.test ?? ''] === 'text' &&
      clause.values.length > 0 &&
      clause.values.every((value) => namesSource(value.text, account)),
  );
}

function namesSource(text: string, account: string): boolean {
  const [, , service, , owner, resource] = splitArn(text);
  if (!service || owner === undefined || !resource || isWild(service)) return false;
  if (!/[^*?:/]/.test(resource)) return false;
  // Without an account the name alone must be enough.
  if (!/^\d{12}$/.test(owner)) return owner === '' && !isWild(resource.split('/')[0] as string);
  return account === '' || owner === account;
}
