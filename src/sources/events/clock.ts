/** Time zones change by whole quarters of an hour. */
const STEP = 15 * 60_000;

/** Most quarters whose offset is remembered: about a month of them. */
const MOST_KNOWN = 3000;

/**
 * The clock on the wall of a time zone: hour 0 to 23, weekday 1 (Monday) to 7.
 *
 * @throws RangeError where there is no such zone
 */
export function zoneClock(timeZone: string): (time: number) => { hour: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const offsets = new Map<number, number>();

  function offsetAt(time: number): number {
    if (timeZone === 'UTC') return 0;
    const step = Math.floor(time / STEP);
    let offset = offsets.get(step);
    if (offset === undefined) {
      const parts = Object.fromEntries(
        format.formatToParts(step * STEP).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
      offset = Date.UTC(year, month - 1, day, hour, minute) - step * STEP;
      if (offsets.size >= MOST_KNOWN) offsets.clear();
      offsets.set(step, offset);
    }
    return offset;
  }

  return (time) => {
    const local = time + offsetAt(time);
    const days = Math.floor(local / 86_400_000);
    // 1970-01-01 was a Thursday, the fourth day.
    return { hour: Math.floor((local - days * 86_400_000) / 3_600_000), weekday: ((((days + 3) % 7) + 7) % 7) + 1 };
  };
}
