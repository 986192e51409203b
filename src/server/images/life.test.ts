import { expect, it } from 'vitest';
import { lifeOf } from './life.ts';

const stages = (...given: Parameters<typeof lifeOf>) =>
  Object.fromEntries(
    lifeOf(...given).map(({ stage, known, at, where }) => [stage, known ? (where ?? at) : 'not known']),
  );

it('tells of each stage of an image what is known, and that the others are not', () => {
  expect(stages({}, 'local', [])).toEqual({
    ...{ built: 'not known', tested: 'not known', signed: 'not known', pushed: 'not known', deployed: 'not known' },
  });
  const labels = {
    'org.opencontainers.image.source': 'https://git.example.com/app',
    'org.opencontainers.image.revision': 'abc',
  };
  const data = {
    created: '2026-01-02T03:04:05Z',
    config: { config: { Labels: labels } },
    signatures: [{ identity: 'ci@example.com', signedAt: '2026-01-02T04:00:00Z' }],
  };
  const deployed = [{ name: 'web', firstSeen: new Date('2026-01-05T00:00:00Z') }];
  expect(stages(data, 'registry.example.com', deployed)).toEqual({
    built: 'https://git.example.com/app@abc',
    tested: 'not known',
    signed: '2026-01-02T04:00:00.000Z',
    pushed: 'registry.example.com',
    deployed: 'web',
  });
});

it('takes no image at its word that says it was built at the beginning of time, or beyond its end', () => {
  for (const created of ['1970-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', 'soon']) {
    expect(stages({ created }, 'local', []).built, created).toBe('not known');
  }
});
