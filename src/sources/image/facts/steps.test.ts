import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instructionOf, stepsOf } from './steps.ts';

describe('an instruction of a history', () => {
  it.each<[string, string, object]>([
    ['of BuildKit', 'RUN /bin/sh -c apk add git # buildkit', { instruction: 'RUN', commands: [['apk', 'add', 'git']] }],
    ['of the classic builder', '/bin/sh -c apk add git', { instruction: 'RUN', text: 'apk add git' }],
    ['that runs nothing', '/bin/sh -c #(nop)  CMD ["/app"]', { instruction: 'CMD', text: '["/app"]', commands: [] }],
    ['of kaniko', 'RUN apk add git', { instruction: 'RUN', text: 'apk add git' }],
    ['in another shell', 'RUN /bin/bash -o pipefail -ec a | b # buildkit', { text: 'a | b', commands: [['a'], ['b']] }],
    ['without a shell', 'RUN ["apk", "add", "git"]', { commands: [['apk', 'add', 'git']] }],
    ['with a mount', 'RUN --mount=type=cache,target=/c /bin/sh -c a # buildkit', { text: 'a' }],
    ['that copies', 'COPY . /app # buildkit', { instruction: 'COPY', text: '. /app' }],
    ['that says nothing of Docker', 'jib-gradle-plugin:3.4.0', { instruction: 'OTHER', commands: [] }],
    [
      'with build arguments',
      'RUN |2 VERSION=1.2 FLAGS=-a -b /bin/sh -c make # buildkit',
      { text: 'make', arguments: { VERSION: '1.2', FLAGS: '-a -b' } },
    ],
  ])('%s', (_, createdBy, step) => {
    expect(instructionOf(createdBy)).toMatchObject(step);
  });

  it('comes of any text', () => {
    const piece = fc.constantFrom(
      'RUN ',
      '|2 ',
      'A=',
      '/bin/sh -c ',
      '#(nop) ',
      '--mount=x ',
      '# buildkit',
      '[',
      '"',
      'ADD ',
      '|999 ',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (createdBy) => typeof instructionOf(createdBy).text === 'string'),
      { numRuns: 300 },
    );
  });
});

describe('the steps of an image', () => {
  it('name the layers that they made, in order', () => {
    const steps = stepsOf({
      history: [
        { created_by: 'COPY rootfs / # buildkit' },
        { created_by: 'USER app', empty_layer: true },
        { created_by: 'RUN /bin/sh -c make # buildkit', created: '2026-01-01T00:00:00Z' },
      ],
      rootfs: { diff_ids: ['sha256:a', 'sha256:b'] },
    });
    expect(steps.map(({ instruction, layer, layerIndex }) => [instruction, layer, layerIndex])).toEqual([
      ['COPY', 'sha256:a', 0],
      ['USER', undefined, undefined],
      ['RUN', 'sha256:b', 1],
    ]);
  });

  it('tell the base where Buildah wrote it down', () => {
    const history = [{ created_by: '/bin/sh -c apk add git', comment: 'FROM docker.io/library/alpine:3.22' }];
    expect(stepsOf({ history })[0]).toMatchObject({ instruction: 'FROM', text: 'docker.io/library/alpine:3.22' });
  });

  it('are none where the history is no list', () => {
    expect(stepsOf({ history: 'x' } as never)).toEqual([]);
    expect(stepsOf({ history: [null, 3, {}] } as never)).toHaveLength(1);
  });
});
