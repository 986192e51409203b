/** A file that a reader knows is not what it should be. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: 'malformed' | 'too-large' | 'unsupported';

  constructor(code: UnreadableFile['code'], reason: string) {
    super(reason);
    this.code = code;
  }
}
