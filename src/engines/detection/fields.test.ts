import { describe, expect, it } from 'vitest';
import { rememberingFields } from './fields.ts';
import { eventOf } from './sigma/vectors/vectors.ts';
import type { EventFields } from './types.ts';

/** Fields that count how often they are read. */
function counting() {
  const reads: string[] = [];
  const fields: EventFields = {
    sourcesOf: () => ['test'],
    nameField: () => undefined,
    reader: (_source, field) => (event) => {
      reads.push(field);
      return event.record[field];
    },
  };
  return { reads, fields };
}

describe('fields', () => {
  it('are read once for each event, however many ask', () => {
    const { reads, fields } = counting();
    const remembered = rememberingFields(fields);
    const [one, two] = [1, 2].map(() => remembered.reader('test', 'hwaseong.ip'));
    const event = eventOf({ 'hwaseong.ip': '192.0.2.1' });
    expect([one!(event), two!(event), one!(event)]).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1']);
    expect(reads).toEqual(['hwaseong.ip']);
  });

  it('are read anew for the next event, and for the same one later', () => {
    const { reads, fields } = counting();
    const read = rememberingFields(fields).reader('test', 'hwaseong.ip');
    const [first, second] = [eventOf({ 'hwaseong.ip': 'a' }), eventOf({})];
    expect([first, second, first].map(read)).toEqual(['a', undefined, 'a']);
    expect(reads).toHaveLength(3);
  });

  it('of different sources and names are kept apart', () => {
    const { reads, fields } = counting();
    const shared = rememberingFields(fields);
    const event = eventOf({ 'hwaseong.ip': 'a', 'hwaseong.actor': 'b' });
    expect(shared.reader('test', 'hwaseong.ip')(event)).toBe('a');
    expect(shared.reader('test', 'hwaseong.actor')(event)).toBe('b');
    expect(shared.reader('other', 'hwaseong.ip')(event)).toBe('a');
    expect(reads).toHaveLength(3);
  });

  it('are read every time where a record holds something large', () => {
    const { reads, fields } = counting();
    const read = rememberingFields(fields).reader('test', 'request');
    const event = eventOf({ request: { a: 1 } });
    expect([event, event].map(read)).toEqual([{ a: 1 }, { a: 1 }]);
    expect(reads).toHaveLength(2);
  });
});
