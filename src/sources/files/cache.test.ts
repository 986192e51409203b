import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { layerCache, userCacheDir } from './cache.ts';
import type { LayerReadings } from './layer.ts';
import { readLimits } from './limits.ts';
import { textReader } from './text.fixture.ts';

const layer = (value: string): LayerReadings => ({
  readings: [{ reader: 'text', path: 'a', value }],
  unread: [],
  entries: 1,
  bytes: 1,
  tree: { directories: [], files: ['a'], symlinks: [], whiteouts: [], opaque: [] },
});
const readers = [textReader()];

describe('the cache of layers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const files = () => readdirSync(folder).filter((name) => name.endsWith('.zst'));

  test('gives what was put there, for the same layer, readers and limits', async () => {
    const cache = layerCache({ folder: join(folder, 'new') });
    await cache.put('sha256:1', readers, readLimits, layer('1'));
    expect(await cache.get('sha256:1', readers, readLimits)).toEqual(layer('1'));
    expect(await cache.get('sha256:2', readers, readLimits)).toBeUndefined();
    expect(await cache.get('sha256:1', [{ ...textReader(), version: 2 }], readLimits)).toBeUndefined();
    expect(await cache.get('sha256:1', readers, { ...readLimits, entries: 1 })).toBeUndefined();
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
  });

  test('takes nothing from a broken entry', async () => {
    const cache = layerCache({ folder });
    await cache.put('sha256:1', readers, readLimits, layer('1'));
    for (const name of files()) writeFileSync(join(folder, name), 'broken');
    expect(await cache.get('sha256:1', readers, readLimits)).toBeUndefined();
    await cache.put('sha256:1', readers, readLimits, layer('2'));
    expect(await cache.get('sha256:1', readers, readLimits)).toEqual(layer('2'));
  });

  test('lets go what is old, and what was used longest ago where it is too large', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const day = 24 * 60 * 60_000;
    const options = { folder, now: () => now, mostAge: 10 * day };
    await layerCache(options).put('sha256:1', readers, readLimits, layer('1'));
    await layerCache(options).put('sha256:2', readers, readLimits, layer('2'));
    const size = Math.max(...files().map((name) => statSync(join(folder, name)).size));
    now += day;
    const small = layerCache({ ...options, mostBytes: 2 * size + 10 });
    await small.get('sha256:2', readers, readLimits);
    now += day;
    await small.get('sha256:1', readers, readLimits);
    now += day;
    await small.put('sha256:3', readers, readLimits, layer('3'));
    expect(await small.get('sha256:2', readers, readLimits)).toBeUndefined();
    expect(await small.get('sha256:1', readers, readLimits)).toEqual(layer('1'));
  });

  test('that cannot be written is no error', async () => {
    writeFileSync(join(folder, 'file'), '');
    const cache = layerCache({ folder: join(folder, 'file', 'in') });
    await cache.put('sha256:1', readers, readLimits, layer('1'));
    expect(await cache.get('sha256:1', readers, readLimits)).toBeUndefined();
  });

  test('lies in the folder of the user', () => {
    expect(userCacheDir({ HOME: '/home/a' })).toBe('/home/a/.cache/hwaseong');
    expect(userCacheDir({ HOME: '/home/a', XDG_CACHE_HOME: '/cache' })).toBe('/cache/hwaseong');
    expect(userCacheDir({ HOME: '/home/a', XDG_CACHE_HOME: 'cache' })).toBe('/home/a/.cache/hwaseong');
  });
});
