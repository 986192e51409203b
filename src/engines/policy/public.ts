import { type Boundary, type BoundaryKind, boundariesOf, boundariesOfDeny, type Inside } from './boundary.ts';
import type { Clause } from './condition.ts';
import { deputyServices } from './deputy.ts';
import type { Policy, Statement } from './document.ts';
import {
  type ActionPattern,
  compileAction,
  compileArn,
  ofActions,
  ofArns,
  type Scope,
  scopeCovers,
  scopeWithin,
} from './match.ts';
import { namesEverybody, type Principal } from './principal.ts';
import { comparableDenies } from './work.ts';

export interface Exposure extends Inside {
  /**
   * True (the default): only the world at large is outside, and any bounded set of callers is restrictive, as
   * Amazon S3 means "public". False: other accounts that are not trusted are outside as well.
   */
  readonly allowCrossAccount?: boolean;
  /** Count AWS services that may act for anybody. */
  readonly services?: boolean;
  /** Judge only statements that touch one of these action patterns. */
  readonly actions?: readonly string[];
  /**
   * Boundaries that count as well. By default neither the calling service nor the account of the resource
   * does: anybody can call through the service, and the resource always is in its own account.
   */
  readonly alsoCounts?: readonly BoundaryKind[];
}

/** True if the condition keeps everybody outside out, so that Principal `*` is harmless. */
export function keepsOut(condition: readonly Clause[], exposure: Exposure): boolean {
  return boundariesOf(condition, exposure).some((boundary) => counts(boundary, exposure, []));
}

function counts(boundary: Boundary, exposure: Exposure, welcome: readonly BoundaryKind[]): boolean {
  const { kind, own } = boundary;
  if ((kind === 'service' || kind === 'resource') && !exposure.alsoCounts?.includes(kind)) return false;
  return own || exposure.allowCrossAccount !== false || welcome.includes(kind);
}

/**
 * Bounded sets that a statement means when not even other accounts are welcome: no account is named, yet
 * nobody unknown comes in.
 */
const knownParties: readonly BoundaryKind[] = ['organization', 'endpoint', 'token'];

/**
 * The Allow statements of a resource policy that let in anybody from outside, without those that a Deny takes
 * back entirely.
 */
export function publicStatements(policy: Policy, exposure: Exposure): Statement[] {
  const actions = exposure.actions?.map(compileAction);
  return policy.statements.filter(
    (statement) =>
      statement.effect === 'Allow' &&
      admitsOutsiders(statement, exposure) &&
      (!actions || actions.some((action) => touches(statement.actions, action))) &&
      !boundariesOf(statement.condition, exposure).some((boundary) => counts(boundary, exposure, knownParties)) &&
      !takenBack(policy, statement, exposure, actions),
  );
}

function admitsOutsiders(statement: Statement, exposure: Exposure): boolean {
  if (namesEverybody(statement.principals)) return true;
  if (exposure.services && deputyServices(statement).length > 0) return true;
  return exposure.allowCrossAccount === false && outsidePrincipals(statement, exposure).length > 0;
}

/** The entries of Principal that are neither of the account nor trusted; services, distributions and identity providers left out. */
function outsidePrincipals(statement: Statement, inside: Inside): Principal[] {
  const { principals } = statement;
  if (!principals || principals.not) return [];
  return principals.entries.filter((entry) => {
    if (entry.type === 'canonical-user' || entry.type === 'unrecognized') {
      return !inside.trustedAccounts?.includes(entry.text);
    }
    if (entry.type !== 'account' && entry.type !== 'identity') return false;
    const trusted = [inside.account, ...(inside.trustedAccounts ?? [])];
    return !trusted.includes(entry.account) && !trusted.includes(entry.text);
  });
}

function touches(scope: Scope<ActionPattern>, action: ActionPattern): boolean {
  return scope.not
    ? !scope.patterns.some((pattern) => ofActions.covers(pattern, action))
    : scope.patterns.some((pattern) => ofActions.overlaps(pattern, action));
}

const everyAction = compileAction('*');
const everyResource = compileArn('*', false);

/** True if for each action and resource of the statement some Deny strikes every outsider. */
function takenBack(
  policy: Policy,
  allow: Statement,
  exposure: Exposure,
  actions: readonly ActionPattern[] | undefined,
): boolean {
  const denies = comparableDenies(policy.statements).filter((deny) => strikesOutsiders(deny, exposure));
  if (denies.length === 0) return false;
  if (allow.actions.not || allow.resources.not) {
    return denies.some(
      (deny) =>
        scopeWithin(deny.actions, allow.actions, everyAction, ofActions) &&
        scopeWithin(deny.resources, allow.resources, everyResource, ofArns),
    );
  }
  const asked = actions
    ? allow.actions.patterns.filter((pattern) => actions.some((action) => ofActions.overlaps(pattern, action)))
    : allow.actions.patterns;
  // Each side once, not once for every pair.
  const strikes = denies.map((deny) => ({
    actions: asked.map((action) => scopeCovers(deny.actions, action, ofActions)),
    resources: allow.resources.patterns.map((resource) => scopeCovers(deny.resources, resource, ofArns)),
  }));
  return asked.every((_, action) =>
    allow.resources.patterns.every((_, resource) =>
      strikes.some((deny) => deny.actions[action] && deny.resources[resource]),
    ),
  );
}

function strikesOutsiders(deny: Statement, exposure: Exposure): boolean {
  const { principals } = deny;
  const spares = principals?.not && !namesEverybody(principals);
  // NotPrincipal strikes everybody but a few: all outsiders, if the few are known ones.
  if (!principals || (spares ? false : !namesEverybody(principals))) return false;
  if (principals.not && exposure.allowCrossAccount === false) {
    const known = { ...deny, principals: { not: false, entries: principals.entries } };
    if (outsidePrincipals(known, exposure).length > 0) return false;
  }
  const left = boundariesOfDeny(deny.condition, exposure);
  return left?.every((boundary) => counts(boundary, exposure, knownParties)) ?? false;
}

/** Somebody outside whom a policy lets in. */
export interface ExternalPrincipal {
  /** As written; `*` for anybody. */
  readonly principal: string;
  readonly type: Principal['type'];
  readonly account?: string;
  /** For `*`: what the condition still demands, such as membership of an organisation. */
  readonly within?: Boundary;
  readonly statement: Statement;
}

/**
 * Everybody outside `account` and `trusted` (account ids, or principals as written) whom an Allow statement
 * lets in. Where `*` is bound to accounts by a condition, those accounts are named.
 */
export function externalPrincipals(
  policy: Policy,
  account: string,
  trusted: readonly string[] = [],
): ExternalPrincipal[] {
  const exposure: Exposure = { account, trustedAccounts: trusted, allowCrossAccount: false };
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow') return [];
    const boundaries = boundariesOf(statement.condition, exposure);
    const certain = boundaries.filter(({ kind }) => kind !== 'service' && kind !== 'resource');
    if (certain.some((boundary) => boundary.own) || takenBack(policy, statement, exposure, undefined)) return [];
    const named: ExternalPrincipal[] = outsidePrincipals(statement, exposure).map((entry) => ({
      principal: entry.text,
      type: entry.type,
      ...('account' in entry ? { account: entry.account } : {}),
      statement,
    }));
    return namesEverybody(statement.principals) ? [...named, ...fromEverybody(statement, certain, exposure)] : named;
  });
}

function fromEverybody(statement: Statement, boundaries: readonly Boundary[], exposure: Exposure): ExternalPrincipal[] {
  const within = boundaries[0];
  const entry = { principal: '*', type: 'everybody', statement } as const;
  if (!within) return [entry];
  const accounts = boundaries
    .filter(({ kind }) => kind === 'account' || kind === 'source')
    .map(({ values }) => values.map((value) => /^\d{12}$/.exec(value)?.[0] ?? value.split(':')[4] ?? ''))
    .find((list) => list.every((id) => /^\d{12}$/.test(id)));
  if (!accounts) return [{ ...entry, within }];
  const known = [exposure.account, ...(exposure.trustedAccounts ?? [])];
  return [...new Set(accounts)].filter((id) => !known.includes(id)).map((id) => ({ ...entry, account: id, within }));
}
