import { boundariesOf } from './boundary.ts';
import type { Clause } from './condition.ts';
import type { Policy, Statement } from './document.ts';
import { actionInScope } from './match.ts';

/**
 * Services that hand a role only to code which the account itself started. A role is given to them with
 * iam:PassRole, which works within one account only, and the session goes to that account's instance,
 * function, task or pod: nobody else can make them use it. They are exempt in trust policies alone; where
 * such a service is let into a resource the usual rule holds.
 * Sources: IAM user guide, "Grant permissions to pass a role to an AWS service" and "The confused deputy problem".
 */
const runsCodeOfTheAccount: ReadonlySet<string> = new Set([
  'ec2.amazonaws.com',
  'ec2.amazonaws.com.cn',
  'lambda.amazonaws.com',
  'edgelambda.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'eks.amazonaws.com',
  'eks-fargate-pods.amazonaws.com',
  'pods.eks.amazonaws.com',
  'tasks.apprunner.amazonaws.com',
]);

/**
 * Services that reach a resource only for the account it belongs to, whatever they are asked.
 * Sources: AWS Secrets Manager user guide (rotation functions), Amazon EKS user guide (cluster role).
 */
const staysInTheAccount: ReadonlySet<string> = new Set(['secretsmanager.amazonaws.com', 'eks.amazonaws.com']);

/** The service principals of an Allow statement that anybody's resource could make act. */
export function deputyServices(statement: Statement): string[] {
  const { principals } = statement;
  if (statement.effect !== 'Allow' || !principals || principals.not) return [];
  const trust = actionInScope(statement.actions, 'sts:assumerole');
  const exempt = trust ? runsCodeOfTheAccount : staysInTheAccount;
  return principals.entries.filter(({ type, text }) => type === 'service' && !exempt.has(text)).map(({ text }) => text);
}

/** A service that could be made a confused deputy. */
export interface ConfusedDeputy {
  readonly service: string;
  readonly statement: Statement;
}

/**
 * The service principals that a policy trusts without saying for whose resources: no literal aws:SourceArn,
 * aws:SourceAccount, aws:SourceOrgID or external id. Roles for service-linked use (path /aws-service-role/)
 * cannot be edited and are for the caller to leave out.
 */
export function confusedDeputy(policy: Policy): ConfusedDeputy[] {
  return policy.statements.flatMap((statement) =>
    namesSource(statement) ? [] : deputyServices(statement).map((service) => ({ service, statement })),
  );
}

function namesSource({ condition }: Statement): boolean {
  const bound = boundariesOf(condition, { account: '' }).some(({ kind }) => kind !== 'service' && kind !== 'resource');
  // An external id is no secret and keeps nobody out, but a service that sends one sends the customer's own.
  return bound || condition.some((clause) => isExternalId(clause));
}

function isExternalId(clause: Clause): boolean {
  return (
    clause.key === 'sts:externalid' &&
    clause.test === 'StringEquals' &&
    clause.readable &&
    !clause.ifExists &&
    clause.set === undefined &&
    clause.values.length > 0
  );
}
