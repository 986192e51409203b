import type { Schema } from '../../api/client.ts';
import type { RequirementState } from '../../api/words.ts';

export type Requirement = Schema['Requirement'];

/** The requirement or section of an id, wherever it stands. */
export function findRequirement(tree: readonly Requirement[], id: string): Requirement | undefined {
  for (const node of tree) {
    const found = node.id === id ? node : findRequirement(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The requirements in one state, under the sections that lead to them. */
export function narrowed(tree: readonly Requirement[], state: RequirementState): Requirement[] {
  return tree.flatMap((node) => {
    if (node.type === 'requirement') return node.state === state ? [node] : [];
    const children = narrowed(node.children, state);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}

/** Ids on the way from the root to a node, itself left out: what must be unfolded for it to be seen. */
export function wayTo(tree: readonly Requirement[], id: string): string[] | undefined {
  for (const node of tree) {
    if (node.id === id) return [];
    const below = wayTo(node.children, id);
    if (below !== undefined) return [node.id, ...below];
  }
  return undefined;
}
