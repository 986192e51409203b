import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadControls } from './controls.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'controls-'));
});
afterEach(() => rm(dir, { recursive: true }));

const control = (id: string, pass = 'true') => `
id: ${id}
title: { en: A, ko: 가 }
why: { en: B, ko: 나 }
severity: low
kind: aws.account
uses: [sts:GetCallerIdentity]
pass: '${pass}'
remediation: { text: { en: C, ko: 다 } }
tests: [{ name: n, facts: {}, expect: pass }]
`;

describe('loading controls', () => {
  it('finds them in folders below, sorted by id, from several places', async () => {
    const own = path.join(dir, 'own');
    await mkdir(path.join(dir, 'aws', 's3'), { recursive: true });
    await mkdir(own);
    await writeFile(path.join(dir, 'aws', 's3', 'b.yaml'), control('aws-b'));
    await writeFile(path.join(dir, 'aws', 'a.yml'), control('aws-a'));
    await writeFile(path.join(dir, 'aws', 'notes.txt'), 'not a control');
    await writeFile(path.join(own, 'c.yaml'), control('own-c'));
    const loaded = await loadControls(path.join(dir, 'aws'), own);
    expect(loaded.map(({ id }) => id)).toEqual(['aws-a', 'aws-b', 'own-c']);
  });

  it('refuses an id that stands twice, and names both files', async () => {
    await writeFile(path.join(dir, 'one.yaml'), control('aws-a'));
    await writeFile(path.join(dir, 'two.yaml'), control('aws-a'));
    await expect(loadControls(dir)).rejects.toMatchObject({
      code: 'control-twice',
      message: expect.stringMatching(/one\.yaml.*two\.yaml/),
    });
  });

  it('says what is wrong with a malformed one', async () => {
    await writeFile(path.join(dir, 'bad.yaml'), control('aws-a').replace('severity: low', 'severity: dire'));
    await expect(loadControls(dir)).rejects.toMatchObject({
      code: 'content-malformed',
      message: expect.stringContaining('bad.yaml:5'),
    });
  });

  it('does not follow links, and says where there is no folder', async () => {
    await symlink('/etc', path.join(dir, 'link'));
    await expect(loadControls(dir)).resolves.toEqual([]);
    await expect(loadControls(path.join(dir, 'none'))).rejects.toMatchObject({ code: 'content-unreadable' });
  });
});
