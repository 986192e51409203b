/** Where one YAML document ends and the next begins. */
const between = /^(?:---|\.\.\.)[ \t]*(?:#.*)?$/m;

/**
 * Those documents of a text that the server would take, by the ids it named: a trial wants no text that is half rejected.
 * The whole text where no document bears any of them.
 */
export function usable(text: string, ids: readonly string[]): string {
  const wanted = new Set(ids);
  const kept = text
    .split(between)
    .filter((part) =>
      [...part.matchAll(/^(?:id|name):[ \t]*(['"]?)(.+?)\1[ \t]*(?:#.*)?\r?$/gm)].some(([, , id]) =>
        wanted.has(id ?? ''),
      ),
    );
  return kept.length === 0 ? text : kept.map((part) => part.trim()).join('\n---\n');
}
