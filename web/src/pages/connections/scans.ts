import type { Scan } from '../../api/client.ts';

/** True from the moment a scan is asked for until it ended. */
export function running(scan: Scan): boolean {
  return scan.state === 'queued' || scan.state === 'running';
}

/**
 * How far a scan is, 0 to 1; undefined while nobody can tell. Calls become known only as their parents are read, so that
 * accounts are the one measure that does not run away; with a single account, collecting has none.
 */
export function share({ progress, phase }: Scan): number | undefined {
  if (phase === 'finished') return 1;
  if (phase === 'building' || phase === 'judging') return 0.95;
  if (phase === 'waiting' || progress.accountsTotal < 2) return undefined;
  return (progress.accountsDone / progress.accountsTotal) * 0.9;
}

/** The permissions that the failed calls of a scan lacked. */
export function missingPermissions(scan: Scan): string[] {
  const names = scan.problems.flatMap(({ permission }) => (permission === null ? [] : [permission]));
  return [...new Set(names)].sort();
}
