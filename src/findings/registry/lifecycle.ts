import { fitsWildcard } from '../../model/index.ts';
import type { StoredImage, WouldRemove } from './types.ts';

/** A lifecycle policy of Amazon ECR (user guide, "Lifecycle policy properties"). */
export interface LifecyclePolicy {
  rules: LifecycleRule[];
}

export interface LifecycleRule {
  rulePriority: number;
  description?: string;
  selection: {
    tagStatus: 'tagged' | 'untagged' | 'any';
    /** All of them have to be among an image's tags. */
    tagPrefixList?: string[];
    tagPatternList?: string[];
    countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled';
    countUnit?: 'days';
    countNumber: number;
  };
  action: { type: 'expire' };
}

const DAY = 24 * 3600 * 1000;

/**
 * What a lifecycle policy would expire. All rules look at all images; they are then applied by priority. What fits the tags of a rule is out of
 * the reach of later ones; by count and by time the oldest pushed go first; what an index lists is not expired before the index, and what
 * refers to an image goes with it.
 */
export function simulateLifecycle(policy: LifecyclePolicy, images: readonly StoredImage[], now: Date): WouldRemove[] {
  // Accessories are no images of their own to these rules; they go with what they refer to.
  const subjects = images.filter(({ subject }) => subject === null);
  const rules = policy.rules.toSorted((a, b) => a.rulePriority - b.rulePriority);
  const settled = new Set<string>();
  const expired = new Map<string, LifecycleRule>();
  for (const rule of rules) {
    const fitting = subjects.filter((image) => fits(rule.selection, image)).sort(newestFirst);
    for (const [rank, image] of fitting.entries()) {
      if (!settled.has(image.digest) && isOver(rule.selection, image, rank, now)) expired.set(image.digest, rule);
    }
    for (const image of fitting) settled.add(image.digest);
  }
  const listedBy = Map.groupBy(
    subjects.flatMap((image) => image.children.map((child) => ({ child, index: image.digest }))),
    ({ child }) => child,
  );
  // An index may be listed by another, so that what is kept is followed to its end.
  for (let changed = true; changed; ) {
    changed = false;
    for (const digest of [...expired.keys()]) {
      if (!listedBy.get(digest)?.some(({ index }) => !expired.has(index))) continue;
      expired.delete(digest);
      changed = true;
    }
  }
  return images.flatMap((image) => {
    const rule = expired.get(image.digest) ?? (image.subject === null ? undefined : expired.get(image.subject));
    if (rule === undefined) return [];
    return [{ digest: image.digest, tags: image.tags, bytes: image.size ?? 0, rule: rule.rulePriority }];
  });
}

function fits(
  { tagStatus, tagPrefixList, tagPatternList }: LifecycleRule['selection'],
  { tags }: StoredImage,
): boolean {
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.length === 0;
  if (tags.length === 0) return false;
  const patterns = [...(tagPatternList ?? []), ...(tagPrefixList ?? []).map((prefix) => `${prefix}*`)];
  return patterns.every((pattern) => tags.some((tag) => fitsWildcard(tag, pattern)));
}

function isOver(selection: LifecycleRule['selection'], image: StoredImage, rank: number, now: Date): boolean {
  const { countType, countNumber } = selection;
  if (countType === 'imageCountMoreThan') return rank >= countNumber;
  // One that was never pulled counts from when it was pushed.
  const since = countType === 'sinceImagePulled' ? (image.pulled ?? image.pushed) : image.pushed;
  return since !== null && now.getTime() - Date.parse(since) > countNumber * DAY;
}

function newestFirst(a: StoredImage, b: StoredImage): number {
  const time = (image: StoredImage) => (image.pushed === null ? 0 : Date.parse(image.pushed));
  return time(b) - time(a) || (a.digest < b.digest ? -1 : 1);
}
