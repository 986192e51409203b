import {
  type BoundaryKind,
  bindsSource,
  boundariesOf,
  type Exposure,
  effectiveActions,
  isAdmin,
  keepsOut,
  knownActions,
  namesEverybody,
  PolicyMalformed,
  parseCondition,
  parsePolicy,
  parsePrincipals,
  publicStatements,
} from '../../../src/engines/policy/index.ts';

const known = await knownActions();

/**
 * The recorded questions take the service a call comes through and the account of the resource for
 * restrictions. By the AWS documentation neither says who calls (anybody can call through a service, and a
 * resource always is in its own account), so the product does not count them unless it is told to.
 */
const alsoCounts: readonly BoundaryKind[] = ['service', 'resource'];

/**
 * Answers a recorded question about policy documents from the policy engine. What AWS would refuse as no policy
 * can be attached to nothing and grants nothing: the answer is no. Throws on an unknown question.
 */
export function answer(question: string, args: Record<string, unknown>): boolean | string[] {
  try {
    return ask(question, args);
  } catch (error) {
    if (error instanceof PolicyMalformed) return question === 'get_effective_actions' ? [] : false;
    throw error;
  }
}

function ask(question: string, args: Record<string, unknown>): boolean | string[] {
  const condition = parseCondition(args.condition_statement, true);
  const account = text(args.source_account);
  const statement = (args.statement ?? {}) as Record<string, unknown>;
  switch (question) {
    case 'is_condition_block_restrictive':
      return keepsOut(condition, { account, allowCrossAccount: args.is_cross_account_allowed === true, alsoCounts });
    case 'is_condition_block_restrictive_organization':
      return has(condition, 'organization');
    case 'is_condition_block_restrictive_sns_endpoint':
      return has(condition, 'endpoint');
    case 'is_condition_restricting_from_private_ip':
      return has(condition, 'private-network');
    case 'is_condition_restricting_to_trusted_ips':
      return has(condition, 'trusted-network', texts(args.trusted_ips));
    case 'has_restrictive_source_arn_condition':
      return bindsSource(parseCondition(statement.Condition, true), account);
    case 'has_public_principal':
      return namesEverybody(parsePrincipals(statement.Principal, statement.NotPrincipal));
    case 'is_policy_public':
      return publicStatements(parsePolicy(args.policy), exposure(account, args)).length > 0;
    case 'get_effective_actions':
      return effectiveActions(parsePolicy(args.policy), known);
    case 'check_admin_access':
      return isAdmin(parsePolicy(args.policy), known);
    default:
      throw new Error(`no answer to the question ${question}`);
  }
}

function exposure(account: string, args: Record<string, unknown>): Exposure {
  const actions = texts(args.not_allowed_actions);
  return {
    account,
    trustedAccounts: texts(args.trusted_account_ids),
    trustedNetworks: texts(args.trusted_ips),
    allowCrossAccount: args.is_cross_account_allowed !== false,
    services: args.check_cross_service_confused_deputy === true,
    alsoCounts,
    ...(actions.length > 0 ? { actions } : {}),
  };
}

function has(
  condition: ReturnType<typeof parseCondition>,
  kind: BoundaryKind,
  trustedNetworks: string[] = [],
): boolean {
  return boundariesOf(condition, { account: '', trustedNetworks }).some((boundary) => boundary.kind === kind);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}
