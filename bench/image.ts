import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Benchmark, quantile } from './benchmark.ts';
import { writeImage } from './image/made.ts';

const BYTES = 200 * 1024 * 1024;
const PACKAGES = 500;
const TIMES = 5;

interface Read {
  seconds: number;
  /** Seconds of a core. */
  core: number;
  peak: number;
  found: number;
}

/** How fast an image is read with all readers, beside unpacking it and stepping through its headers. */
export const image: Benchmark = {
  name: 'image',
  title: 'An image of 500 packages and 200 MB, archive to packages, facts and secrets',
  async run({ scale, say }) {
    const dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-bench-'));
    try {
      const file = path.join(dir, 'image.tar');
      const made = writeImage(file, BYTES * scale, Math.round(PACKAGES * scale));
      say(`${made.files} files, ${inMB(made.unpacked)} MB, packed ${inMB(made.packed)} MB`);
      const floors: Read[] = [];
      const reads: Read[] = [];
      // In turns, so that what else the machine does falls on both.
      for (let time = 0; time < TIMES; time += 1) {
        floors.push(await apart('floor', file));
        reads.push(await apart('product', file));
      }
      say(`${reads[0]?.found} packages found; reads of ${listed(reads)}, floors of ${listed(floors)}`);
      const middle = (list: readonly Read[], field: 'seconds' | 'core' | 'peak') =>
        quantile(
          list.map((one) => one[field]),
          0.5,
        );
      const floor = middle(floors, 'seconds');
      const value = middle(reads, 'seconds');
      return [
        { name: 'Image read, by the clock', value, unit: 's', floor, bar: { most: 2 * floor } },
        { name: '  core seconds', value: middle(reads, 'core'), unit: 's', floor: middle(floors, 'core') },
        {
          name: '  peak memory',
          value: middle(reads, 'peak'),
          unit: 'MB',
          floor: middle(floors, 'peak'),
          bar: { most: 300 },
        },
      ];
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

async function apart(way: 'floor' | 'product', file: string): Promise<Read> {
  const program = path.join(import.meta.dirname, 'image/read.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, way, file]);
  return JSON.parse(stdout) as Read;
}

const inMB = (bytes: number) => Math.round(bytes / 1024 / 1024);
const listed = (reads: readonly Read[]) => reads.map(({ seconds }) => seconds.toFixed(2)).join(' ');
