/** What a list may hold. */
export const mostValues = 10_000;
export const mostLength = 2000;

/** The values of a text, one a line, each once; blank lines say nothing. */
export function valuesIn(text: string): string[] {
  const values = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [...new Set(values)];
}

/** True where the server takes them. */
export function valuesFit(values: readonly string[]): boolean {
  return values.length <= mostValues && values.every(({ length }) => length <= mostLength);
}
