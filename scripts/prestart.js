// What `npm start` needs before it: the dependencies and the built console, each made only where what it is made of has changed.
// Runs on any Node.js, with nothing installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const at = (...names) => path.join(root, ...names);

const dependencies = hashOf([at('package.json'), at('package-lock.json')]);
made(at('node_modules', '.hwaseong-installed'), dependencies, () => npm('install', '--loglevel=error'));
const sources = hashOf(filesBelow(at('web'), new Set(['dist', 'node_modules'])), dependencies);
made(at('web', 'dist', '.built-from'), sources, () => npm('run', '--silent', 'build:web'));

/** Makes something anew unless the mark beside it says that it was made of the same. */
function made(mark, hash, make) {
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  make();
  writeFileSync(mark, hash);
}

function npm(...words) {
  // npm tells its scripts where it is itself.
  const itself = process.env.npm_execpath;
  const { status } =
    itself === undefined
      ? spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
      : spawnSync(process.execPath, [itself, ...words], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function filesBelow(folder, without) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !without.has(name));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(place, new Set()) : [place];
  });
}

function hashOf(files, before = '') {
  const hash = createHash('sha256').update(before);
  for (const file of files) hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
