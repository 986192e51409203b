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
    signatures: [{ kind: 'unsigned', source: 'sha256:00' }],
  };
  const deployed = [{ name: 'web', firstSeen: new Date('2026-01-05T00:00:00Z') }];
  expect(stages(data, 'registry.example.com', deployed)).toEqual({
    built: 'https://git.example.com/app@abc',
    tested: 'not known',
    signed: 'not known',
    pushed: 'registry.example.com',
    deployed: 'web',
  });
});

it('takes no image at its word that says it was built at the beginning of time, or beyond its end', () => {
  for (const created of ['1970-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', 'soon']) {
    expect(stages({ created }, 'local', []).built, created).toBe('not known');
  }
});

it('believes who built and signed an image where the signature holds, and else says that one is there', () => {
  const said = { code: 'VALID', text: { en: 'Signed.', ko: '서명입니다.' } };
  const verdict = {
    ...{ verdict: 'trusted' as const, rule: '*' },
    signatures: { status: 'pass' as const, ...said },
    attestation: { status: 'pass' as const, ...said },
    reasons: [
      { kind: 'cosign', source: 'sha256:01', status: 'valid' as const, signer: 'key release', ...said, notes: [] },
    ],
    attestations: [
      {
        ...{ predicateType: 'https://slsa.dev/provenance/v1', signer: 'key build', source: 'sha256:02' },
        provenance: {
          ...{ builder: 'https://ci.example.com', source: 'https://git.example.com/app', commit: 'abc' },
          builtAt: '2026-01-02T03:00:00Z',
        },
      },
    ],
  };
  const data = { created: '2020-01-01T00:00:00Z', signatures: [{ kind: 'cosign', source: 'sha256:01' }] };
  const [built, , signed] = lifeOf(data, 'registry.example.com', [], verdict);
  expect(built).toMatchObject({ by: 'https://ci.example.com', where: 'https://git.example.com/app@abc', proven: true });
  expect(built?.at).toBe('2026-01-02T03:00:00.000Z');
  expect(signed).toMatchObject({ known: true, by: 'key release', proven: true });
  expect(lifeOf(data, 'registry.example.com', [])[2]).toMatchObject({ known: true, by: null, proven: false });
});
