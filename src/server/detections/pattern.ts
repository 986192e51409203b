/**
 * A value that people write, as Sigma means it: `*` stands for any run of characters, and nothing else is special. In
 * Sigma `?` is a wildcard too, and a backslash takes their meaning away.
 */
export function asPattern(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('?', '\\?');
}
