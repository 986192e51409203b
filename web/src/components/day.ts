/** `2026-03-10`, so many `days` after `now` (milliseconds), in the reader's own calendar. */
export function dayAfter(days: number, now = Date.now()): string {
  const date = new Date(now + days * 86_400_000);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** The end of a day as the reader's clock has it, ISO 8601 in UTC. */
export function endOf(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
