import { expect, it } from 'vitest';
import { healthOf } from './registries.ts';

const manifest = (more: object) => ({ tags: [], partOf: false, subject: null, type: 'image', ...more });

it('takes repositories together, and says of what none of them tells that it is not known', () => {
  expect(healthOf([{}])).toEqual({ listed: false, untagged: null, mutable: null, anonymous: null });
  expect(
    healthOf([
      {
        tellsUntagged: true,
        manifests: [
          manifest({}),
          manifest({ tags: ['1'] }),
          manifest({ partOf: true }),
          manifest({ type: 'accessory' }),
        ],
        immutability: { mode: 'immutable' },
        anonymous: { pull: false },
      },
      { tellsUntagged: false, manifests: [manifest({})], immutability: { mode: 'partly' }, anonymous: { pull: null } },
    ]),
  ).toEqual({ listed: true, untagged: 1, mutable: true, anonymous: false });
});
