/**
 * Patterns with `*` (any text) and `?` (any one character), as policies use them.
 * Compiled once to a list of codes; matching never builds a regular expression and costs at most
 * pattern length × text length.
 */
export interface Glob {
  readonly text: string;
  /** UTF-16 units, or one of the two wildcards below. */
  readonly codes: readonly number[];
  readonly shape: 'all' | 'exact' | 'prefix' | 'general';
  /** The text before the first wildcard. */
  readonly stem: string;
  /** Length of the shortest text that fits. */
  readonly least: number;
}

const many = -1;
const one = -2;
const star = 42;
const question = 63;

/** Compiles `text`; with `literal` the wildcard characters stand for themselves. */
export function compileGlob(text: string, literal = false): Glob {
  const codes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (literal || (code !== star && code !== question)) codes.push(code);
    else if (code === question) codes.push(one);
    else if (codes.at(-1) !== many) codes.push(many);
  }
  return globOf(codes, text);
}

/** A pattern made of literal pieces and patterns, one after the other. */
export function joinGlobs(pieces: readonly Glob[]): Glob {
  return globOf(
    pieces.flatMap((piece) => piece.codes),
    pieces.map((piece) => piece.text).join(''),
  );
}

function globOf(codes: readonly number[], text: string): Glob {
  const wild = codes.findIndex((code) => code < 0);
  let stem = '';
  for (const code of wild < 0 ? codes : codes.slice(0, wild)) stem += String.fromCharCode(code);
  const rest = wild < 0 ? [] : codes.slice(wild);
  const tail = rest.length > 0 && rest.every((code) => code === many);
  const least = codes.filter((code) => code !== many).length;
  return { text, codes, stem, least, shape: wild < 0 ? 'exact' : !tail ? 'general' : wild === 0 ? 'all' : 'prefix' };
}

/** True if the whole of `text` fits the pattern. */
export function fits(glob: Glob, text: string): boolean {
  if (glob.shape === 'all') return true;
  if (text.length < glob.least || !text.startsWith(glob.stem)) return false;
  if (glob.shape === 'prefix') return true;
  if (glob.shape === 'exact') return text.length === glob.codes.length;
  return walk(glob.codes, text.length, (i, code) => code === one || code === text.charCodeAt(i));
}

/** True if every text that fits `inner` fits `outer`. May miss equal patterns written oddly (`*?`, `?*`). */
export function covers(outer: Glob, inner: Glob): boolean {
  if (outer.shape === 'all') return true;
  return walk(outer.codes, inner.codes.length, (i, code) => {
    const other = inner.codes[i] as number;
    return code === other || (code === one && other !== many);
  });
}

/** Greedy matching that goes back to the last `*` on failure. */
function walk(codes: readonly number[], length: number, same: (i: number, code: number) => boolean): boolean {
  let i = 0;
  let p = 0;
  let retryPattern = -1;
  let retryText = 0;
  while (i < length) {
    const code = codes[p];
    if (code === many) {
      retryPattern = p + 1;
      retryText = i;
      p += 1;
    } else if (code !== undefined && same(i, code)) {
      i += 1;
      p += 1;
    } else if (retryPattern >= 0) {
      retryText += 1;
      i = retryText;
      p = retryPattern;
    } else {
      return false;
    }
  }
  while (codes[p] === many) p += 1;
  return p === codes.length;
}

/** True if some text fits both patterns. */
export function overlaps(a: Glob, b: Glob): boolean {
  if (a.shape === 'all' || b.shape === 'all') return true;
  if (a.shape === 'exact') return fits(b, a.stem);
  if (b.shape === 'exact') return fits(a, b.stem);
  if (!a.stem.startsWith(b.stem) && !b.stem.startsWith(a.stem)) return false;
  if (a.shape === 'prefix' && b.shape === 'prefix') return true;
  // reach[j]: the first i codes of a and the first j codes of b can stand for the same text.
  let reach: boolean[] = [true];
  for (let j = 1; j <= b.codes.length; j += 1) reach[j] = reach[j - 1] === true && b.codes[j - 1] === many;
  for (const left of a.codes) {
    const next: boolean[] = [left === many && reach[0] === true];
    for (let j = 1; j <= b.codes.length; j += 1) {
      const right = b.codes[j - 1] as number;
      next[j] =
        left === many || right === many
          ? reach[j] === true || next[j - 1] === true
          : (left === right || left === one || right === one) && reach[j - 1] === true;
    }
    reach = next;
  }
  return reach[b.codes.length] === true;
}
