import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { openImage, readImage } from '../../src/sources/image/index.ts';
import { imageReaders } from '../../src/sources/image/scan.ts';
import { assembleBom, installedCatalogs } from '../../src/sources/packages/index.ts';
import { coreSecondsSince } from '../benchmark.ts';

/** Reads an archive in a process of its own: `read.ts floor|product FILE`. Prints seconds, megabytes at its peak and what was found. */
const [way, file = ''] = process.argv.slice(2);
const before = process.cpuUsage();
const started = performance.now();
const found = way === 'floor' ? await walkAll(file) : await readAll(file);
const seconds = (performance.now() - started) / 1000;
const core = coreSecondsSince(before);
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
process.stdout.write(JSON.stringify({ seconds, core, peak, found }));

async function readAll(archive: string): Promise<number> {
  const image = await openImage(archive);
  const read = await readImage(image, imageReaders(randomBytes(32)));
  const { packages } = assembleBom(read, installedCatalogs);
  await image.close();
  return packages.length;
}

/** The barest: each layer is unpacked, and its headers are stepped through. Gives the number of entries. */
async function walkAll(archive: string): Promise<number> {
  const handle = await open(archive);
  let entries = 0;
  const header = Buffer.alloc(512);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(header, 0, 512, at);
    if (bytesRead < 512 || header[0] === 0) break;
    const size = sizeIn(header, 0);
    if (header.toString('latin1', 0, 100).includes('layer.tar')) {
      const layer = handle.createReadStream({
        start: at + 512,
        end: at + 511 + size,
        autoClose: false,
        highWaterMark: 512 * 1024,
      });
      entries += await walk(layer.pipe(createGunzip({ chunkSize: 256 * 1024 })));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

async function walk(tar: AsyncIterable<Buffer>): Promise<number> {
  let entries = 0;
  let skip = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of tar) {
    if (skip >= chunk.length) {
      skip -= chunk.length;
      continue;
    }
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = skip;
    for (; at + 512 <= bytes.length; entries += 1) {
      at += 512 + Math.ceil(sizeIn(bytes, at) / 512) * 512;
    }
    rest = at < bytes.length ? bytes.subarray(at) : Buffer.alloc(0);
    skip = Math.max(0, at - bytes.length);
  }
  return entries;
}

function sizeIn(bytes: Buffer, at: number): number {
  return Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8) || 0;
}
