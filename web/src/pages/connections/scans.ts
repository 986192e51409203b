import type { Scan } from '../../api/client.ts';

/** True from the moment a scan is asked for until it ended. */
export function running(scan: Scan): boolean {
  return scan.state === 'queued' || scan.state === 'running';
}

/**
 * How far a scan is, 0 to 1; undefined while nobody can tell. Calls become known as their parents are read, so that the
 * share is taken of what is known now and never shown as done before it is.
 */
export function share({ progress, phase }: Scan): number | undefined {
  if (phase === 'waiting' || progress.callsKnown === 0) return undefined;
  if (phase === 'building' || phase === 'judging') return 0.97;
  if (phase === 'finished') return 1;
  return Math.min(0.95, progress.callsDone / progress.callsKnown);
}

/** The permissions that the failed calls of a scan lacked. */
export function missingPermissions(scan: Scan): string[] {
  const names = scan.problems.flatMap(({ permission }) => (permission === null ? [] : [permission]));
  return [...new Set(names)].sort();
}
