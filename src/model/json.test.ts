import { describe, expect, it } from 'vitest';
import { at } from './json.ts';

describe('a dotted path', () => {
  const value = {
    Groups: [
      { Name: 'a', Ports: [1, 2] },
      { Name: 'b', Ports: [3] },
    ],
    Owner: { Id: '7' },
  };

  it('goes through objects', () => {
    expect(at(value, 'Owner.Id')).toBe('7');
    expect(at(value, 'Owner.Id.More')).toBeUndefined();
    expect(at(null, 'Owner')).toBeUndefined();
  });

  it('gives what lies below each element of a list, flattened', () => {
    expect(at(value, 'Groups.Name')).toEqual(['a', 'b']);
    expect(at(value, 'Groups.Ports')).toEqual([1, 2, 3]);
  });

  it('picks an element by its number', () => {
    expect(at(value, 'Groups.1.Name')).toBe('b');
    expect(at(value, 'Groups.2.Name')).toBeUndefined();
  });
});
