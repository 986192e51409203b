/** One paragraph of a control file: its fields by name, those of several lines joined by line breaks. */
export type Stanza = ReadonlyMap<string, string>;

/** The paragraphs of a file in the syntax of Debian's control files (deb822(5)), of which RFC 822 headers are one. */
export function* stanzas(text: string): Generator<Stanza> {
  let fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of lines(text)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = undefined;
    } else if (line[0] === ' ' || line[0] === '\t') {
      if (last !== undefined) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
    } else {
      const at = line.indexOf(':');
      last = at > 0 ? line.slice(0, at).toLowerCase() : undefined;
      if (last !== undefined) fields.set(last, line.slice(at + 1).trim());
    }
  }
  if (fields.size > 0) yield fields;
}

function* lines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}
