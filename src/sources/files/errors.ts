/** A file that a reader knows is not what it should be. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: 'malformed' | 'too-large' | 'unsupported';

  constructor(code: UnreadableFile['code'], reason: string) {
    super(reason);
    this.code = code;
  }
}

/**
 * The reading of a layer or folder ends before its end. What was read until then stands; that it was cut is told as unread.
 *
 * `malformed`: no tar, or a broken one. `limit`: more than the limits allow. `timeout`: not within the time. `encrypted`,
 * `unsupported`: bytes that cannot be unpacked.
 */
export class ReadingCut extends Error {
  override readonly name = 'ReadingCut';
  readonly code: 'malformed' | 'limit' | 'timeout' | 'encrypted' | 'unsupported';

  constructor(code: ReadingCut['code'], reason: string) {
    super(reason);
    this.code = code;
  }
}
