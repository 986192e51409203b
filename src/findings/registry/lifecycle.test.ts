import { describe, expect, it } from 'vitest';
import { type LifecycleRule, simulateLifecycle } from './lifecycle.ts';
import { simulateRetention } from './retention.ts';
import type { StoredImage } from './types.ts';

const now = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000).toISOString();
const image = (digest: string, days: number, tags: string[] = [], more: Partial<StoredImage> = {}): StoredImage => ({
  digest,
  tags,
  size: 10,
  pushed: daysAgo(days),
  pulled: null,
  children: [],
  subject: null,
  ...more,
});
const rule = (rulePriority: number, selection: LifecycleRule['selection']): LifecycleRule => ({
  rulePriority,
  selection,
  action: { type: 'expire' },
});
const expired = (rules: LifecycleRule[], images: StoredImage[]) =>
  simulateLifecycle({ rules }, images, now).map(({ digest, rule: by }) => `${digest} by ${by}`);
const newest = (tag: string, countNumber: number): LifecycleRule['selection'] => ({
  tagStatus: 'tagged',
  tagPatternList: [tag],
  countType: 'imageCountMoreThan',
  countNumber,
});

describe('a lifecycle policy of ECR', () => {
  it('expires by age only what is older than that', () => {
    const old = rule(1, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 });
    expect(expired([old], [image('a', 15), image('b', 13), image('c', 15, ['1'])])).toEqual(['a by 1']);
  });

  it('keeps the newest by count', () => {
    expect(
      expired([rule(1, newest('v*', 1))], [image('a', 3, ['v1']), image('b', 1, ['v3']), image('c', 2, ['v2'])]),
    ).toEqual(['a by 1', 'c by 1']);
  });

  it('wants all patterns of a rule among the tags of an image', () => {
    const both = rule(1, { ...newest('alpha*', 0), tagPatternList: ['alpha*', 'beta*'] });
    expect(expired([both], [image('a', 1, ['alpha1']), image('b', 1, ['alpha2', 'beta2'])])).toEqual(['b by 1']);
    const prefix = rule(1, {
      tagStatus: 'tagged',
      tagPrefixList: ['al'],
      countType: 'imageCountMoreThan',
      countNumber: 0,
    });
    expect(expired([prefix], [image('a', 1, ['alpha1']), image('b', 1, ['beta'])])).toEqual(['a by 1']);
  });

  it('lets a rule touch nothing that a rule before it speaks of, and still counts it', () => {
    const images = [
      image('a', 10, ['beta-1', 'prod-1']),
      image('b', 9, ['beta-2', 'prod-2']),
      image('c', 8, ['beta-3']),
    ];
    // The later rule would take b as well, which the first one keeps.
    expect(expired([rule(1, newest('prod*', 1)), rule(2, newest('beta*', 1))], images)).toEqual(['a by 1']);
    expect(expired([rule(1, newest('beta*', 1)), rule(2, newest('prod*', 1))], images)).toEqual(['a by 1', 'b by 1']);
  });

  it('goes by priority and not by place', () => {
    const any = rule(9, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 });
    expect(expired([any, rule(1, newest('v*', 5))], [image('a', 2, ['v1']), image('b', 3), image('c', 1)])).toEqual([
      'b by 9',
    ]);
  });

  it('keeps what an index lists as long as the index is there', () => {
    const untagged = rule(1, {
      tagStatus: 'untagged',
      countType: 'sinceImagePushed',
      countUnit: 'days',
      countNumber: 1,
    });
    const child = image('child', 9);
    expect(expired([untagged], [child, image('index', 9, ['v1'], { children: ['child'] })])).toEqual([]);
    expect(expired([untagged], [child, image('index', 9, [], { children: ['child'] })])).toEqual([
      'child by 1',
      'index by 1',
    ]);
  });

  it('takes along what refers to an image, and counts it as no image', () => {
    const signature = image('signature', 0, [], { subject: 'a' });
    expect(expired([rule(1, newest('v*', 0))], [image('a', 1, ['v1']), signature])).toEqual([
      'a by 1',
      'signature by 1',
    ]);
    const untagged = rule(1, { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 0 });
    expect(expired([untagged], [image('a', 1, ['v1']), signature])).toEqual([]);
  });

  it('counts from the push what was never pulled', () => {
    const unused = rule(1, { tagStatus: 'any', countType: 'sinceImagePulled', countUnit: 'days', countNumber: 30 });
    const used = image('used', 90, ['v1'], { pulled: daysAgo(1) });
    expect(expired([unused], [used, image('never', 90, ['v2']), image('new', 3, ['v3'])])).toEqual(['never by 1']);
  });

  it('touches nothing of which nobody knows when it was pushed', () => {
    const old = rule(1, { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 });
    expect(expired([old], [image('a', 9, ['v1'], { pushed: null })])).toEqual([]);
  });
});

describe('the retention that is proposed for Harbor', () => {
  const keep = { newest: 1, untaggedDays: 14, unusedDays: 30 };
  const removed = (...images: StoredImage[]) => simulateRetention(keep, images, now).map(({ digest }) => digest);

  it('keeps the newest, and what is pulled', () => {
    const used = image('used', 90, ['1'], { pulled: daysAgo(3) });
    expect(removed(image('new', 1, ['3']), image('old', 50, ['2']), used, image('untagged', 1))).toEqual([
      'old',
      'untagged',
    ]);
  });

  it('takes along what an index lists, unless another one that stays lists it too', () => {
    const old = image('old', 50, ['1'], { children: ['shared', 'own'] });
    const fresh = image('new', 1, ['2'], { children: ['shared'] });
    expect(removed(old, fresh, image('shared', 50), image('own', 50))).toEqual(['old', 'own']);
  });
});
