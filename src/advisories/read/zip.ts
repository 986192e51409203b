import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { FeedBroken } from './limits.ts';

/** A file of a zip archive. */
export interface ZipMember {
  name: string;
  open(): Promise<Readable>;
}

/** Opens a zip archive. @throws FeedBroken where it is none */
export function openZip(file: string, name: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(new FeedBroken(`${name} is no zip archive: ${error.message}`, { cause: error }));
    });
  });
}

/** The files of a zip archive in its order, each to be read before the next is asked for. */
export async function* zipEntries(zip: ZipFile, archive: string): AsyncGenerator<ZipMember> {
  for (;;) {
    const entry = await nextEntry(zip, archive);
    if (entry === undefined) return;
    const { fileName } = entry;
    if (fileName.endsWith('/')) continue;
    yield {
      name: fileName,
      open: () =>
        new Promise((resolve, reject) => {
          zip.openReadStream(entry, (error, stream) => {
            if (error === null) resolve(stream);
            else reject(new FeedBroken(`${archive}!${fileName} cannot be read: ${error.message}`, { cause: error }));
          });
        }),
    };
  }
}

function nextEntry(zip: ZipFile, archive: string): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      zip.off('entry', onEntry);
      zip.off('end', onEnd);
      zip.off('error', onError);
      done();
    };
    const onEntry = (entry: Entry) => settle(() => resolve(entry));
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: Error) =>
      settle(() => reject(new FeedBroken(`${archive} cannot be read: ${error.message}`, { cause: error })));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}
