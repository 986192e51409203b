import { setTimeout as sleep } from 'node:timers/promises';

/** One number that a benchmark found, beside what the same machine can do at best in the same run. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  /** The same work with nothing of ours in it, in the same unit. */
  floor?: number;
  /** The bar of the project, where there is one. */
  bar?: { least: number } | { most: number };
}

export interface RunOptions {
  /** Share of the full size: 1 gives the figures that count, less is for trying out. */
  scale: number;
  /** Told what goes on. */
  say: (line: string) => void;
}

/** One benchmark, one file. */
export interface Benchmark {
  name: string;
  title: string;
  run(options: RunOptions): Promise<Row[]>;
}

/** The value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

/** Pieces a second since `started` (a `performance.now()`). */
export function perSecond(count: number, started: number): number {
  return count / ((performance.now() - started) / 1000);
}

export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/**
 * Seconds of one core that this process has used since a `process.cpuUsage()`, garbage collection included: unlike the
 * clock's, they are the same where others use the machine too.
 */
export function coreSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Random numbers from 0 to 1 that are the same in every run (mulberry32 by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Clients that ask one question after the other for some seconds, each beginning elsewhere in the list. With `everyMs` a
 * client begins a question no sooner than so long after the one before. Gives milliseconds.
 */
export async function ask(
  questions: Readonly<Record<string, () => Promise<unknown>>>,
  { clients, seconds, everyMs = 0 }: { clients: number; seconds: number; everyMs?: number },
): Promise<Map<string, number[]>> {
  const all = Object.entries(questions);
  const times = new Map(all.map(([name]) => [name, [] as number[]]));
  const end = performance.now() + seconds * 1000;
  const client = async (number: number) => {
    if (everyMs > 0) await sleep((everyMs * number) / clients);
    for (let turn = number * 7; performance.now() < end; turn++) {
      const [name, question] = all[turn % all.length] as (typeof all)[number];
      const started = performance.now();
      await question();
      const taken = performance.now() - started;
      times.get(name)?.push(taken);
      if (taken < everyMs) await sleep(everyMs - taken);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return times;
}
