/**
 * Packed bytes that do not unpack. The message says so of whatever they are: `ends within a frame of zstd`.
 *
 * `malformed`: they are cut or broken. `limit`: they grow beyond the given ratio. `unsupported`: they are packed in a way that is not read.
 */
export class BrokenPacking extends Error {
  override readonly name = 'BrokenPacking';
  readonly code: 'malformed' | 'limit' | 'unsupported';

  constructor(code: BrokenPacking['code'], reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}
