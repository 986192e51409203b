import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** What gains from it: fonts and pictures are compressed by their own formats. */
const compressible = /\.(js|css|html|svg|json)$/;

/** Smaller files fit into one packet either way (bytes). */
const smallest = 1024;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/**
 * Puts `.br` and `.gz` files beside what was built. The server hands them out as they are, so that it never compresses
 * while someone waits.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      await Promise.all(
        Object.values(bundle).map(async (file) => {
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (!compressible.test(file.fileName) || content.length < smallest) return;
          const path = join(dir, file.fileName);
          const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
          await Promise.all([
            brotli(content, quality).then((small) => writeFile(`${path}.br`, small)),
            deflate(content, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
          ]);
        }),
      );
    },
  };
}
