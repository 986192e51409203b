import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Text, UserError } from '../model/index.ts';
import type { Answer, Answered, Asked, Failure, Given, QuestionName } from './protocol.ts';

/** Longest that any question may take before its process is taken to hang, in milliseconds. DuckDB's own limit is shorter. */
const MOST_MS: Partial<Record<QuestionName, number>> & { other: number } = { compact: 15 * 60_000, other: 60_000 };

/** Asks the process that DuckDB runs in; starts it when first asked, and again where it died. */
export interface Client {
  ask<Name extends QuestionName>(name: Name, given: Given<Name>): Promise<Answer<Name>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export function newClient(dir: string): Client {
  let running: Promise<ChildProcess> | undefined;
  let closed = false;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Promise<ChildProcess> {
    const child = fork(program(), [dir], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ready = Promise.race([
      once(child, 'message').then(() => child),
      once(child, 'exit').then(() => {
        throw died();
      }),
    ]);
    child.on('message', (message: Answered | 'ready') => {
      if (message !== 'ready') settle(message);
    });
    child.once('exit', () => {
      running = undefined;
      for (const id of [...waiting.keys()])
        settle({ id, failure: 'costly', message: 'the process of the search ended' });
    });
    return ready;
  }

  function settle(answered: Answered): void {
    const one = waiting.get(answered.id);
    if (one === undefined) return;
    waiting.delete(answered.id);
    clearTimeout(one.timer);
    if ('failure' in answered) one.reject(errorOf(answered.failure, answered.message));
    else one.resolve(answered.value);
  }

  return {
    async ask(name, given) {
      if (closed) throw died();
      running ??= start();
      const child = await running.catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      count += 1;
      const id = count;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS[name] ?? MOST_MS.other);
        timer.unref();
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
        const asked: Asked = { id, name, given };
        child.send(asked, (error) => {
          if (error !== null) settle({ id, failure: 'failed', message: error.message });
        });
      });
    },
    async close() {
      closed = true;
      const child = await running?.catch(() => undefined);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** The program of the process: beside this file, or beside the bundle. */
function program(): string {
  const name = import.meta.url.endsWith('.ts') ? './process.ts' : './eventlog-process.js';
  return fileURLToPath(new URL(name, import.meta.url));
}

function died(): UserError {
  return new UserError('search-down', {
    en: 'The event search could not be started. The server’s log says why; events are still taken in.',
    ko: '이벤트 검색을 시작할 수 없습니다. 원인은 서버 로그를 확인하세요. 이벤트 수집은 계속됩니다.',
  });
}

function errorOf(failure: Failure, message: string): UserError {
  const [said = ''] = message.replace(/^([\w ]+)?Error: /, '').split('\n\n');
  const texts: Record<Failure, [code: string, text: Text]> = {
    refused: [
      'query-refused',
      {
        en: 'Only one SELECT over the table "events" may be run.',
        ko: 'events 테이블에 대한 SELECT 문 하나만 실행할 수 있습니다.',
      },
    ],
    costly: [
      'query-too-costly',
      {
        en: 'The query needed too much time or memory and was stopped. Narrow its time range or the columns it reads.',
        ko: '질의에 시간이나 메모리가 너무 많이 들어 중단했습니다. 기간이나 조회 열을 줄이세요.',
      },
    ],
    failed: [
      'query-failed',
      { en: `The query failed: ${said.slice(0, 500)}`, ko: `질의를 실행하지 못했습니다: ${said.slice(0, 500)}` },
    ],
  };
  const [code, text] = texts[failure];
  return new UserError(code, text);
}
