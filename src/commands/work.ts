import { isMainThread } from 'node:worker_threads';
import { Command } from 'commander';
import { UserError } from '../model/index.ts';
import { THREAD_COMMAND } from '../server/thread-command.ts';

/** What `serve` runs in threads of its own; not for people. */
export function workCommand(): Command {
  return new Command(THREAD_COMMAND).action(async () => {
    if (isMainThread) {
      throw new UserError('work-alone', {
        en: 'This command runs within "hwaseong serve" only.',
        ko: '이 명령은 "hwaseong serve" 안에서만 실행됩니다.',
      });
    }
    const { isJudgeThread, judgeInThread } = await import('../server/events/thread.ts');
    if (isJudgeThread()) return judgeInThread();
    const { workInThread } = await import('../server/scans/thread.ts');
    return workInThread();
  });
}
