import { z } from 'zod';
import type { Message } from './message.ts';

/** How one kind of channel is told. One file a kind in `channels/`. */
export interface ChannelKind<Settings = unknown> {
  settings: z.ZodType<Settings>;
  /** What its secret is, and whether it works without one. */
  secret: 'needed' | 'optional' | 'none';
  /** @throws what is wrong with the secret, as a {@link ChannelFailure} */
  checkSecret?(secret: string): void;
  /** Delivers. Resolves once the other side has taken it. @throws ChannelFailure */
  send(message: Message, channel: Addressed<Settings>, signal: AbortSignal): Promise<void>;
}

/** A channel's settings with its secret in plain, for as long as a delivery takes. */
export interface Addressed<Settings> {
  settings: Settings;
  secret: string;
}

/** A delivery that did not come through. */
export class ChannelFailure extends Error {
  override readonly name = 'ChannelFailure';
  /** Trying the same again cannot help: the address or the secret is wrong. */
  readonly final: boolean;
  /** The other side's word for when to come again, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { final?: boolean; retryAfter?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.final = options.final ?? false;
    this.retryAfter = options.retryAfter;
  }
}

/** No settings beside the secret. */
export const noSettings = z.strictObject({});
