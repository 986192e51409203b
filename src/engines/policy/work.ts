import type { Statement } from './document.ts';

/** Steps of comparing patterns that a judgement may cost at worst: some seconds. */
const budget = 400_000_000;

/**
 * The Deny statements, to be compared with every Allow; none where documents are so large that comparing
 * them could keep the judge busy. Leaving them out makes a policy look wider than it is, never narrower.
 */
export function comparableDenies(statements: readonly Statement[]): Statement[] {
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  return size(denies) * size(allows) <= budget ? denies : [];
}

function size(statements: readonly Statement[]): number {
  let length = 0;
  for (const { actions, resources } of statements) {
    for (const { text } of actions.patterns) length += text.length;
    for (const { text } of resources.patterns) length += text.length;
  }
  return length;
}
