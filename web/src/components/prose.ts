/** One part of a text: a paragraph, or a list of steps or points. */
export type Block = { type: 'paragraph'; text: string } | { type: 'steps' | 'points'; items: string[] };

const opener = /^(?:(\d+)[.)]|[-*•])\s+/;

/**
 * The parts of a plain text as content files carry it: lines wrapped by hand are joined, a blank line parts paragraphs,
 * `1.` or `-` opens an item.
 */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open: Block | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const mark = opener.exec(line);
    if (line === '') {
      if (open?.type === 'paragraph') open = undefined;
    } else if (mark) {
      const type: 'steps' | 'points' = mark[1] === undefined ? 'points' : 'steps';
      if (open?.type !== type) found.push((open = { type, items: [] }));
      (open as { items: string[] }).items.push(line.slice(mark[0].length));
    } else if (open === undefined) {
      found.push((open = { type: 'paragraph', text: line }));
    } else if (open.type === 'paragraph') {
      open.text += ` ${line}`;
    } else {
      open.items[open.items.length - 1] += ` ${line}`;
    }
  }
  return found;
}

/** A line cut where code begins and ends (`like this`). */
export function spans(line: string): { code: boolean; text: string }[] {
  return line
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => (/^`.+`$/.test(part) ? { code: true, text: part.slice(1, -1) } : { code: false, text: part }));
}
