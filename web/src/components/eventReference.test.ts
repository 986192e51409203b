import { describe, expect, it } from 'vitest';
import { eventReference, readReference } from './eventReference.ts';

describe('a reference to an event', () => {
  it('comes back as it was, whatever the id holds', () => {
    const event = { id: 'a/b:c', time: '2026-11-02T10:00:00.000Z' };
    expect(readReference(eventReference(event))).toEqual(event);
  });

  it('may be a bare id', () => {
    expect(readReference('0123/abc')).toEqual({ id: '0123/abc', time: undefined });
  });
});
