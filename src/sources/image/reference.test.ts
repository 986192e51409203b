import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../model/index.ts';
import { challengesOf } from './challenge.ts';
import { parseReference, referenceText } from './reference.ts';

const digest = `sha256:${'a1'.repeat(32)}`;

describe('a reference', () => {
  test.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.19', 'docker.io/library/alpine:3.19'],
    ['team/app', 'docker.io/team/app:latest'],
    ['docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/team/app:1', 'docker.io/team/app:1'],
    ['registry.example/app', 'registry.example/app:latest'],
    ['registry.example:5000/team/app:1.2-rc.1', 'registry.example:5000/team/app:1.2-rc.1'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`app@${digest}`, `docker.io/library/app@${digest}`],
    [`registry.example/app:1@${digest}`, `registry.example/app:1@${digest}`],
    ['a/b__c/d-e.f', 'docker.io/a/b__c/d-e.f:latest'],
  ])('%s is %s', (text, full) => {
    expect(referenceText(parseReference(text))).toBe(full);
    expect(referenceText(parseReference(full))).toBe(full);
  });

  test.each([
    '',
    'Alpine',
    'a//b',
    'a:',
    'a:b:c',
    'a@sha256:12',
    'registry.example/',
    '../a',
    'a/../b',
    `${'a'.repeat(300)}`,
    'a b',
    'a:-x',
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrow(UserError);
  });

  test('is read of any text or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9:/@.\-_[\]]{0,40}$/)), (text) => {
        try {
          const full = referenceText(parseReference(text));
          expect(referenceText(parseReference(full))).toBe(full);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('a challenge', () => {
  test('names schemes and their parameters', () => {
    expect(
      challengesOf('Bearer realm="https://auth.example/token",service="reg, one",scope="a\\"b", Basic realm=x'),
    ).toEqual([
      { scheme: 'bearer', parameters: { realm: 'https://auth.example/token', service: 'reg, one', scope: 'a"b' } },
      { scheme: 'basic', parameters: { realm: 'x' } },
    ]);
    expect(challengesOf(undefined)).toEqual([]);
  });

  test('of any text ends', () => {
    fc.assert(fc.property(fc.string(), (text) => void challengesOf(text)));
  });
});
