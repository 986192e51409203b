import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { ociCatalog } from './catalog.ts';

describe('the name of an image', () => {
  const makes = ociCatalog.calls.find(({ operation }) => operation === 'ReadImage')?.makes;
  const origin = { tenant: 't', connection: 'c', provider: 'oci', account: 'local', region: 'global', params: {} };
  const nameOf = (item: JsonObject) => makes?.name({ digest: 'sha256:00', ...item }, origin);

  it('is its reference, where it came from a registry', () => {
    expect(nameOf({ registry: 'docker.io', tags: ['3.19'], name: 'docker.io/library/alpine:3.19' })).toBe(
      'docker.io/library/alpine:3.19',
    );
  });

  it('is what an archive calls it, or else the archive: a tag alone names nothing', () => {
    expect(nameOf({ registry: 'local', tags: ['team/app:1'], name: 'app.tar' })).toBe('team/app:1');
    expect(nameOf({ registry: 'local', tags: ['1.0'], name: 'layout' })).toBe('layout');
    expect(nameOf({ registry: 'local', tags: [], name: '' })).toBe('sha256:00');
  });
});
