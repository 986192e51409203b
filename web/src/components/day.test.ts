import { expect, it } from 'vitest';
import { dayAfter, endOf } from './day.ts';

it('counts days by the clock of the reader, whatever it is in Greenwich', () => {
  const early = new Date(2026, 2, 1, 0, 30).getTime();
  expect(dayAfter(0, early)).toBe('2026-03-01');
  expect(dayAfter(30, early)).toBe('2026-03-31');
});

it('ends a day where the reader does', () => {
  expect(new Date(endOf('2026-03-01')).getHours()).toBe(23);
});
