import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { peek } from '../../platform/packed/index.ts';
import { expanded, HEAD_BYTES } from './expand.ts';
import { FeedBroken, limits } from './limits.ts';
import { openZip, zipEntries } from './zip.ts';

/** A file of a feed, unpacked. Read it before asking for the next one. */
export interface FeedFile {
  /** Below the feed's folder; behind a `!` below the archive that it lies in. */
  path: string;
  chunks: AsyncIterable<Buffer>;
}

/**
 * The files of a feed at a path: a file or a folder, archives (tar, zip) and packed files (gzip, zstd, bzip2) told by their first bytes. Nothing is written
 * anywhere. Links are not followed.
 *
 * @param takes whether a file is of interest, by its path without what it is packed in: `x.json` for `x.json.gz`
 * @throws FeedBroken where something cannot be read or unpacked to its end
 */
export async function* filesAt(root: string, takes: (path: string) => boolean): AsyncGenerator<FeedFile> {
  const budget = { files: 0, bytes: 0 };
  for await (const file of walk(root)) {
    const name = path.relative(path.dirname(root), file).split(path.sep).slice(1).join('/') || path.basename(file);
    yield* contentsOf(file, name, takes, budget);
  }
}

interface Budget {
  files: number;
  bytes: number;
}

async function* walk(root: string, depth = 0): AsyncGenerator<string> {
  const about = await stat(root);
  if (about.isFile()) {
    yield root;
    return;
  }
  if (!about.isDirectory()) return;
  if (depth > limits.depth) throw new FeedBroken(`${root} is nested more than ${limits.depth} folders deep`);
  const names: { name: string; directory: boolean }[] = [];
  for await (const entry of await opendir(root)) {
    if (entry.name.startsWith('.') || !(entry.isFile() || entry.isDirectory())) continue;
    names.push({ name: entry.name, directory: entry.isDirectory() });
    if (names.length > limits.files) throw new FeedBroken(`${root} holds more than ${limits.files} files`);
  }
  names.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const { name, directory } of names) {
    if (directory) yield* walk(path.join(root, name), depth + 1);
    else yield path.join(root, name);
  }
}

async function* contentsOf(
  file: string,
  name: string,
  takes: (path: string) => boolean,
  budget: Budget,
): AsyncGenerator<FeedFile> {
  const plain = plainPath(name);
  if (!takes(plain) && !isArchive(plain)) return;
  if (plain.endsWith('.zip')) {
    yield* zipped(file, name, takes, budget);
    return;
  }
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 });
  try {
    const { head, chunks } = await peek(await expanded(stream, name), HEAD_BYTES);
    if (isTar(head)) yield* tarred(chunks, name, takes, budget);
    else if (takes(plain)) yield counted(plain, chunks, budget);
  } finally {
    stream.destroy();
  }
}

/** A path without the ending of what packs it. */
function plainPath(name: string): string {
  return name.replace(/\.tgz$/i, '.tar').replace(/\.(gz|zst|zstd|bz2)$/i, '');
}

function isArchive(plain: string): boolean {
  return /\.(tar|zip)$/i.test(plain);
}

function isTar(head: Buffer): boolean {
  return head.subarray(257, 262).toString('latin1') === 'ustar';
}

async function* tarred(
  chunks: AsyncIterable<Buffer>,
  archive: string,
  takes: (path: string) => boolean,
  budget: Budget,
): AsyncGenerator<FeedFile> {
  const entries = extract();
  const source = Readable.from(chunks);
  source.on('error', (error) => entries.destroy(error));
  source.pipe(entries);
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (type === 'file' && takes(plainPath(name))) {
        const content = await expanded(entry as AsyncIterable<Uint8Array>, `${archive}!${name}`);
        yield counted(`${archive}!${plainPath(name)}`, content, budget);
      } else spend(budget, 0);
      entry.resume();
    }
  } catch (error) {
    if (error instanceof FeedBroken) throw error;
    throw new FeedBroken(`${archive} cannot be read: ${(error as Error).message}`, { cause: error });
  } finally {
    source.destroy();
    entries.destroy();
  }
}

async function* zipped(
  file: string,
  archive: string,
  takes: (path: string) => boolean,
  budget: Budget,
): AsyncGenerator<FeedFile> {
  const zip = await openZip(file, archive);
  try {
    for await (const { name, open } of zipEntries(zip, archive)) {
      if (!takes(plainPath(name))) spend(budget, 0);
      else yield counted(`${archive}!${plainPath(name)}`, await expanded(await open(), `${archive}!${name}`), budget);
    }
  } finally {
    zip.close();
  }
}

function counted(name: string, chunks: AsyncIterable<Buffer>, budget: Budget): FeedFile {
  spend(budget, 0);
  return {
    path: name,
    chunks: (async function* () {
      for await (const chunk of chunks) {
        spend(budget, chunk.length);
        yield chunk;
      }
    })(),
  };
}

function spend(budget: Budget, bytes: number): void {
  if (bytes === 0) budget.files += 1;
  budget.bytes += bytes;
  if (budget.files > limits.files) throw new FeedBroken(`it has more than ${limits.files} files`);
  if (budget.bytes > limits.expanded) throw new FeedBroken(`it is larger than ${limits.expanded} bytes when unpacked`);
}
