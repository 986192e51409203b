import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UnreadableFile } from '../../../src/sources/files/errors.ts';
import { rpm } from '../../../src/sources/packages/rpm/index.ts';
import type { PackageReading } from '../../../src/sources/packages/types.ts';
import { readNdjson } from '../ndjson.ts';
import { tally } from '../score.ts';
import type { CaseOutcome } from '../set.ts';
import type { SetResult } from './types.ts';

interface Labelled {
  epoch: number | null;
  name: string;
  version: string;
  release: string;
  arch: string;
  sourceRpm: string | null;
}

interface Case {
  id: string;
  file: string;
  format: string;
  /** Where such a file lies in an image. */
  path: string;
  expected: Labelled[];
}

/** Databases of rpm: exactly the packages they hold, and no silence about any of them once the file is damaged. */
export async function run(dir: string): Promise<SetResult> {
  const scored = await tally(databases(dir));
  const { cases, equal } = scored.total;
  const short = equal < cases ? `${cases - equal} of ${cases} are not as labelled` : undefined;
  return { ...scored, underBar: cases === 0 ? 'no case is judged' : short };
}

async function* databases(dir: string): AsyncGenerator<CaseOutcome> {
  for await (const { id, file, format, path: place, expected } of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) {
    const raw = await readFile(path.join(dir, file));
    const content = file.endsWith('.gz') ? gunzipSync(raw) : raw;
    const wanted = expected.map(labelledLine).sort();
    const found = read(place, content);
    yield { id, rule: format, ...compare(wanted, found) };
    yield { id: `${id}#damaged`, rule: `${format} damaged`, ...damage(place, content, expected.length) };
  }
}

function labelledLine({ epoch, name, version, release, arch, sourceRpm }: Labelled): string {
  const source = sourceRpm?.replace(/\.(?:no)?src\.rpm$/, '');
  return [name, `${epoch === null ? '' : `${epoch}:`}${version}-${release}`, arch, source ?? ''].join(' ');
}

function read(place: string, content: Buffer): PackageReading | UnreadableFile {
  const entry = { path: place, type: 'file', mode: 0o644, uid: 0, gid: 0, size: content.length, modified: 0 } as const;
  if (rpm.wants(entry) === undefined) return new UnreadableFile('unsupported', `${place} is not looked at`);
  try {
    return rpm.read(entry, content) ?? {};
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
}

function compare(wanted: string[], found: PackageReading | UnreadableFile): Pick<CaseOutcome, 'outcome' | 'detail'> {
  if (found instanceof UnreadableFile) return { outcome: 'different', detail: found.message };
  if (found.incomplete !== undefined) return { outcome: 'different', detail: found.incomplete.reason };
  const lines = (found.packages ?? []).map(({ name, version, arch, source }) =>
    [name, version, arch ?? '', source === undefined ? '' : `${source.name}-${source.version}`].join(' '),
  );
  const missing = wanted.filter((line) => !lines.includes(line));
  const extra = lines.filter((line) => !wanted.includes(line));
  if (missing.length === 0 && extra.length === 0 && lines.length === wanted.length) return { outcome: 'equal' };
  return { outcome: 'different', detail: `missing: ${missing.join(', ')}; more: ${extra.join(', ')}` };
}

/** The file cut at every 4 kB, and with single bits turned: fewer packages only together with the word that some may be missing. */
function damage(place: string, content: Buffer, packages: number): Pick<CaseOutcome, 'outcome' | 'detail'> {
  const silent: string[] = [];
  const look = (what: string, damaged: Buffer) => {
    const found = read(place, damaged);
    if (found instanceof UnreadableFile || found.incomplete !== undefined) return;
    if ((found.packages ?? []).length !== packages) silent.push(what);
  };
  for (let size = 0; size < content.length; size += 4096) look(`cut at ${size}`, content.subarray(0, size));
  // The beginning, where a format describes itself, byte by byte; then places all over the file, fewer where it is large.
  const turns = content.length > 16 * 1024 * 1024 ? 32 : 256;
  for (let turn = 0; turn < turns; turn += 1) {
    const at = turn < turns / 2 ? turn : Math.floor((content.length * (2 * turn - turns)) / turns);
    if (at >= content.length) continue;
    const bit = 1 << (turn % 8);
    content[at] = (content[at] as number) ^ bit;
    look(`bit ${turn % 8} of byte ${at}`, content);
    content[at] = (content[at] as number) ^ bit;
  }
  if (silent.length === 0) return { outcome: 'equal' };
  return { outcome: 'different', detail: `packages vanish without a word: ${silent.slice(0, 10).join(', ')}` };
}
