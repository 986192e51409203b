import type { FileReader } from './types.ts';

/** Reads the text of each file whose name fits, and of nothing else. */
export function textReader(names = /./, most = 4096, id = 'text'): FileReader<string> {
  return {
    id,
    version: 1,
    wants: ({ path, type }) => (type === 'file' && names.test(path) ? most : undefined),
    read: (_entry, content) => Buffer.from(content).toString(),
  };
}
