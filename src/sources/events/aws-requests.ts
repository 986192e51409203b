import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { allPorts, isWholeInternet, portsBetween } from './open-ports.ts';

/**
 * What a CloudTrail record's request would let others do, as fields for rules. A rule cannot tell this from the record's
 * fields one by one: effect, principal and condition have to be of the same statement, port and range of the same entry.
 *
 * | field | value |
 * | --- | --- |
 * | `aws.grants.everyone` | true: some statement allows anybody, and no condition narrows that to known accounts, networks or organisations. Undefined: the request grants nothing we can read |
 * | `aws.grants.accounts` | accounts that are let in, other than the one the record is of |
 * | `aws.grants.principals` | principals that are let in, as written |
 * | `aws.request.accounts` | accounts that the request names, alone or in an ARN, other than the one the record is of |
 * | `aws.opens.ports` | ports opened to the whole internet: numbers, and `all`. Of a range its ends and the watched ports within it |
 */
export const awsRequestFields = {
  'aws.grants.everyone': (record: JsonObject) => {
    const grants = grantsOf(record);
    return grants.length === 0 ? undefined : grants.some(({ principal, narrowed }) => principal === '*' && !narrowed);
  },
  'aws.grants.accounts': (record: JsonObject) => {
    const own =
      record.recipientAccountId ?? (isObject(record.userIdentity) ? record.userIdentity.accountId : undefined);
    const accounts = grantsOf(record)
      .map(({ principal }) => accountOf(principal))
      .filter((account) => account !== undefined && account !== own);
    return listed(accounts as string[]);
  },
  'aws.grants.principals': (record: JsonObject) => listed(grantsOf(record).map(({ principal }) => principal)),
  'aws.request.accounts': (record: JsonObject) => {
    const own = ownAccount(record);
    const accounts = textsIn(record.requestParameters).map((text) => namedAccount.exec(text)?.[1]);
    return listed(accounts.filter((account) => account !== undefined && account !== own) as string[]);
  },
  'aws.opens.ports': (record: JsonObject) => {
    const ports = entriesOf(record).filter(isOpenToInternet).flatMap(portsOf);
    return ports.length === 0 ? undefined : [...new Set(ports)];
  },
};

/** An account id alone, or the account of an ARN. */
const namedAccount = /^(?:arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:)?(\d{12})(?::|$)/;

function ownAccount(record: JsonObject): Json | undefined {
  return record.recipientAccountId ?? (isObject(record.userIdentity) ? record.userIdentity.accountId : undefined);
}

interface Grant {
  principal: string;
  narrowed: boolean;
}

/** Most that is looked at of one request: policies of AWS are at most 32 kB (a KMS key policy). */
const limits = { text: 65_536, depth: 8, nodes: 2000 } as const;

function grantsOf(record: JsonObject): Grant[] {
  const request = record.requestParameters;
  if (!isObject(request)) return [];
  const grants = policiesIn(request).flatMap(grantsOfPolicy);
  // Calls that name who is let in without a policy: Lambda, EventBridge, SNS, SQS.
  const named = [request.principal, request.aWSAccountIds, request.aWSAccountId].flatMap(texts);
  const narrowed = ['sourceArn', 'sourceAccount', 'principalOrgID', 'condition'].some((key) => request[key] != null);
  return [...grants, ...named.map((principal) => ({ principal, narrowed }))];
}

/** Every text in a value, as far down as {@link limits} go. */
function textsIn(value: Json | undefined): string[] {
  const found: string[] = [];
  walk(value, (one) => {
    if (typeof one === 'string') found.push(one);
    return true;
  });
  return found;
}

/** Visits a value and all below it, as far as {@link limits} go; `visit` says whether to go on below. */
function walk(value: Json | undefined, visit: (value: Json) => boolean): void {
  let nodes = 0;
  const look = (here: Json | undefined, depth: number): void => {
    if (here === undefined || depth > limits.depth || (nodes += 1) > limits.nodes || !visit(here)) return;
    if (Array.isArray(here)) for (const one of here) look(one, depth + 1);
    else if (isObject(here)) for (const one of Object.values(here)) look(one, depth + 1);
  };
  look(value, 0);
}

/** Every policy document in a request, whether an object or JSON in a text, wherever the service puts it. */
function policiesIn(request: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  walk(request, (value) => {
    const policy = typeof value === 'string' ? policyInText(value) : value;
    if (!isObject(policy) || !('Statement' in policy)) return true;
    found.push(policy);
    return false;
  });
  return found;
}

function policyInText(text: string): JsonObject | undefined {
  if (text.length > limits.text) return undefined;
  try {
    const json = /^\s*%7b/i.test(text) ? decodeURIComponent(text) : text;
    if (!/^\s*\{/.test(json) || !json.includes('"Statement"')) return undefined;
    const policy: unknown = JSON.parse(json);
    return isObject(policy as Json) ? (policy as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function grantsOfPolicy(policy: JsonObject): Grant[] {
  return listOf(policy.Statement).flatMap((statement) => {
    if (!isObject(statement) || statement.Effect !== 'Allow') return [];
    const narrowed = isNarrowed(statement.Condition);
    // An Allow with NotPrincipal lets in everybody but the named.
    if (statement.NotPrincipal !== undefined) return [{ principal: '*', narrowed }];
    const { Principal: principal } = statement;
    const principals = isObject(principal) ? Object.values(principal).flatMap(texts) : texts(principal);
    return principals.map((one) => ({ principal: one, narrowed }));
  });
}

/**
 * Condition keys that bind a statement to somebody known, after the S3 User Guide's "The meaning of public" and the global
 * condition keys of the IAM User Guide that came since.
 */
const narrowingKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:userid',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'sns:endpoint',
]);

/** True where a condition asks for a value of a {@link narrowingKeys} that is not any value. Operators that deny do not narrow. */
function isNarrowed(condition: Json | undefined): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(([operator, keys]) => {
    if (/not|ifexists|null|forallvalues/i.test(operator) || !isObject(keys)) return false;
    return Object.entries(keys).some(
      ([key, values]) => narrowingKeys.has(key.toLowerCase()) && !texts(values).some((value) => anything.has(value)),
    );
  });
}

const anything: ReadonlySet<string> = new Set(['*', '0.0.0.0/0', '::/0']);

/** The account of a principal: `111122223333` or `arn:aws:iam::111122223333:role/x`. */
function accountOf(principal: string): string | undefined {
  return /^(?:arn:[a-z-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}

interface Entry {
  protocol: string;
  from: number | undefined;
  to: number | undefined;
  ranges: string[];
}

/** The entries of a security group that a request adds or changes. Outbound ones and failed calls are the rule's matter. */
function entriesOf(record: JsonObject): Entry[] {
  const request = record.requestParameters;
  if (!isObject(request)) return [];
  const permissions = itemsOf(request.ipPermissions).map((item) => ({
    protocol: textOf(item.ipProtocol),
    from: numberOf(item.fromPort),
    to: numberOf(item.toPort),
    ranges: [
      ...itemsOf(item.ipRanges).map(({ cidrIp }) => textOf(cidrIp)),
      ...itemsOf(item.ipv6Ranges).map(({ cidrIpv6 }) => textOf(cidrIpv6)),
    ],
  }));
  // The short form that the command line sends for one rule.
  const single =
    request.cidrIp === undefined
      ? []
      : [
          {
            protocol: textOf(request.ipProtocol),
            from: numberOf(request.fromPort),
            to: numberOf(request.toPort),
            ranges: [textOf(request.cidrIp)],
          },
        ];
  const changes = isObject(request.ModifySecurityGroupRulesRequest)
    ? listOf(request.ModifySecurityGroupRulesRequest.SecurityGroupRule)
    : [];
  const changed = changes.flatMap((change) => {
    const rule = isObject(change) ? change.SecurityGroupRule : undefined;
    if (!isObject(rule)) return [];
    return [
      {
        protocol: textOf(rule.IpProtocol),
        from: numberOf(rule.FromPort),
        to: numberOf(rule.ToPort),
        ranges: [textOf(rule.CidrIpv4), textOf(rule.CidrIpv6)],
      },
    ];
  });
  return [...permissions, ...single, ...changed];
}

function isOpenToInternet({ ranges }: Entry): boolean {
  return ranges.some(isWholeInternet);
}

function portsOf({ protocol, from, to }: Entry): readonly (number | string)[] {
  if (protocol === '-1' || protocol === 'all') return allPorts;
  if (!['tcp', 'udp', '6', '17'].includes(protocol) || from === undefined || to === undefined) return [];
  return portsBetween(from, to);
}

/** EC2 logs a list as `{items: […]}`, and an empty one as `{}`. */
function itemsOf(value: Json | undefined): JsonObject[] {
  return listOf(isObject(value) ? value.items : value).filter(isObject);
}

function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: Json | undefined): string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function listed(values: readonly string[]): string[] | undefined {
  return values.length === 0 ? undefined : [...new Set(values)];
}
