import { isMainThread } from 'node:worker_threads';
import { Command } from 'commander';
import { UserError } from '../model/index.ts';
import { isJudgeThread, judgeInThread } from '../server/events/thread.ts';
import { THREAD_COMMAND, workInThread } from '../server/scans/thread.ts';

/** What `serve` runs in threads of its own; not for people. */
export function workCommand(): Command {
  return new Command(THREAD_COMMAND).action(async () => {
    if (isMainThread) {
      throw new UserError('work-alone', {
        en: 'This command runs within "hwaseong serve" only.',
        ko: '이 명령은 "hwaseong serve" 안에서만 실행됩니다.',
      });
    }
    await (isJudgeThread() ? judgeInThread() : workInThread());
  });
}
