/**
 * Ports that matter when they are open to the internet: remote administration, databases, caches and search, container and
 * cluster administration, file sharing. A range of ports is told by these.
 */
const watchedPorts = [
  20, 21, 22, 23, 25, 110, 111, 135, 137, 138, 139, 143, 389, 445, 636, 873, 1433, 1434, 1521, 2049, 2181, 2375, 2376,
  2379, 2380, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 5900, 5901, 5985, 5986, 6379, 6443, 7000, 7001, 8020, 8086,
  8088, 8888, 9000, 9042, 9092, 9200, 9300, 10250, 10255, 11211, 27017, 27018, 27019, 50070,
] as const;

/** True for the whole internet, or a half or quarter of it as who wants to get round a check writes it: no one owns a range shorter than /8. */
export function isWholeInternet(range: string): boolean {
  const length = Number(/\/(\d{1,3})$/.exec(range)?.[1] ?? Number.NaN);
  return length < 8 && (range.includes('.') || range.includes(':'));
}

/** Every port: `all`, and each watched one. */
export const allPorts: readonly (number | string)[] = ['all', ...watchedPorts];

/** A range of ports by its ends and the {@link watchedPorts} within it. */
export function portsBetween(from: number, to: number): readonly (number | string)[] {
  if (from <= 1 && to >= 65_535) return allPorts;
  return from === to ? [from] : [from, ...watchedPorts.filter((port) => port > from && port < to), to];
}

/** The ports of `22`, `3000-4000` or `*`; none where the text is something else. */
export function portsIn(text: string): readonly (number | string)[] {
  if (text === '*') return allPorts;
  const ends = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  return ends === null ? [] : portsBetween(Number(ends[1]), Number(ends[2] ?? ends[1]));
}
