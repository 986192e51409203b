import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const file = z.strictObject({
  /** Path below the folder of the log. */
  name: z.string().regex(/^[\w./-]+$/),
  /** Times of its events, in milliseconds since 1970. */
  from: z.number(),
  to: z.number(),
  rows: z.number(),
});

const schema = z.strictObject({ version: z.literal(1), parquet: z.array(file), compacted: z.array(z.string()) });

export type ParquetFile = z.output<typeof file>;

/** Which files make up the log. What is not listed is not there: left over from work that was cut short. */
export interface Manifest {
  parquet: ParquetFile[];
  /** Names of chunks that lie in Parquet already and are to be removed. */
  compacted: string[];
}

const NAME = 'manifest.json';

/** The manifest of a log; an empty one where there is none yet. */
export async function readManifest(dir: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(path.join(dir, NAME), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { parquet: [], compacted: [] };
    throw error;
  }
  const { parquet, compacted } = schema.parse(JSON.parse(text));
  return { parquet, compacted };
}

/** Puts a new manifest in the place of the old one, whole or not at all. */
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  await mkdir(dir, { recursive: true });
  const place = path.join(dir, NAME);
  const handle = await open(`${place}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify({ version: 1, ...manifest }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${place}.new`, place);
}
