import { describe, expect, it } from 'vitest';
import { timeAround } from './timeAround.ts';

describe('timeAround', () => {
  it('reaches an hour before the first and an hour after the last moment', () => {
    expect(timeAround('2026-11-02T10:00:00Z', '2026-11-02T11:00:00Z')).toEqual({
      from: '2026-11-02T09:00:00.000Z',
      to: '2026-11-02T12:00:00.000Z',
    });
  });
});
