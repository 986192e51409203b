import type { Json, Unread } from '../../model/index.ts';
import { ReadingCut, UnreadableFile } from './errors.ts';
import type { ReadLimits } from './limits.ts';
import { folderOf } from './paths.ts';
import type { FileEntry, FileReader, Reading } from './types.ts';

/** Bytes that a reader is shown before it decides. */
const HEAD = 4096;

/** Those who still want the content of one file. */
interface Interested {
  entry: FileEntry;
  /** With the most bytes that each takes. */
  readers: { reader: FileReader; most: number }[];
}

/** What comes of one file: looked at, then taken. */
export interface Offered {
  /** Bytes of the content that are wanted at most. */
  bytes: number;
  head: { bytes: number; look(head: Buffer): number };
  take(content: Buffer): void;
}

/** Gives the files of one tree to readers and gathers what they read. */
export interface ReadingSession {
  readings: Reading[];
  unread: Unread[];
  readonly entries: number;
  /** What was read of the file at a path, and holds still. */
  at(path: string): readonly Reading[];
  /** Something else has come to lie at a path: what was read of it and, unless directories meet, below it is hidden. */
  replace(path: string, below: boolean): void;
  /** Adds what was read of a file under another of its paths. */
  add(reading: Reading): void;
  /**
   * One entry. Gives what is to be done with its content; undefined where nobody wants it.
   *
   * @param only the readers that are asked; all by default
   * @throws ReadingCut where it is one entry or one moment too many
   */
  offer(entry: FileEntry, only?: readonly FileReader[]): Offered | undefined;
  tell(unread: Unread): void;
  /** That the tree was not read to its end; told in any case. */
  tellCut(cut: ReadingCut): void;
  /** Ends the session: hides what lay below what was replaced, and tells as one what was beyond the most that is told one by one. */
  close(): void;
}

export function readingSession(readers: readonly FileReader[], limits: ReadLimits): ReadingSession {
  const readings: Reading[] = [];
  const unread: Unread[] = [];
  const byPath = new Map<string, Reading[]>();
  /** Directories that something else replaced, with the number of readings there were by then. */
  const replaced = new Map<string, number>();
  const deadline = Date.now() + limits.milliseconds;
  let entries = 0;
  let untold = 0;

  function add(reading: Reading): void {
    readings.push(reading);
    const here = byPath.get(reading.path);
    if (here) here.push(reading);
    else byPath.set(reading.path, [reading]);
  }

  function replace(path: string, below: boolean): void {
    if (below) replaced.set(path, readings.length);
    const here = byPath.get(path);
    if (!here) return;
    for (const reading of here) reading.hidden = true;
    byPath.delete(path);
  }

  function tell(one: Unread): void {
    if (unread.length < limits.told) unread.push(one);
    else untold += 1;
  }

  function offer(entry: FileEntry, only = readers): Offered | undefined {
    entries += 1;
    if (entries > limits.entries) throw new ReadingCut('limit', `more than ${limits.entries} entries`);
    if (entries % 256 === 0 && Date.now() > deadline) {
      throw new ReadingCut('timeout', `not read within ${limits.milliseconds / 1000} s`);
    }
    let interested: Interested | undefined;
    for (const reader of only) {
      const most = asked(reader, entry);
      if (most === undefined) continue;
      if (most === 0) read(reader, entry, nothing);
      else (interested ??= { entry, readers: [] }).readers.push({ reader, most });
    }
    if (!interested) return undefined;
    if (entry.size > 0) return offered(interested);
    look(interested, nothing);
    take(interested, nothing);
    return undefined;
  }

  /** A reader that breaks is a fault of ours; that its file was not read is told all the same. */
  function asked(reader: FileReader, entry: FileEntry): number | undefined {
    try {
      return reader.wants(entry);
    } catch (error) {
      tell(broken(reader, entry, error));
      return undefined;
    }
  }

  function offered(interested: Interested): Offered {
    const { entry } = interested;
    return {
      bytes: Math.min(entry.size, Math.max(HEAD, ...interested.readers.map(({ most }) => most))),
      head: { bytes: Math.min(HEAD, entry.size), look: (head) => look(interested, head) },
      take: (content) => take(interested, content),
    };
  }

  /** Lets each decide by the first bytes; those for whom the file is too large are done. Gives the bytes that the others want. */
  function look(interested: Interested, head: Buffer): number {
    const { entry } = interested;
    interested.readers = interested.readers.filter(({ reader, most }) => {
      if (!isLike(reader, head, entry)) return false;
      if (entry.size <= most) return true;
      tell({ path: entry.path, code: 'too-large', reason: `${entry.size} bytes; ${reader.id} takes ${most}` });
      return false;
    });
    return interested.readers.length === 0 ? 0 : entry.size;
  }

  function isLike(reader: FileReader, head: Buffer, entry: FileEntry): boolean {
    try {
      return reader.sniff?.(head, entry) ?? true;
    } catch (error) {
      tell(broken(reader, entry, error));
      return false;
    }
  }

  function take(interested: Interested, content: Buffer): void {
    for (const { reader } of interested.readers) read(reader, interested.entry, content);
  }

  function read(reader: FileReader, entry: FileEntry, content: Buffer): void {
    try {
      const value: Json | undefined = reader.read(entry, content);
      if (value !== undefined) add({ reader: reader.id, path: entry.path, value });
    } catch (error) {
      tell(broken(reader, entry, error));
    }
  }

  return {
    readings,
    unread,
    get entries() {
      return entries;
    },
    at: (path) => byPath.get(path) ?? [],
    replace,
    add,
    offer,
    tell,
    tellCut({ code, message }) {
      unread.push({ path: '', code, reason: message });
    },
    close() {
      if (replaced.size > 0) hideBelow(readings, replaced);
      if (untold > 0) unread.push({ path: '', code: 'more', reason: `${untold} more could not be read` });
      untold = 0;
    },
  };
}

const nothing = Buffer.alloc(0);

function hideBelow(readings: readonly Reading[], replaced: ReadonlyMap<string, number>): void {
  for (const [index, reading] of readings.entries()) {
    for (let above = folderOf(reading.path); above !== ''; above = folderOf(above)) {
      if (index < (replaced.get(above) ?? 0)) reading.hidden = true;
    }
  }
}

function broken(reader: FileReader, { path }: FileEntry, error: unknown): Unread {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof UnreadableFile ? error.code : 'failed';
  return { path, code, reason: `${reader.id}: ${reason}`.slice(0, 500) };
}
