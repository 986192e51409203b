import { readFile } from 'node:fs/promises';
import {
  type FileEntry,
  type FileReader,
  followLinks,
  readLimits,
  tarParser,
} from '../../../src/sources/files/index.ts';
import { openImage, readImage } from '../../../src/sources/image/index.ts';

/** What came of one archive. */
export interface ReadArchive {
  files: { path: string; layer: string; hidden: boolean; content: string }[];
  links: [path: string, target: string][];
  /** Where each link leads; absent where it leads nowhere. */
  resolved: Record<string, string>;
  /** Diff ids, the lowest first. */
  layers: string[];
  /** What the archive itself is made of, where it is an image. */
  parts: string[];
  unread: string[];
  /** Of the processor: what else the machine does meanwhile does not count. */
  milliseconds: number;
  error?: string;
}

const texts: FileReader<{ content: string }> = {
  id: 'text',
  version: 1,
  wants: ({ type }) => (type === 'file' ? 1024 * 1024 : undefined),
  read: (_entry, content) => ({ content: Buffer.from(content).toString() }),
};

async function readArchive(file: string): Promise<ReadArchive> {
  const started = process.cpuUsage();
  const read: ReadArchive = { files: [], links: [], resolved: {}, layers: [], parts: [], unread: [], milliseconds: 0 };
  try {
    const image = await openImage(file);
    const { readings, unread, links, layers } = await readImage(image, [texts]);
    await image.close();
    read.files = readings.map(({ path, layer = '', hidden = false, value }) => {
      return { path, layer, hidden, content: (value as { content: string }).content };
    });
    read.links = [...links];
    for (const [link] of links) {
      const led = followLinks(link, (at) => links.get(at));
      if (led !== undefined) read.resolved[link] = led;
    }
    read.layers = layers.map(({ diffId }) => diffId);
    read.unread = unread.map(({ path, code, reason }) => `${path} ${code} ${reason}`);
  } catch (error) {
    read.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  const { user, system } = process.cpuUsage(started);
  read.milliseconds = (user + system) / 1000;
  return read;
}

const all: ReadArchive[] = [];
for (const file of process.argv.slice(2)) {
  const read = await readArchive(file);
  all.push(read.layers.length > 0 ? { ...read, parts: await partsOf(file) } : read);
}
process.stdout.write(JSON.stringify(all));

async function partsOf(file: string): Promise<string[]> {
  const parts: string[] = [];
  const entry = ({ path }: FileEntry) => void parts.push(path);
  try {
    tarParser({ entry, refused: () => undefined }, readLimits).push(await readFile(file));
  } catch {}
  return parts;
}
