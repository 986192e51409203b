import { isObject } from '../../model/index.ts';
import { malformed } from './malformed.ts';
import { any, both, not, type Tri } from './match.ts';

/** One entry of `Principal` or `NotPrincipal`. */
export type Principal =
  | { readonly type: 'everybody'; readonly text: string }
  | { readonly type: 'account'; readonly account: string; readonly text: string }
  /** A user, role or session. */
  | { readonly type: 'identity'; readonly account: string; readonly text: string }
  | { readonly type: 'service'; readonly text: string }
  | { readonly type: 'federated'; readonly text: string }
  | { readonly type: 'canonical-user'; readonly text: string }
  /** One distribution of CloudFront, in the older form. */
  | { readonly type: 'origin-access-identity'; readonly text: string }
  /** Text under AWS in none of the known forms. */
  | { readonly type: 'unrecognized'; readonly text: string }
  /** The unique id that AWS leaves in place of a deleted user or role: nobody can be it again. */
  | { readonly type: 'deleted'; readonly text: string };

export interface Principals {
  /** `NotPrincipal`: everybody but the entries. */
  readonly not: boolean;
  readonly entries: readonly Principal[];
}

/**
 * Reads the elements `Principal` and `NotPrincipal`; undefined where neither is given.
 * Throws `PolicyMalformed`.
 */
export function parsePrincipals(yes: unknown, no: unknown, where = 'the statement'): Principals | undefined {
  if (yes !== undefined && no !== undefined) throw malformed(`${where} has both Principal and NotPrincipal`);
  const given = yes ?? no;
  if (given === undefined) return undefined;
  const entries: Principal[] = [];
  const groups = isObject(given) ? Object.entries(given) : [['AWS', given] as const];
  for (const [group, value] of groups) {
    for (const text of Array.isArray(value) ? value : [value]) {
      if (typeof text !== 'string') throw malformed(`${where} has a principal that is not text`);
      if (text !== '') entries.push(readPrincipal(group, text, where));
    }
  }
  return { not: no !== undefined, entries };
}

function readPrincipal(group: string, text: string, where: string): Principal {
  // AWS refuses other wildcards here; whoever stores one means everybody.
  if (text === '*') return { type: 'everybody', text };
  switch (group) {
    case 'AWS':
      return readAws(text);
    case 'Service':
      return { type: 'service', text: text.toLowerCase() };
    case 'Federated':
      return { type: 'federated', text };
    case 'CanonicalUser':
      return { type: 'canonical-user', text };
    default:
      throw malformed(`${where} has a principal of the unknown kind ${JSON.stringify(group.slice(0, 40))}`);
  }
}

function readAws(text: string): Principal {
  if (/^\d{12}$/.test(text)) return { type: 'account', account: text, text };
  const [, , , , account, name] = text.split(':');
  if (account !== undefined && /[*?]/.test(account)) return { type: 'everybody', text };
  if (account !== undefined && /^\d{12}$/.test(account)) {
    return { type: name === 'root' ? 'account' : 'identity', account, text };
  }
  if (/^A(RO|ID|GP)A[A-Z0-9]{12,}$/.test(text)) return { type: 'deleted', text };
  return { type: account === 'cloudfront' ? 'origin-access-identity' : 'unrecognized', text };
}

/** True if the entries let anybody at all be the caller, before conditions. */
export function namesEverybody(principals: Principals | undefined): boolean {
  if (!principals) return false;
  return principals.not
    ? !principals.entries.some((entry) => entry.type === 'everybody')
    : principals.entries.some((entry) => entry.type === 'everybody');
}

/** Who makes a request. */
export interface Caller {
  /** ARN of the user, role, session or account root; absent for a service or an anonymous caller. */
  readonly arn?: string;
  /** Session callers: the ARN of their role. */
  readonly role?: string;
  readonly account?: string;
  /** `lambda.amazonaws.com` */
  readonly service?: string;
  /** ARN or host name of the identity provider. */
  readonly federated?: string;
  readonly canonicalUser?: string;
}

/** How far an entry reaches: `direct` names the caller or everybody, `account` only opens the account to its own IAM. */
export interface PrincipalMatch {
  readonly direct: Tri;
  readonly account: Tri;
}

/**
 * Does the caller fit the element? A statement without principals (identity policy, SCP) is about whom it is
 * attached to: yes. Without a caller the answer is maybe, save for everybody.
 */
export function matchPrincipals(principals: Principals | undefined, caller: Caller | undefined): PrincipalMatch {
  if (!principals) return { direct: 'yes', account: 'yes' };
  const direct = any(principals.entries, (entry) => isCaller(entry, caller));
  const account = any(principals.entries, (entry) =>
    entry.type !== 'account' ? 'no' : !caller ? 'maybe' : caller.account === entry.account ? 'yes' : 'no',
  );
  if (!principals.not) return { direct, account };
  // AWS documents the entry of an account in NotPrincipal only for its root: for its users and roles we do not claim to know.
  return { direct: both(not(direct), account === 'no' ? 'yes' : 'maybe'), account: 'no' };
}

function isCaller(entry: Principal, caller: Caller | undefined): Tri {
  if (entry.type === 'everybody') return 'yes';
  if (entry.type === 'deleted') return 'no';
  if (!caller) return 'maybe';
  switch (entry.type) {
    case 'account':
      return caller.arn === `arn:${partition(entry.text)}:iam::${entry.account}:root` ? 'yes' : 'no';
    case 'identity':
      return entry.text === caller.arn || entry.text === caller.role ? 'yes' : 'no';
    case 'service':
      return caller.service?.toLowerCase() === entry.text ? 'yes' : 'no';
    case 'federated':
      return caller.federated === entry.text ? 'yes' : 'no';
    case 'canonical-user':
      return caller.canonicalUser === entry.text ? 'yes' : 'no';
    case 'origin-access-identity':
      return caller.arn === entry.text ? 'yes' : 'no';
    case 'unrecognized':
      return 'maybe';
  }
}

function partition(text: string): string {
  return text.startsWith('arn:') ? (text.split(':')[1] as string) : 'aws';
}
