import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentDir, loadEndOfLife } from '../content/index.ts';
import { endOfLifeFunctions } from './end-of-life.ts';

const table = await loadEndOfLife(path.join(contentDir(), 'end-of-life.yaml'));
const endOfLife = endOfLifeFunctions(table)[0]?.handler as (distribution: unknown) => unknown;

describe('until when a distribution gets security updates', () => {
  it('is told by the version that os-release names, and by what it begins with', () => {
    expect(endOfLife({ id: 'debian', version: '12' })).toEqual({
      standard: '2026-06-10',
      extended: '2028-06-30',
      rolling: false,
    });
    expect(endOfLife({ id: 'alpine', version: '3.19.1' })).toMatchObject({ standard: '2025-11-01', extended: null });
    expect(endOfLife({ id: 'rhel', version: '9.4' })).toMatchObject({ standard: '2032-05-31' });
  });

  it('takes no version for one that only begins with the same letters', () => {
    expect(endOfLife({ id: 'alpine', version: '3.199' })).toBeNull();
    expect(endOfLife({ id: 'debian', version: '120' })).toBeNull();
  });

  it('has no end where a distribution rolls', () => {
    expect(endOfLife({ id: 'wolfi', version: '20230201' })).toMatchObject({ standard: null, rolling: true });
    expect(endOfLife({ id: 'debian', version: '' })).toMatchObject({ rolling: true });
  });

  it('is not known of others, nor of what is no distribution', () => {
    for (const other of [{ id: 'haiku', version: '1' }, { id: '__proto__', version: '1' }, {}, null, 3, 'debian']) {
      expect(endOfLife(other)).toBeNull();
    }
  });

  it('ends later, if at all, where it is extended', () => {
    for (const { versions = {} } of Object.values(table)) {
      for (const { standard, extended } of Object.values(versions)) {
        if (extended !== undefined) expect(extended > standard).toBe(true);
      }
    }
  });
});
