import { describe, expect, it } from 'vitest';
import { FactUnknown } from '../../../model/index.ts';
import { incompleteList } from '../values.ts';
import { listFunctions } from './lists.ts';

const repeated = listFunctions[0]?.handler as unknown as (list: unknown, field: string) => unknown;

describe('values that are repeated', () => {
  it('are told once', () => {
    expect(repeated([{ id: 1n }, { id: 2n }, { id: 1n }, { id: 1n }], 'id')).toEqual([1n]);
    expect(repeated([{ id: 'a' }, { id: 'b' }], 'id')).toEqual([]);
  });

  it('are none of elements that lack the field, nor of what is no list', () => {
    expect(repeated([{}, {}, null, 3n, { constructor: 1n }], 'constructor')).toEqual([]);
    expect(repeated(null, 'id')).toEqual([]);
  });

  it('are not known of a list of which only the beginning came', () => {
    const begun = incompleteList([{ id: 1n }], { operation: 'oci:ReadAccounts', code: 'Unread' });
    expect(() => repeated(begun, 'id')).toThrow(FactUnknown);
  });
});
