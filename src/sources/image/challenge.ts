/** What a registry asks for where it does not let one in (RFC 9110, section 11; RFC 6750, section 3). */
export interface Challenge {
  /** In small letters: `basic`, `bearer`. */
  scheme: string;
  parameters: Record<string, string>;
}

const part =
  /\s*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([\w!#$%&'*+.^`|~-]+)(?=\s|,|$))\s*,?/y;

/** Reads a `WWW-Authenticate` header. What cannot be read ends the list. */
export function challengesOf(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  const text = (header ?? '').slice(0, 8192);
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) break;
    const [, name, quoted, plain, scheme] = found;
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: {} });
    else if (name !== undefined) {
      const value = quoted === undefined ? (plain as string) : quoted.replace(/\\(.)/g, '$1');
      const last = challenges.at(-1);
      if (last) last.parameters[name.toLowerCase()] = value;
    }
  }
  return challenges;
}
