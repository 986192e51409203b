import { generateKeyPairSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportAdvisories, importAdvisories } from './bundle.ts';
import { buildAdvisories } from './database/build.ts';
import { openAdvisories } from './database/open.ts';
import { advisory, feedOf, ready } from './database/testing.ts';

let dir: string;
let file: string;
let bundle: string;
let copy: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-bundle-'));
  file = path.join(dir, 'advisories.sqlite');
  bundle = path.join(dir, 'bundle.tar.zst');
  copy = path.join(dir, 'elsewhere', 'advisories.sqlite');
  await buildAdvisories(
    file,
    { read: [ready(feedOf('ghsa', [advisory('GHSA-1', 'left')]))], failed: [] },
    { now: new Date() },
  );
});
afterEach(() => rm(dir, { recursive: true }));

function keys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const take = (key?: string) => importAdvisories(createReadStream(bundle), copy, key);

describe('a database in one file', () => {
  it('is the same elsewhere', async () => {
    await exportAdvisories(file, bundle);
    expect(await take()).toMatchObject({ packages: 1, vulnerabilities: 1 });
    const advisories = openAdvisories(copy);
    expect(advisories.affecting('npm', 'left')[0]?.advisory).toBe('GHSA-1');
    advisories.close();
    expect(await readdir(path.dirname(copy))).toEqual(['advisories.sqlite']);
  });

  it('is taken by a key only where that has signed it', async () => {
    const [ours, theirs] = [keys(), keys()];
    await exportAdvisories(file, bundle, ours.secret);
    await expect(take(theirs.open)).rejects.toMatchObject({ code: 'advisories-not-signed' });
    expect(await take(ours.open)).toMatchObject({ packages: 1 });
    await exportAdvisories(file, bundle);
    await expect(take(ours.open)).rejects.toMatchObject({ code: 'advisories-not-signed' });
    await expect(take('words')).rejects.toMatchObject({ code: 'advisories-key' });
  });

  it('that is changed or cut is refused, and the database that is there stays', async () => {
    await exportAdvisories(file, bundle);
    await take();
    const whole = await readFile(bundle);
    const before = await readFile(copy);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, cut) => {
          const damaged = cut ? whole.subarray(0, at) : Buffer.from(whole);
          if (!cut) damaged[at] = (damaged[at] as number) ^ by;
          try {
            await importAdvisories(Readable.from([damaged]), copy);
          } catch (error) {
            expect(error).toMatchObject({ name: 'UserError' });
          }
          expect((await readFile(copy)).equals(before)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    expect(await readdir(path.dirname(copy))).toEqual(['advisories.sqlite']);
  });

  it('of something else is refused', async () => {
    await writeFile(bundle, 'words');
    await expect(take()).rejects.toMatchObject({ code: 'advisories-import' });
  });
});
