import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type Json, UserError } from '../../model/index.ts';
import { grantsOf } from './ecr.ts';
import { blank, configured, described, related, time } from './manifest.ts';
import { parseRegistry } from './open.ts';
import { lanes } from './pool.ts';

describe('whatever a registry answers', () => {
  it('is a manifest, or one that could not be read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const { told } = described(bytes, 'application/json');
          expect(related([{ ...blank('sha256:a', []), ...told } as never], true)).toHaveLength(1);
        },
      ),
    );
    expect(described(Buffer.from('{'), '').told).toMatchObject({ unread: 'no JSON' });
  });

  it('is a configuration or none', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => 'platforms' in configured(value as Json)));
    expect(configured({ os: 'linux', architecture: 'arm64', variant: 'v8', created: '2026-01-01T00:00:00Z' })).toEqual({
      platforms: ['linux/arm64/v8'],
      created: '2026-01-01T00:00:00.000Z',
    });
  });

  it.each(['0001-01-01T00:00:00Z', 'yesterday', '', null, 7])('%s is no time', (value) =>
    expect(time(value)).toBeNull(),
  );

  it('does not make builds that stop the clock old', () => {
    expect(configured({ created: '1970-01-01T00:00:00Z' }).created).toBeNull();
    expect(configured({ created: '1980-01-01T00:00:01Z' }).created).toBeNull();
  });
});

describe('a repository policy', () => {
  const allow = { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::111122223333:role/ci'] }, Action: 'ecr:*' };

  it('grants by each of its Allow statements', () => {
    expect(grantsOf({ Statement: [allow] })).toMatchObject([
      { push: true, pull: true, delete: true, conditions: null },
    ]);
    expect(grantsOf({ Statement: { ...allow, Action: ['ECR:putimage'] } })).toMatchObject([
      { push: true, pull: false },
    ]);
    expect(grantsOf({ Statement: [{ ...allow, Effect: 'Deny' }] })).toEqual([]);
    expect(grantsOf({ Statement: [{ ...allow, Action: 'ecr:DescribeImages' }] })).toEqual([]);
  });

  it('grants to everybody what it grants by exception', () => {
    const { Principal: _, ...open } = allow;
    expect(grantsOf({ Statement: [{ ...open, NotPrincipal: { AWS: 'x' } }] })).toMatchObject([
      { who: '*', push: true },
    ]);
    const { Action: __, ...others } = allow;
    expect(grantsOf({ Statement: [{ ...others, NotAction: 'ecr:PutImage' }] })).toMatchObject([
      { push: false, pull: true },
    ]);
  });

  it('may be anything', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => !isObject(value) || Array.isArray(grantsOf(value))));
  });
});

describe('any text', () => {
  it('is the address of a registry, or a sentence about it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
        try {
          expect(parseRegistry(text).registry).toMatch(/[.:]|^localhost/);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('lanes', () => {
  it('let a few pieces of work run at once, and none be lost where one fails', async () => {
    const inLane = lanes(2);
    let running = 0;
    let most = 0;
    const work = async (index: number) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (index === 1) throw new Error('one');
      return index;
    };
    const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => inLane(() => work(index))));
    expect(most).toBe(2);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
