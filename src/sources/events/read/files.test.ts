import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localLogs } from './files.ts';
import { inOrder } from './order.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-logs-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), '{}');
  }
}

const namesBelow = async () => (await localLogs(dir)).files.map(({ name }) => path.relative(dir, name));

describe('the logs in a folder', () => {
  it('come in the order of the times in their names, whatever region they lie under', async () => {
    const trail = 'AWSLogs/111122223333/CloudTrail';
    await put(
      `${trail}/us-east-1/2026/11/01/111122223333_CloudTrail_us-east-1_20261101T0010Z_b.json.gz`,
      `${trail}/ap-northeast-2/2026/11/01/111122223333_CloudTrail_ap-northeast-2_20261101T0005Z_a.json.gz`,
      `${trail}/ap-northeast-2/2026/11/01/111122223333_CloudTrail_ap-northeast-2_20261101T0015Z_c.json.gz`,
    );
    expect((await namesBelow()).map((name) => name.at(-9))).toEqual(['a', 'b', 'c']);
  });

  it('are not digests, hidden files, documents or links', async () => {
    await put(
      'AWSLogs/1/CloudTrail-Digest/x/d.json.gz',
      '.DS_Store',
      'readme.md',
      'a.json',
      '2026-11-01-00-00-38-0123ABCD',
    );
    await symlink('/etc/passwd', path.join(dir, 'link.json'));
    expect((await namesBelow()).sort()).toEqual(['2026-11-01-00-00-38-0123ABCD', 'a.json']);
    expect((await localLogs(dir)).passedOver).toBe(4);
  });

  it('is an error of the person where there is no such folder', async () => {
    await expect(localLogs(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'logs-unreadable' });
  });
});

describe('events out of order', () => {
  const event = (time: number) => ({ source: 's', id: String(time), time, name: '', record: {} });
  async function ordered(times: number[][], ahead: number): Promise<number[]> {
    async function* batches() {
      for (const batch of times) yield batch.map(event);
    }
    const out: number[] = [];
    for await (const batch of inOrder(batches(), ahead)) out.push(...batch.map(({ time }) => time));
    return out;
  }

  it('are put in order, newest first as well', async () => {
    expect(await ordered([[5, 4], [3, 2], [1]], 10)).toEqual([1, 2, 3, 4, 5]);
  });

  it('are put in order as far as is looked ahead', async () => {
    expect(
      await ordered(
        [
          [2, 1],
          [4, 3],
          [6, 5],
        ],
        4,
      ),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
