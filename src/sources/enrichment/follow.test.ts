import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FollowedEnrichment, followEnrichment } from './index.ts';
import { smallDatabase } from './mmdb.fixture.ts';

let dir: string;
let followed: FollowedEnrichment;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-follow-'));
});
afterEach(async () => {
  followed.stop();
  await rm(dir, { recursive: true });
});

const put = (name: string, content: string | Buffer) => writeFile(path.join(dir, name), content);
const threats = (ip: string) => followed.enrichment.address(ip)?.threats;
const places = (country: string) =>
  smallDatabase('GeoLite2-City', { '198.51.100.0/24': { country: { iso_code: country } } });
const stand = () => followed.files().map(({ name, kind, problem, kept }) => [name, kind, problem, kept]);

describe('files on addresses', () => {
  it('are read again when they change, come or go', async () => {
    await put('miners.txt', '198.51.100.7\n');
    followed = await followEnrichment(dir);
    expect([threats('198.51.100.7'), threats('198.51.100.8')]).toEqual([['miners'], []]);
    expect(await followed.look()).toEqual([]);

    await put('miners.txt', '198.51.100.8\n192.0.2.1\n');
    await put('places.mmdb', places('KR'));
    expect((await followed.look()).map(({ name }) => name)).toEqual(['miners.txt', 'places.mmdb']);
    expect([threats('198.51.100.7'), threats('198.51.100.8')]).toEqual([[], ['miners']]);
    expect(followed.enrichment.address('198.51.100.7')?.country).toBe('KR');
    expect(followed.files()[0]?.entries).toBe(2);

    await rm(path.join(dir, 'miners.txt'));
    expect(await followed.look()).toEqual([{ name: 'miners.txt', about: undefined }]);
    expect(followed.enrichment.tells('threats')).toBe(false);
  });

  it('are read again where they are replaced in one step, though size and time are the same', async () => {
    await put('miners.txt', '198.51.100.7\n');
    followed = await followEnrichment(dir);
    await put('.new', '198.51.100.8\n');
    await rename(path.join(dir, '.new'), path.join(dir, 'miners.txt'));
    await followed.look();
    expect(threats('198.51.100.8')).toEqual(['miners']);
  });

  it('go on being used as they were where a broken one takes their place, until a good one does', async () => {
    await put('places.mmdb', places('KR'));
    await put('miners.txt', '198.51.100.7\n');
    followed = await followEnrichment(dir);
    await put('places.mmdb', places('DE').subarray(0, 200));
    await put('miners.txt', '<html>sign in first</html>\n');
    await followed.look();
    expect(followed.enrichment.address('198.51.100.7')).toMatchObject({ country: 'KR', threats: ['miners'] });
    expect(stand()).toEqual([
      ['miners.txt', 'threats', 'malformed', true],
      ['places.mmdb', 'mmdb', 'malformed', true],
    ]);
    await put('places.mmdb', places('DE'));
    await followed.look();
    expect(followed.enrichment.address('198.51.100.7')?.country).toBe('DE');
    expect(stand()[1]).toEqual(['places.mmdb', 'mmdb', undefined, undefined]);
  });

  it('are kept where the folder cannot be looked at', async () => {
    await put('miners.txt', '198.51.100.7\n');
    followed = await followEnrichment(dir);
    await rm(dir, { recursive: true });
    await expect(followed.look()).rejects.toMatchObject({ code: 'enrichment-unreadable' });
    expect(threats('198.51.100.7')).toEqual(['miners']);
    dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-follow-'));
  });
});
