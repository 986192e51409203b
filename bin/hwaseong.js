#!/usr/bin/env node
// A package ships one bundle; a checkout runs its TypeScript as it is, which needs Node.js 24 from the dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'hwaseong.js');
const program = existsSync(join(root, 'src', 'main.ts')) ? join(root, 'src', 'main.ts') : bundle;

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(pathToFileURL(program).href);
} else {
  const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  const { status, signal, error } = spawnSync(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (error) {
    console.error(`Node.js 24 could not be started (${error.message}). Install Node.js 24 or newer and try again.`);
    process.exit(2);
  }
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 2);
}
