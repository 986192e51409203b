/** The names of an option that may be given as several words, as a list with commas, or both. */
export function namesIn(list: readonly string[] | undefined): string[] | undefined {
  return list?.flatMap((part) => part.split(',')).filter((part) => part !== '');
}
