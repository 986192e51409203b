import { conditionHolds } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { actionInScope, any, arnInScope, both, type Context, either, splitArn, type Tri } from './match.ts';
import { type Caller, matchPrincipals } from './principal.ts';

export interface Request {
  /** `s3:GetObject` */
  readonly action: string;
  /** ARN, or `*` for an action that is about no resource. */
  readonly resource: string;
  readonly caller?: Caller;
  /** Account that owns the resource; where unknown it is taken from the ARN. */
  readonly owner?: string;
  /** Condition key → value or values; null says that the key is known to be absent. Others are unknown. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
}

/** All that has a say. Policies of one list are alternatives for Allow; every list given must allow. */
export interface PolicySet {
  readonly identity?: readonly Policy[];
  readonly resource?: Policy;
  readonly boundary?: Policy;
  readonly session?: readonly Policy[];
  /** One list a level: root, organisational units, account. */
  readonly scps?: readonly (readonly Policy[])[];
  readonly rcps?: readonly (readonly Policy[])[];
}

export interface Decision {
  /** `conditional`: it depends on something about the request that is not known. */
  readonly outcome: 'allowed' | 'denied' | 'conditional';
  readonly allowedBy: readonly Statement[];
  /** Deny statements that strike, or may strike. */
  readonly deniedBy: readonly Statement[];
}

interface Compiled {
  readonly action: string;
  readonly arn: readonly string[];
  readonly caller: Caller | undefined;
  readonly context: Context;
}

/**
 * Decides a request by the policies given.
 * Source: IAM user guide, "Policy evaluation logic" (explicit Deny, SCP and RCP, resource policy, identity
 * policy, boundary, session; across accounts both sides must allow; KMS keys and role trust always must).
 */
export function evaluate(policies: PolicySet, request: Request): Decision {
  const compiled: Compiled = {
    action: request.action.toLowerCase(),
    arn: splitArn(request.resource),
    caller: request.caller,
    context: contextOf(request),
  };
  const lists = [
    policies.identity,
    policies.resource && [policies.resource],
    policies.boundary && [policies.boundary],
    policies.session,
    ...(policies.scps ?? []),
    ...(policies.rcps ?? []),
  ].filter((list) => list !== undefined);
  const deniedBy: Statement[] = [];
  let denied: Tri = 'no';
  for (const policy of lists.flat()) {
    for (const statement of policy.statements) {
      if (statement.effect !== 'Deny') continue;
      const strikes = statementApplies(statement, compiled);
      if (strikes !== 'no') deniedBy.push(statement);
      denied = either(denied, strikes);
    }
  }
  const allowedBy: Statement[] = [];
  const allowed = allows(policies, compiled, request, allowedBy);
  if (denied === 'yes' || allowed === 'no') return { outcome: 'denied', allowedBy: [], deniedBy };
  return {
    outcome: allowed === 'yes' && denied === 'no' ? 'allowed' : 'conditional',
    allowedBy: [...new Set(allowedBy)],
    deniedBy,
  };
}

function allows(policies: PolicySet, request: Compiled, asked: Request, allowedBy: Statement[]): Tri {
  const granted = (list: readonly Policy[] | undefined, reach: 'direct' | 'account' = 'direct'): Tri =>
    any(list ?? [], (policy) => allowedIn(policy, request, reach, allowedBy));
  const limited = (list: readonly Policy[] | undefined): Tri =>
    list ? any(list, (policy) => allowedIn(policy, request, 'direct', [])) : 'yes';
  const ceiling = [...(policies.scps ?? []), ...(policies.rcps ?? [])].reduce<Tri>(
    (so, level) => both(so, limited(level)),
    'yes',
  );
  const boundary = limited(policies.boundary && [policies.boundary]);
  const session = limited(policies.session);
  const identity = both(both(granted(policies.identity), boundary), session);
  const resource = policies.resource ? [policies.resource] : undefined;
  const direct = granted(resource);
  const delegated = both(granted(resource, 'account'), identity);
  const owner = asked.owner ?? (/^\d{12}$/.test(request.arn[4] ?? '') ? request.arn[4] : undefined);
  const account = asked.caller?.account;
  const crossAccount = owner !== undefined && account !== undefined && owner !== account;
  const mustAllow = /^(kms:|sts:assumerole)/.test(request.action);
  // What a resource policy grants to a user stands by itself; what it grants to a role is still cut by the
  // boundary and the session policies. A grant to one session by name, which is not, is rare: we cut it too.
  const cut = isUser(asked.caller) ? direct : both(direct, both(boundary, session));
  const alone: Tri = crossAccount
    ? both(either(direct, granted(resource, 'account')), identity)
    : either(either(cut, delegated), mustAllow ? 'no' : identity);
  return both(ceiling, alone);
}

function isUser(caller: Caller | undefined): boolean {
  return caller?.role === undefined && (caller?.arn?.includes(':user/') ?? false);
}

function allowedIn(policy: Policy, request: Compiled, reach: 'direct' | 'account', found: Statement[]): Tri {
  let result: Tri = 'no';
  for (const statement of policy.statements) {
    if (statement.effect !== 'Allow') continue;
    const applies = statementApplies(statement, request, reach);
    if (applies !== 'no') found.push(statement);
    result = either(result, applies);
  }
  return result;
}

/** Does the statement speak about the request? */
function statementApplies(statement: Statement, request: Compiled, reach?: 'direct' | 'account'): Tri {
  if (!actionInScope(statement.actions, request.action)) return 'no';
  const about = arnInScope(statement.resources, request.arn, request.context);
  if (about === 'no') return 'no';
  const match = matchPrincipals(statement.principals, request.caller);
  const who = reach ? match[reach] : either(match.direct, match.account);
  if (who === 'no') return 'no';
  return both(both(about, who), conditionHolds(statement.condition, request.context));
}

/** The context that the caller alone tells, overlaid with what the request says. */
function contextOf(request: Request): Context {
  const context = new Map<string, readonly string[]>();
  const { caller } = request;
  if (caller?.arn) context.set('aws:principalarn', [caller.role ?? caller.arn]);
  if (caller?.account) context.set('aws:principalaccount', [caller.account]);
  const user = caller?.arn && /:user\/(?:.*\/)?([^/]+)$/.exec(caller.arn)?.[1];
  if (user) context.set('aws:username', [user]);
  for (const [key, value] of Object.entries(request.context ?? {})) {
    context.set(key.toLowerCase(), value === null ? [] : typeof value === 'string' ? [value] : value);
  }
  return context;
}
