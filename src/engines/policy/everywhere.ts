import type { Policy } from './document.ts';
import { compileAction, compileArn, ofActions, ofArns, scopeCovers } from './match.ts';
import { comparableDenies } from './work.ts';

const everyResource = compileArn('*', false);

/**
 * True if the policies of one principal together allow every action of the patterns (`ecs:*`) on every resource without
 * a condition, and no Deny without a condition takes one of them back entirely.
 */
export function allowsEverywhere(policies: readonly Policy[], actions: readonly string[]): boolean {
  const statements = policies.flatMap((policy) => policy.statements).filter(({ condition }) => condition.length === 0);
  const denies = comparableDenies(statements);
  return actions.map(compileAction).every((action) => {
    const covers = (statement: (typeof statements)[number]) =>
      scopeCovers(statement.actions, action, ofActions) && scopeCovers(statement.resources, everyResource, ofArns);
    return statements.some((one) => one.effect === 'Allow' && covers(one)) && !denies.some(covers);
  });
}
