import { type CelFunction, FactUnknown } from '../../../model/index.ts';
import { sizeOf } from '../values.ts';

export const knownFunctions: readonly CelFunction[] = [
  {
    name: 'known',
    params: ['dyn', 'string'],
    returns: 'bool',
    doc: 'False where a field of an asset is not known, or only the beginning of its list. Only for choosing between two facts that answer the same question; everywhere else what is not known makes a result unknown by itself.',
    handler: (object: unknown, field: string) => {
      try {
        const value = typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[field] : null;
        if (Array.isArray(value)) sizeOf(value);
        return true;
      } catch (error) {
        if (error instanceof FactUnknown) return false;
        throw error;
      }
    },
  },
];
