import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Benchmark, Row } from './benchmark.ts';

const EVENTS = 1_000_000;
/** Events of actors never seen before, two each. */
const NEW_ACTORS = 800_000;

/** How fast all detections judge a trail on one core, from bytes to alerts, and what they remember. */
export const detecting: Benchmark = {
  name: 'detect',
  title: 'All detections over a trail of CloudTrail, one core',
  run({ scale }) {
    return Promise.resolve([
      ...rowsOf('pass.ts', Math.round(EVENTS * scale)),
      ...rowsOf('memory.ts', Math.round(NEW_ACTORS * scale)),
    ]);
  },
};

/** The rows that a program measures over so many events: in a process of its own, with the young generation that the launcher sets. */
function rowsOf(name: string, events: number): Row[] {
  const program = path.join(import.meta.dirname, 'detect', name);
  const { stdout, status } = spawnSync(process.execPath, ['--max-semi-space-size=8', program, String(events)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return JSON.parse(stdout) as Row[];
}
