import { isLog } from '../events/read/files.ts';

/** How many folders deep a day may lie: what people put first, then organisation, subscription, group, service, region, name. */
const MOST_DEPTH = 14;

/** Logs of an hour are written for a while after it. */
const LATE_MS = 2 * 3_600_000;

const DAY_MS = 86_400_000;

/** What lies in a folder; whoever answers may stop at the first file. */
export type Folder = (prefix: string) => Promise<{ folders: string[]; files: number }>;

/**
 * What has to be listed to see everything written from `since` to `until`: where names hold the day (`…/2026/11/28/…`, and
 * `…/y=2026/m=11/d=28/…` of Azure) the prefixes of those days, else the whole. Found by walking the folders, whatever stands
 * before the day.
 */
export async function* prefixesOfDays(
  prefix: string,
  since: Date,
  until: Date,
  folder: Folder,
): AsyncGenerator<string> {
  const days = daysOf(since, until);
  const walk = async function* (at: string, depth: number): AsyncGenerator<string> {
    const { folders, files } = await folder(at);
    const year = folders.map((name) => /(?:^|\/)(y=)?\d{4}\/$/.exec(name)).find((match) => match !== null);
    if (year !== undefined) {
      for (const [y, m, d] of days) yield year[1] === undefined ? `${at}${y}/${m}/${d}/` : `${at}y=${y}/m=${m}/d=${d}/`;
    } else if (files > 0 || depth >= MOST_DEPTH || folders.length === 0) yield at;
    else for (const name of folders) if (isLog(`${name}x.json`)) yield* walk(name, depth + 1);
  };
  yield* walk(prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`, 0);
}

function daysOf(since: Date, until: Date): string[][] {
  const days: string[][] = [];
  const first = since.getTime() - LATE_MS;
  for (let day = first - (first % DAY_MS); day <= until.getTime(); day += DAY_MS)
    days.push(new Date(day).toISOString().slice(0, 10).split('-'));
  return days;
}
