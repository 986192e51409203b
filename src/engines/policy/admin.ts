import {
  type ActionSet,
  actionsInScope,
  type KnownActions,
  namesOf,
  subtract,
  union,
  unknownActions,
} from './actions.ts';
import type { Policy, Statement } from './document.ts';
import { escalations } from './escalation.ts';
import { actionInScope, compileAction, compileArn, ofActions, ofArns, scopeCovers, scopeWithin } from './match.ts';
import { comparableDenies } from './work.ts';

const everyResource = compileArn('*', false);
const everyAction = compileAction('*');

/**
 * The known actions that the policies of one principal grant on some resource, sorted: what is allowed,
 * conditions or not, less what is surely denied on all the resources it is allowed on. An action that AWS
 * does not document is kept where it is written out.
 */
export function effectiveActions(policies: Policy | readonly Policy[], known: KnownActions): string[] {
  const statements = statementsOf(policies);
  const denies = comparableDenies(statements).filter(({ condition }) => condition.length === 0);
  const effective = known.empty();
  const unlisted = new Set<string>();
  for (const allow of statements) {
    if (allow.effect !== 'Allow' || grantsNothing(allow)) continue;
    const granted: ActionSet = actionsInScope(allow.actions, known);
    const strikes = denies.filter((deny) => scopeWithin(deny.resources, allow.resources, everyResource, ofArns));
    for (const deny of strikes) subtract(granted, actionsInScope(deny.actions, known));
    union(effective, granted);
    for (const name of unknownActions(allow.actions, known)) {
      if (!strikes.some((deny) => actionInScope(deny.actions, name.toLowerCase()))) unlisted.add(name);
    }
  }
  return [...namesOf(effective, known), ...unlisted].sort();
}

/**
 * Full administration: every action on every resource without a condition. NotAction counts where it leaves
 * out no action that exists (of `known`), NotResource where it names nothing that exists. A Deny takes it
 * back only if it leaves no way to change one's own permissions, for whoever can do that can lift the Deny.
 */
export function isAdmin(policies: Policy | readonly Policy[], known: KnownActions): boolean {
  const list = [policies].flat() as Policy[];
  const full = statementsOf(list).some(
    (statement) =>
      statement.effect === 'Allow' &&
      statement.condition.length === 0 &&
      allActions(statement, known) &&
      allResources(statement),
  );
  return full && escalations(list, { kinds: ['self'] }).length > 0;
}

function allActions({ actions }: Statement, known: KnownActions): boolean {
  if (scopeCovers(actions, everyAction, ofActions)) return true;
  // Patterns within single services do not add up to all services, short of naming each of them.
  if (!actions.not && actions.patterns.length < 100 && actions.patterns.every(({ glob }) => glob.stem.includes(':'))) {
    return false;
  }
  return namesOf(actionsInScope(actions, known), known).length === known.names.length;
}

function allResources({ resources }: Statement): boolean {
  if (!resources.not) return resources.patterns.some(({ all }) => all);
  // What is neither an ARN nor a wildcard names no resource at all.
  return resources.patterns.every(({ all, parts }) => !all && parts.length === 1 && parts[0]?.fixed?.shape === 'exact');
}

function grantsNothing({ resources }: Statement): boolean {
  return resources.not && resources.patterns.some(({ all }) => all);
}

function statementsOf(policies: Policy | readonly Policy[]): Statement[] {
  return ([policies].flat() as Policy[]).flatMap((policy) => policy.statements);
}
