#!/usr/bin/env node
// A package ships one bundle; a checkout runs its TypeScript as it is, which needs Node.js 24 from the dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'hwaseong.js');
const program = existsSync(join(root, 'src', 'main.ts')) ? join(root, 'src', 'main.ts') : bundle;
const args = process.argv.slice(2);

// Scans make much that is soon forgotten: with its default, V8 lets the place for that grow to 128 MB, to save time that
// scans spend waiting for the network. It reads the flag once, when it starts (docs/benchmarks.md has the figures).
const flags = ['--max-semi-space-size=8'];
// glibc gives every thread a place of its own to take memory from, and gives little of it back: two are enough (20 MB of
// a server at rest).
process.env.MALLOC_ARENA_MAX ??= '2';
const long = args[0] === 'serve' || args[0] === 'scan';
const flagged = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((flag) => flag.includes('semi-space-size'));

// A checkout starts twice as fast where Node.js finds its modules compiled. Threads and processes started from here find them too.
if (program !== bundle) process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // In place of this process, so that signals and exit codes need no one to pass them on. Windows has no such thing.
  if (long && !flagged && process.platform !== 'win32' && process.execve !== undefined) {
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...flags, program, ...args], process.env);
  }
  if (process.env.NODE_COMPILE_CACHE !== undefined) module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(program).href);
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  const { status, signal, error } = spawnSync(node, [...(long ? flags : []), program, ...args], { stdio: 'inherit' });
  if (error) {
    console.error(`Node.js 24 could not be started (${error.message}). Install Node.js 24 or newer and try again.`);
    process.exit(2);
  }
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 2);
}
