import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { z } from 'zod';
import type { Json, JsonObject } from '../../model/index.ts';

/** One way by which events are fetched or sent to us. One file a kind in this folder. */
export interface FeedKind<Settings = unknown> {
  settings: z.ZodType<Settings>;
  secret: 'needed' | 'optional' | 'none';
  /** AWS credentials come from a connection, or from the machine where none is named. */
  aws: boolean;
  /** What the credentials must be allowed to do. */
  permissions: readonly string[];
  /**
   * Takes events until it is told to stop. Whatever it throws is shown with the feed, and it is started again later.
   *
   * @throws FeedFailure
   */
  run(feed: RunningFeed<Settings>): Promise<void>;
}

export interface FeedBatch {
  records: readonly JsonObject[];
  /** Id of the event source, where the feed knows it. */
  source?: string;
  /** What was lost before it came here, by reason. */
  lost?: { [reason in 'malformed' | 'too-large' | 'unknown-source' | 'gap' | 'stream-cut']?: number };
}

/** A feed at work. */
export interface RunningFeed<Settings> {
  settings: Settings;
  /** In plain; empty where it has none. */
  secret: string;
  aws?: { credentials: AwsCredentialIdentityProvider; endpoint?: string };
  /** Where it goes on, as it was kept last. */
  marker: Json | undefined;
  /** Hands events over. Resolves once they are stored: only then may the other side be told so. Waits while the intake is full. */
  deliver(batch: FeedBatch): Promise<void>;
  /** Keeps where to go on. */
  keep(marker: Json): Promise<void>;
  /** Says that it works, and that it has looked just now. */
  well(): void;
  clock: () => Date;
  signal: AbortSignal;
}

/** Why a feed cannot go on, in a sentence of English and Korean each. */
export { UserError as FeedFailure } from '../../model/index.ts';
