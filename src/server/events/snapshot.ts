import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { LogPosition } from '../../eventlog/types.ts';

/** What the detector remembered when everything up to a position of the event log was judged and stored. */
export interface Snapshot {
  position: LogPosition;
  chunks: readonly Uint8Array[];
}

const FORMAT = 1;

/** Longest head that is looked at. */
const MOST_HEAD = 1024 * 1024;

interface Head {
  format: number;
  position: LogPosition;
  /** Lengths of the chunks that follow. */
  lengths: number[];
  /** SHA-256 over the chunks, in hex. */
  hash: string;
}

/** Puts a snapshot in the place of the one before, whole or not at all: it is on disk when this resolves. */
export async function writeSnapshot(file: string, { position, chunks }: Snapshot): Promise<void> {
  const dir = path.dirname(file);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const head: Head = { format: FORMAT, position, lengths: chunks.map(({ length }) => length), hash: hashOf(chunks) };
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(head)}\n`);
    for (const chunk of chunks) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * The snapshot of a file; undefined where there is none.
 *
 * @throws Error where it is damaged or of another format
 */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const end = bytes.subarray(0, MOST_HEAD).indexOf(0x0a);
  if (end === -1) throw new Error('the snapshot has no head');
  const head = JSON.parse(bytes.subarray(0, end).toString()) as Head;
  if (head.format !== FORMAT) throw new Error(`the snapshot is of format ${head.format}`);
  const chunks: Uint8Array[] = [];
  let from = end + 1;
  for (const length of head.lengths) {
    chunks.push(bytes.subarray(from, from + length));
    from += length;
  }
  if (from !== bytes.length || hashOf(chunks) !== head.hash) throw new Error('the snapshot is damaged');
  return { position: head.position, chunks };
}

function hashOf(chunks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
