import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFrameworks } from './frameworks.ts';

const head = `id: castle
title: { en: Castle, ko: 성 }
publisher: The court
version: '1'
extent: whole
source: https://example.org/castle
requirements:
`;
const gate = `  - id: '1'
    title: { en: Gates, ko: 성문 }
    children:
      - { id: '1.1', title: { en: North gate, ko: 북문 } }
`;

describe('loading frameworks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frameworks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function load(...files: string[]) {
    for (const [index, text] of files.entries()) await writeFile(join(folder, `${index}.yaml`), text);
    return loadFrameworks(folder);
  }

  it('gives the tree of each file', async () => {
    await writeFile(join(folder, 'README.md'), 'not a framework');
    const [castle] = await load(head + gate);
    expect(castle).toMatchObject({ id: 'castle', requirements: [{ id: '1', children: [{ id: '1.1' }] }] });
  });

  it('refuses two frameworks of the same id', async () => {
    await expect(load(head + gate, head + gate)).rejects.toMatchObject({
      code: 'content-malformed',
      message: expect.stringContaining('already used by 0.yaml'),
    });
  });

  it('refuses an id twice in one tree, naming the place in both languages', async () => {
    const error = await load(`${head + gate}  - { id: '1.1', title: { en: Again, ko: 다시 } }\n`).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ code: 'content-malformed' });
    expect(error).toHaveProperty(
      'text.en',
      expect.stringContaining('0.yaml:12:11: requirements.1.id: the id "1.1" is used twice'),
    );
    expect(error).toHaveProperty('text.ko', expect.stringContaining('두 번 쓰였습니다'));
  });

  it.each([
    ["  - { id: '2', title: { en: Oath, ko: 서약 }, assessment: manual }\n", 'does not say what to hand in'],
    ["  - { id: '2', title: { en: Empty, ko: 빈 절 }, children: [] }\n", 'the section is empty'],
    [
      "  - { id: '2', title: { en: Siege, ko: 공성 }, answeredBy: ['9'] }\n",
      '"9" is no requirement that can answer another',
    ],
    [
      "  - { id: '2', title: { en: Walls, ko: 성벽 }, assessment: manual, children: [{ id: '2.1', title: { en: a, ko: b } }] }\n",
      'a section cannot have',
    ],
    ["  - { id: '2', title: { en: Moat } }\n", 'title.ko'],
  ])('refuses %s', async (requirement, problem) => {
    await expect(load(head + gate + requirement)).rejects.toThrow(problem);
  });

  it('says which folder cannot be read', async () => {
    await expect(loadFrameworks(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'content-unreadable' });
  });
});
