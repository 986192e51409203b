import { describe, expect, it } from 'vitest';
import type { SeenRepository } from '../../sources/registry/index.ts';
import { imagesIn, newestTags } from './collect.ts';
import { registryHost } from './targets.ts';
import { highestVersion } from './update-version.ts';

describe('a walk through a registry', () => {
  const repository = (manifests: object[]) =>
    [{ repository: { name: 'team/app' }, manifests }] as unknown as SeenRepository[];
  const manifest = (type: string, tags: string[], pushed: string | null = null) => ({ type, tags, pushed });

  it('takes the images that were pushed last, each once, or by the names of their tags where nobody knows when', () => {
    const known = [
      manifest('image', ['9.0'], '2026-01-01T00:00:00Z'),
      manifest('index', ['1.1', 'latest'], '2026-03-01T00:00:00Z'),
      manifest('image', [], '2026-04-01T00:00:00Z'),
      manifest('accessory', ['sha256-00.sig'], '2026-05-01T00:00:00Z'),
      manifest('image', ['1.0'], '2026-02-01T00:00:00Z'),
    ];
    expect(imagesIn('r.example', repository(known), 2)).toEqual([
      'r.example/team/app:latest',
      'r.example/team/app:1.0',
    ]);
    const unknown = known.map((one) => ({ ...one, pushed: null }));
    expect(imagesIn('r.example', repository(unknown), 2)).toEqual([
      'r.example/team/app:latest',
      'r.example/team/app:9.0',
    ]);
  });

  it('takes the tags whose numbers are highest, and none that belong to signatures', () => {
    const tags = ['1.9', '1.10', 'latest', '1.2', `sha256-${'0'.repeat(64)}.sig`];
    expect(newestTags(tags, 3)).toEqual(['latest', '1.10', '1.9']);
  });

  it('knows Docker Hub by its other names', () => {
    expect(registryHost('https://registry-1.docker.io')).toBe('docker.io');
    expect(registryHost('https://registry.example.com:5000/')).toBe('registry.example.com:5000');
  });
});

it('the version that mends all is the highest by the rules of its ecosystem', () => {
  expect(highestVersion('npm', ['1.10.0', '1.9.0'])).toBe('1.10.0');
  expect(highestVersion('deb', ['1:1.0-1', '2.0-1'])).toBe('1:1.0-1');
  expect(highestVersion('npm', [])).toBeNull();
});
