/**
 * Thrown on touching what was never collected, or whose collection failed.
 * Only this error makes a result `unknown`.
 */
export class FactUnknown extends Error {
  override readonly name = 'FactUnknown';
  /** `s3:GetBucketAcl` */
  readonly operation: string;
  /** The error code of the failed call, `NotCollected`, or `Incomplete`. */
  readonly code: string;
  readonly permission: string | undefined;

  constructor(operation: string, code: string, permission?: string) {
    super(`${operation} is not known (${code})`);
    this.operation = operation;
    this.code = code;
    this.permission = permission;
  }
}
