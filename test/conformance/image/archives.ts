import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readNdjson } from '../ndjson.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { ReadArchive } from './archives-reader.ts';
import type { SetResult } from './types.ts';

interface Case {
  id: string;
  file: string;
  kind: string;
  expected: string;
  entries: { name: string; type: string }[];
}

/** Milliseconds for one archive. */
const MOST_TIME = 1000;

/**
 * Hostile and odd archives. They are read by a process that Node.js lets read nothing but the product and the archives, and write nothing
 * but a folder of its own, so that whatever reaches outside fails.
 */
export async function run(dir: string): Promise<SetResult> {
  const cases: Case[] = [];
  for await (const one of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) cases.push(one);
  const read = await readApart(
    dir,
    cases.map(({ file }) => file),
  );
  const scored = await tally(cases.map((one, index) => judge(one, read[index])));
  const { cases: all, equal } = scored.total;
  const short = all - equal;
  return {
    ...scored,
    underBar: all === 0 ? 'no case is judged' : short > 0 ? `${short} of ${all} archives` : undefined,
  };
}

async function readApart(dir: string, files: readonly string[]): Promise<ReadArchive[]> {
  const product = path.resolve(import.meta.dirname, '../../..');
  const own = await mkdtemp(path.join(tmpdir(), 'archives-'));
  try {
    const fenced = ['--permission', `--allow-fs-read=${product}`, `--allow-fs-read=${path.resolve(dir)}`];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...fenced,
        `--allow-fs-read=${own}`,
        `--allow-fs-write=${own}`,
        path.join(import.meta.dirname, 'archives-reader.ts'),
        ...files.map((file) => path.resolve(dir, file)),
      ],
      { env: { ...process.env, TMPDIR: own }, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
    );
    return JSON.parse(stdout) as ReadArchive[];
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function judge(one: Case, read: ReadArchive | undefined): CaseOutcome {
  const { id, kind } = one;
  const wrong = read === undefined ? 'was not read' : (general(one, read) ?? special(one, read));
  if (wrong === undefined) return { id, rule: kind, outcome: 'equal' };
  if (wrong === 'unmapped') return { id, rule: kind, outcome: 'unmapped' };
  return { id, rule: kind, outcome: 'different', detail: wrong };
}

/** Where the archive itself is to be refused, not what lies in it. */
const refusal =
  /^(?:(?:must be|is|are) )?(?:refused|rejected)\b|^(?:must give |gives |reading must end with )?an error\b/i;

/** What holds for each archive, whatever it is about. */
function general({ entries, expected }: Case, read: ReadArchive): string | undefined {
  if (read.milliseconds >= MOST_TIME) return `takes ${Math.round(read.milliseconds)} ms`;
  if (refusal.test(expected)) return read.error || read.unread.length > 0 ? undefined : 'is taken';
  if (read.error !== undefined) return `ends in an error: ${read.error}`;
  // An entry that would lie outside of the root is passed over and told: that is what has to become of it.
  const unread = read.unread.filter((one) => !/ leads out of the root$/.test(one));
  if (unread.length > 0) return `was not read whole: ${unread.join('; ')}`;
  const there = new Set([...read.parts, ...read.files.map(({ path: own }) => own), ...read.links.map(([own]) => own)]);
  const missing = entries
    .filter(({ type, name }) => type !== 'dir' && !climbs(name))
    .map(({ name }) => name.replace(/^[./]+/, '').replace(/\/$/, ''))
    .filter((name) => !there.has(name));
  return missing.length > 0 ? `${missing[0]} is not listed` : undefined;
}

/** A name that leads out of the root. */
function climbs(name: string): boolean {
  return path.posix.normalize(name.replace(/^\/+/, '')).startsWith('..');
}

/** The expectation in words, as far as it says more than that the archive is read. */
function special({ expected }: Case, read: ReadArchive): string | undefined {
  const links = read.links.map(([own]) => own);
  const text = /"([^"]*)\\n"|"([^"]*)"/.exec(expected);
  const content = text?.[1] === undefined ? text?.[2] : `${text[1]}\n`;
  const named = /^reading (.+?) must (?:give|end)/.exec(expected)?.[1];
  const paths = named === 'any link' ? links : named?.split(/, | and /);
  if (paths && /must give "does not exist"/.test(expected))
    return all(paths, (own) => contentOf(own, read) === undefined);
  if (paths && /must end with an error or the content/.test(expected)) {
    return all(paths, (own) => [undefined, content].includes(contentOf(own, read)));
  }
  if (paths && /must end with an error/.test(expected)) return all(paths, (own) => contentOf(own, read) === undefined);
  const folder = /^each link of (\S+) reads/.exec(expected)?.[1];
  if (folder) {
    const own = links.filter((link) => link.startsWith(`${folder}/`));
    return own.length === 0 ? `no link in ${folder}` : all(own, (link) => contentOf(link, read) === content);
  }
  if (/^the top layer wins/.test(expected)) return topWins(read);
  if (/^no files, no error/.test(expected)) return read.files.length === 0 ? undefined : 'has files';
  if (/^links resolve inside the root/.test(expected)) {
    return all(links, (link) => !read.resolved[link]?.split('/').includes('..'));
  }
  if (/^content is read/.test(expected)) {
    return all(
      read.files.map((file) => file.path),
      (own) => contentOf(own, read) !== undefined,
    );
  }
  return refusal.test(expected) || /^(reads|listed|unpacking )/.test(expected) ? undefined : 'unmapped';
}

function all(paths: readonly string[], holds: (path: string) => boolean): string | undefined {
  const first = paths.find((own) => !holds(own));
  return first === undefined ? undefined : `not so for ${first}`;
}

function contentOf(own: string, read: ReadArchive): string | undefined {
  const place = read.resolved[own] ?? own;
  return own in read.resolved || read.files.some((file) => file.path === own)
    ? read.files.find((file) => file.path === place && !file.hidden)?.content
    : undefined;
}

function topWins({ files, layers }: ReadArchive): string | undefined {
  const under = files.find((file) => file.hidden);
  const over = files.find((file) => !file.hidden && file.path === under?.path);
  if (!under || !over) return 'no file is over another';
  return layers.indexOf(over.layer) > layers.indexOf(under.layer) ? undefined : 'the lower layer wins';
}
