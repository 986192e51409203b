import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collection, Fact } from '../../model/index.ts';
import { type Answer, openSegments, readAnswers } from './index.ts';

const scope = { tenant: 't', connection: 'c', provider: 'aws', account: '111122223333', region: 'us-east-1' };
const call = { service: 'ec2', operation: 'DescribeVolumes', params: {} };
const at = '2026-01-01T00:00:00.000Z';
const fact = (item: number, data: Fact['data']): Fact => ({
  type: 'fact',
  ...scope,
  ...call,
  item,
  data,
  collectedAt: at,
});
const collection = (items: number): Collection => ({
  type: 'collection',
  ...scope,
  ...call,
  pages: 1,
  items,
  complete: true,
  startedAt: at,
  finishedAt: at,
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'segments-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function all(): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of readAnswers(dir)) answers.push(answer);
  return answers;
}

describe('fact segments', () => {
  it('give back what was written, call by call', async () => {
    const writer = await openSegments(dir);
    await writer.write(fact(0, { VolumeId: 'vol-1' }));
    await writer.write(fact(1, { VolumeId: '볼륨-2' }));
    await writer.write(collection(2));
    await writer.close();
    expect(await all()).toEqual([
      { collection: collection(2), items: [{ VolumeId: 'vol-1' }, { VolumeId: '볼륨-2' }] },
    ]);
  });

  it('keep everything synced when the process dies', async () => {
    const writer = await openSegments(dir);
    await writer.write(fact(0, 1));
    await writer.write(collection(1));
    await writer.sync();
    await writer.write(fact(0, 2));
    // No close: what a killed process leaves behind.
    expect((await all()).map((answer) => answer.items)).toEqual([[1]]);
    await writer.close();
  });

  it('leave out a call whose end was cut off, and go on in a new file', async () => {
    const first = await openSegments(dir);
    await first.write(fact(0, 'first'));
    await first.write(collection(1));
    await first.sync();
    await first.write(fact(0, 'lost'));
    await first.close();
    const [file] = await readdir(dir);
    const size = (await readFile(path.join(dir, file!))).length;
    await truncate(path.join(dir, file!), size - 12);
    const second = await openSegments(dir);
    await second.write(fact(0, 'second'));
    await second.write(collection(1));
    await second.close();
    expect((await all()).map((answer) => answer.items)).toEqual([['first'], ['second']]);
    expect(await readdir(dir)).toHaveLength(2);
  });

  it('say which line of which file is broken', async () => {
    await writeFile(path.join(dir, '000001.ndjson'), `${JSON.stringify(fact(0, 1))}\nnot json\n`);
    await expect(all()).rejects.toMatchObject({ code: 'facts-broken', message: expect.stringContaining('line 2') });
    await writeFile(path.join(dir, '000001.ndjson'), '{"type":"fact"}\n');
    await expect(all()).rejects.toMatchObject({ code: 'facts-broken' });
    await writeFile(path.join(dir, '000001.ndjson'), '');
    await writeFile(path.join(dir, '000002.ndjson.zst'), 'plain text');
    await expect(all()).rejects.toMatchObject({ code: 'facts-broken' });
  });

  it('say that there is no such folder', async () => {
    dir = path.join(dir, 'none');
    await expect(all()).rejects.toMatchObject({ code: 'facts-missing' });
    dir = path.dirname(dir);
  });

  it('accept writers at the same time without mixing lines', async () => {
    const writer = await openSegments(dir);
    await Promise.all(
      Array.from({ length: 500 }, (_, item) => writer.write(fact(item, { item, pad: 'x'.repeat(2000) }))),
    );
    await writer.write(collection(500));
    await writer.close();
    expect((await all())[0]?.items).toHaveLength(500);
  });
});
