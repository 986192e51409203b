import { execFile } from 'node:child_process';

/** What a command said. */
export interface CommandOutput {
  /** `missing`: there is no such program; `denied`: it asks for more rights; `failed`: anything else, its time being over too. */
  outcome: 'done' | 'missing' | 'denied' | 'failed';
  text: string;
}

const MILLISECONDS = 10_000;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Runs a program of the system with arguments that are always the same, without a shell and with nothing of our environment but where programs lie.
 * It gets ten seconds.
 */
export function run(program: string, args: readonly string[]): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
    const options = { env, timeout: MILLISECONDS, maxBuffer: MOST_BYTES, killSignal: 'SIGKILL' as const, cwd: '/' };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ outcome: 'done', text: stdout });
      else if (error.code === 'ENOENT') resolve({ outcome: 'missing', text: '' });
      else if (error.code === 'EACCES' || /permission denied|not permitted|you must be root/i.test(stderr))
        resolve({ outcome: 'denied', text: stderr.slice(0, 500) });
      else resolve({ outcome: 'failed', text: stderr.slice(0, 500) || error.message });
    });
  });
}
