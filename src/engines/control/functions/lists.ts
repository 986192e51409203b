import type { CelFunction } from '../../../model/index.ts';

export const listFunctions: readonly CelFunction[] = [
  {
    name: 'repeated',
    params: ['dyn', 'string'],
    returns: 'list',
    doc: 'Values of a field (a text or a number) that more than one element of a list has: repeated(asset.accounts.users, "uid").',
    handler: (list: unknown, field: string) => {
      if (!Array.isArray(list)) return [];
      const seen = new Set<unknown>();
      const twice = new Set<unknown>();
      // Of a list that is not whole the end throws, which is right: what comes may repeat what was.
      for (const element of list) {
        if (typeof element !== 'object' || element === null || !Object.hasOwn(element, field)) continue;
        const value = (element as Record<string, unknown>)[field];
        if (typeof value !== 'string' && typeof value !== 'bigint') continue;
        if (seen.has(value)) twice.add(value);
        else seen.add(value);
      }
      return [...twice];
    },
  },
];
