/** How far before and after an event or incident "around this time" reaches, in milliseconds. */
const around = 3_600_000;

/** The hour before `first` and the hour after `last`, both ISO 8601, as an address says it. */
export function timeAround(first: string, last = first): { from: string; to: string } {
  return {
    from: new Date(Date.parse(first) - around).toISOString(),
    to: new Date(Date.parse(last) + around).toISOString(),
  };
}
