import type { Package } from '../../model/index.ts';

/** What a waiver is asked about: one finding of one image, host or folder. */
export interface Waivable {
  /** The rule: a vulnerability or a control. */
  id: string;
  /** Other ids of the same vulnerability. */
  aliases: readonly string[];
  /** The image or host by the names it goes by: reference, digest, purl. */
  names: readonly string[];
  package?: Package;
  /** Files concerned. */
  paths: readonly string[];
  /** Nothing mends it yet. */
  unfixed: boolean;
}

/** Why a finding is not counted. */
export interface Waiver {
  /** Who says so: the file's name, or the flag. */
  by: string;
  reason: string;
  /** ISO 8601. */
  expires?: string;
}

/** Gives the waiver that covers a finding, if one does. */
export type Waives = (finding: Waivable) => Waiver | undefined;
