import { type CelFunction, FactUnknown } from '../../../model/index.ts';

export const readableFunctions: readonly CelFunction[] = [
  {
    name: 'readable',
    params: ['dyn', 'bool', 'string'],
    returns: 'dyn',
    doc: 'The value, where the condition holds; else the result is unknown. For answers that came but say themselves that something could not be read: readable(asset.Environment, asset.Environment.Error == null, "lambda:ListFunctions").',
    handler: (value: unknown, holds: boolean, operation: string) => {
      if (!holds) throw new FactUnknown(operation, 'Unreadable');
      return value;
    },
  },
];
