import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');

/** The AWS emulator of the end-to-end tests, pinned. */
const moto = 'moto[server]==5.2.5';

/**
 * Makes what tests need beside npm packages: moto in a Python environment of the checkout. Where there is no Python the
 * tests that need it are skipped, except in CI.
 */
export default async function setup(): Promise<void> {
  if (process.env.MOTO_SERVER !== undefined || existsSync(path.join(root, '.venv', 'bin', 'moto_server'))) return;
  try {
    process.stderr.write('Installing the AWS emulator into .venv (once) ...\n');
    await run('python3', ['-m', 'venv', path.join(root, '.venv')]);
    await run(path.join(root, '.venv', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', moto], {
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    if (process.env.CI !== undefined) throw error;
    process.stderr.write(
      `The AWS emulator could not be installed; tests that need it are skipped. ${(error as Error).message}\n`,
    );
  }
}
