import type { JsonObject } from '../../model/index.ts';
import type { LifecyclePolicy } from './lifecycle.ts';
import type { KeepRules, StoredImage, WouldRemove } from './types.ts';

const DAY = 24 * 3600 * 1000;

/**
 * A lifecycle policy for a repository of ECR: what no tag names goes after some days, and of all images the newest stay. It expires by count
 * where images are tagged: an image that runs for years is not pulled for years.
 */
export function proposeLifecycle({ newest, untaggedDays }: KeepRules): LifecyclePolicy {
  return {
    rules: [
      {
        rulePriority: 1,
        description: `Untagged images go ${untaggedDays} days after they were pushed`,
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: untaggedDays,
        },
        action: { type: 'expire' },
      },
      {
        rulePriority: 2,
        description: `The ${newest} newest images stay`,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: newest },
        action: { type: 'expire' },
      },
    ],
  };
}

/** A retention policy for a project of Harbor (API v2.0, RetentionPolicy): what no rule retains is removed each night. */
export function proposeRetention({ newest, unusedDays }: KeepRules, project: number | string): JsonObject {
  const selectors = (extras: JsonObject) => ({
    tag_selectors: [{ kind: 'doublestar', decoration: 'matches', pattern: '**', extras: JSON.stringify(extras) }],
    scope_selectors: { repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: '**' }] },
  });
  return {
    algorithm: 'or',
    scope: { level: 'project', ref: project },
    trigger: { kind: 'Schedule', settings: { cron: '0 0 3 * * *' }, references: {} },
    rules: [
      {
        action: 'retain',
        template: 'latestPushedK',
        params: { latestPushedK: newest },
        ...selectors({ untagged: false }),
      },
      {
        action: 'retain',
        template: 'nDaysSinceLastPull',
        params: { nDaysSinceLastPull: unusedDays },
        ...selectors({ untagged: false }),
      },
    ],
  };
}

/**
 * What the retention that is proposed would remove from a repository of Harbor: images that are neither among the newest pushed nor were pulled
 * within the days, and all that no tag names.
 */
export function simulateRetention(
  { newest, unusedDays }: KeepRules,
  images: readonly StoredImage[],
  now: Date,
): WouldRemove[] {
  const children = new Set(images.flatMap((image) => image.children));
  const own = images.filter(({ digest, subject }) => subject === null && !children.has(digest));
  const tagged = own.filter(({ tags }) => tags.length > 0);
  const time = (text: string | null) => (text === null ? 0 : Date.parse(text));
  const kept = new Set(tagged.toSorted((a, b) => time(b.pushed) - time(a.pushed)).slice(0, newest));
  for (const image of tagged) if (now.getTime() - time(image.pulled) <= unusedDays * DAY) kept.add(image);
  const removed = new Set(own.filter((image) => !kept.has(image)).map(({ digest }) => digest));
  // What an index lists, and what refers to an image, go with it unless something else holds it.
  const held = new Set([...kept].flatMap((image) => image.children));
  for (const image of own) {
    if (removed.has(image.digest)) for (const child of image.children) if (!held.has(child)) removed.add(child);
  }
  return images
    .filter(({ digest, subject }) => removed.has(digest) || (subject !== null && removed.has(subject)))
    .map(({ digest, tags, size }) => ({ digest, tags, bytes: size ?? 0, rule: 1 }));
}
