import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesAt } from './files.ts';
import { jsonMembers } from './json-members.ts';
import { FeedBroken } from './limits.ts';
import { textOf } from './text.ts';

/** Fifty times `one line`, by bzip2. */
const bzipped = Buffer.from('QlpoOTFBWSZTWRj03aIAAODRAAAQQAACJaAAMQwAUqDRsiwixF1FiLyLyL4u5IpwoSAx6btE', 'base64');
/** `a.json`, `deep/b.json` and `c.txt`. */
const zipped = Buffer.from(
  'UEsDBBQAAAAAAAAAIWRDv6ajAgAAAAIAAAAGAAAAYS5qc29ue31QSwMEFAAAAAAAAAAhZCm7TA0CAAAAAgAAAAsAAABkZWVwL2IuanNvbltdUEsDBBQAAAAAAAAAIWSDFtyMAQAAAAEAAAAFAAAAYy50eHR4UEsBAhQDFAAAAAAAAAAhZEO/pqMCAAAAAgAAAAYAAAAAAAAAAAAAAIABAAAAAGEuanNvblBLAQIUAxQAAAAAAAAAIWQpu0wNAgAAAAIAAAALAAAAAAAAAAAAAACAASYAAABkZWVwL2IuanNvblBLAQIUAxQAAAAAAAAAIWSDFtyMAQAAAAEAAAAFAAAAAAAAAAAAAACAAVEAAABjLnR4dFBLBQYAAAAAAwADAKAAAAB1AAAAAAA=',
  'base64',
);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-files-'));
});
afterEach(() => rm(dir, { recursive: true }));

const put = (name: string, content: string | Uint8Array) => writeFile(path.join(dir, name), content);

async function found(ending = '.json'): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for await (const file of filesAt(dir, (name) => name.endsWith(ending))) texts[file.path] = await textOf(file);
  return texts;
}

async function tar(entries: Record<string, string | Uint8Array>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(entries)) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  return buffer(archive as unknown as AsyncIterable<Uint8Array>);
}

describe('the files of a feed', () => {
  it('lie in folders, packed or not, and in archives', async () => {
    await mkdir(path.join(dir, 'deep'));
    await put('plain.json', '1');
    await put('deep/packed.json.gz', gzipSync('2'));
    await put('packed.json.zst', zstdCompressSync('3'));
    await put(
      'archive.tar.gz',
      gzipSync(await tar({ 'x/four.json': '4', 'five.json.gz': gzipSync('5'), 'six.md': '6' })),
    );
    await put('export.zip', zipped);
    await put('other.txt', '7');
    expect(await found()).toEqual({
      'plain.json': '1',
      'deep/packed.json': '2',
      'packed.json': '3',
      'archive.tar.gz!x/four.json': '4',
      'archive.tar.gz!five.json': '5',
      'export.zip!a.json': '{}',
      'export.zip!deep/b.json': '[]',
    });
  });

  it('may be packed by bzip2; what is packed by xz is told', async () => {
    await put('list.bz2', bzipped);
    expect((await found('list'))['list']).toBe('one line\n'.repeat(50));
    await put('list.bz2', bzipped.subarray(0, bzipped.length - 12));
    await expect(found('list')).rejects.toThrow('cannot be unpacked');
    await put('list.bz2', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]));
    await expect(found('list')).rejects.toThrow('is packed by xz');
  });

  it('are not reached by links, nor by names in archives', async () => {
    await symlink('/etc', path.join(dir, 'etc'));
    await put('a.tar', await tar({ '../../outside.json': '1' }));
    expect(await found()).toEqual({ 'a.tar!../../outside.json': '1' });
  });

  it('that are cut or damaged break the feed, whatever the damage', async () => {
    const archives: Record<string, Buffer> = {
      'a.tar.gz': gzipSync(await tar({ 'one.json': 'x'.repeat(2000), 'two.json': 'y' })),
      'a.zip': zipped,
      'a.json.bz2': bzipped,
      'a.json.zst': zstdCompressSync('z'.repeat(500)),
    };
    for (const [name, whole] of Object.entries(archives)) {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(whole.length - 1),
          fc.integer({ min: 1, max: 255 }),
          fc.boolean(),
          async (at, by, cut) => {
            const damaged = cut ? whole.subarray(0, at) : Buffer.from(whole);
            if (!cut) damaged[at] = (damaged[at] as number) ^ by;
            await put(name, damaged);
            try {
              await found();
            } catch (error) {
              expect(error).toBeInstanceOf(FeedBroken);
            }
          },
        ),
        { numRuns: 40 },
      );
      await rm(path.join(dir, name));
    }
  });

  it('that grow beyond reason are given up', async () => {
    await put('bomb.json.gz', gzipSync(Buffer.alloc(300 * 1024 ** 2), { level: 9 }));
    const drained = async () => {
      for await (const file of filesAt(dir, () => true)) for await (const _ of file.chunks);
    };
    await expect(drained()).rejects.toThrow('unpacks to more than');
  });
});

describe('the members of a large JSON document', () => {
  const members = async (text: string, size = 7) => {
    const chunks = (async function* () {
      const all = Buffer.from(text);
      for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
    })();
    return collected(jsonMembers({ path: 'a', chunks }));
  };
  async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

  it('come one by one, as the whole would have them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
        fc.integer({ min: 1, max: 9 }),
        async (value, size) => {
          const found = await members(JSON.stringify(value, null, 1), size);
          const parsed = found.map(({ key, text }) => [key, JSON.parse(text) as unknown]);
          expect(parsed).toEqual(
            Array.isArray(value)
              ? value.map((one) => [undefined, JSON.parse(JSON.stringify(one))])
              : Object.entries(JSON.parse(JSON.stringify(value)) as object),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of what is cut or no JSON are an error', async () => {
    await expect(members('{"a": 1')).rejects.toThrow('ends early');
    await expect(members('words')).rejects.toThrow('no JSON');
    await expect(members('')).rejects.toThrow('ends early');
    await expect(members('{} {')).rejects.toThrow('goes on');
  });
});
