import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The program as users run it. */
const program = path.join(import.meta.dirname, '..', '..', 'bin', 'hwaseong.js');

/** A home without an AWS configuration, for all runs of a test file. */
const home = mkdtempSync(path.join(tmpdir(), 'hwaseong-home-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

export interface Ended {
  /** Exit code; null where a signal ended it. */
  code: number | null;
  out: string;
  err: string;
}

export interface Run {
  process: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts the program with an environment in which nothing of the machine's own AWS configuration is seen. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: home, LANG: 'en_US.UTF-8', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { process: child, ended };
}

export function run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
  return start(args, env).ended;
}
