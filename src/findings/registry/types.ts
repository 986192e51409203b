/** A manifest as a registry keeps it, as far as cleaning up asks for it. */
export interface StoredImage {
  digest: string;
  tags: string[];
  /** Bytes. */
  size: number | null;
  /** ISO 8601. */
  pushed: string | null;
  pulled: string | null;
  /** Digests that an index lists. */
  children: string[];
  /** Digest that it refers to, as a signature does. */
  subject: string | null;
}

/** What a proposal would remove. */
export interface WouldRemove {
  digest: string;
  tags: string[];
  bytes: number;
  /** Priority or number of the rule that removes it. */
  rule: number;
}

/** How much a proposal keeps. */
export interface KeepRules {
  /** Newest images of each repository that are kept in any case. */
  newest: number;
  /** Days after which what no tag names is removed. */
  untaggedDays: number;
  /** Days after which what nobody pulls or pushes is removed. */
  unusedDays: number;
}

export const keepRules: KeepRules = { newest: 20, untaggedDays: 14, unusedDays: 180 };
