/** A function that expressions in content may call. */
export interface CelFunction {
  name: string;
  /** CEL types of the parameters: `dyn`, `string`, `int`, `list`, ... */
  params: readonly string[];
  returns: string;
  /** What it gives, for the reference of content authors. */
  doc: string;
  /** True: the handler gets the judgement's clock (a Date) after the arguments. */
  clock?: boolean;
  /** Integers arrive as bigint; a missing value as null. */
  handler: (...args: never[]) => unknown;
}
