import { parentPort, Worker, workerData } from 'node:worker_threads';
import { keepHeapSmall } from '../../platform/heap.ts';
import { THREAD_COMMAND } from '../thread-command.ts';
import type { Judge } from './judge.ts';

/** What the thread is told at its start. */
interface Order {
  kind: 'judge';
  dataDir: string;
}

/** A call of a judge's method, and its answer. */
interface Call {
  id: number;
  method: Exclude<keyof Judge, 'close'>;
  argument?: unknown;
}
type Answer = { id: number; result: unknown } | { id: number; error: string };

/** Memory of the thread, in MB: state is bounded well below, see the benchmark. */
const MOST_MEMORY = { maxOldGenerationSizeMb: 2048, maxYoungGenerationSizeMb: 24 };

/**
 * A judge in a thread of its own, so that requests are answered while it counts. Where the thread dies, calls under way
 * and all later ones are refused: whoever holds the judge makes another one and tells it what this one knew.
 */
export function threadJudge(entry: string, dataDir: string): Judge {
  const order: Order = { kind: 'judge', dataDir };
  const thread = new Worker(entry, { argv: [THREAD_COMMAND], workerData: order, resourceLimits: MOST_MEMORY });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let dead: Error | undefined;

  const die = (error: Error) => {
    dead ??= error;
    for (const { reject } of waiting.values()) reject(dead);
    waiting.clear();
  };
  thread.on('error', die);
  thread.on('exit', (code) => die(new Error(`the thread of the detector ended with ${code}`)));
  thread.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) call?.reject(new Error(answer.error));
    else call?.resolve(answer.result);
  });

  function ask<Method extends Call['method']>(
    method: Method,
    argument?: Parameters<Judge[Method]>[0],
  ): ReturnType<Judge[Method]> {
    const answer = new Promise((resolve, reject) => {
      if (dead !== undefined) return reject(dead);
      const call: Call = { id: (calls += 1), method, argument };
      waiting.set(call.id, { resolve, reject });
      thread.postMessage(call);
    });
    return answer as ReturnType<Judge[Method]>;
  }

  return {
    load: (plan) => ask('load', plan),
    push: (batch) => ask('push', batch),
    settle: () => ask('settle'),
    finish: () => ask('finish'),
    snapshot: () => ask('snapshot'),
    restore: (chunks) => ask('restore', chunks),
    state: () => ask('state'),
    close: async () => {
      await thread.terminate();
    },
  };
}

/** Loaded here: whoever only asks the thread needs none of it. */
async function openJudge(dataDir: string): Promise<Judge> {
  const [{ serverEnrichment }, { directJudge }] = await Promise.all([import('./enrichment.ts'), import('./judge.ts')]);
  return directJudge(await serverEnrichment(dataDir));
}

/** True in a thread that {@link threadJudge} started. */
export function isJudgeThread(): boolean {
  return (workerData as Partial<Order> | null)?.kind === 'judge';
}

/** The body of the thread: answers calls, one after the other, until it is ended. */
export async function judgeInThread(): Promise<void> {
  keepHeapSmall();
  const { dataDir } = workerData as Order;
  const port = parentPort;
  if (port === null) throw new Error('there is no parent to answer');
  const ready = openJudge(dataDir);
  let turn: Promise<unknown> = ready;
  port.on('message', ({ id, method, argument }: Call) => {
    turn = turn.then(async () => {
      try {
        const judge = await ready;
        const result = await (judge[method] as (given: unknown) => Promise<unknown>)(argument);
        port.postMessage({ id, result } satisfies Answer);
      } catch (error) {
        port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answer);
      }
    });
  });
  await ready;
}
