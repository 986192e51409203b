/** Longest text of one step that is taken apart; what is longer is cut. */
const MAX_TEXT = 64 * 1024;
/** Most commands and words of one step. */
const MAX_COMMANDS = 500;
const MAX_WORDS = 5000;
/** Deepest nesting of `$(…)`, `sh -c` and here-documents that is followed. */
const MAX_DEPTH = 4;

/** Words that may stand before a command without being one. */
const reserved = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  '(',
  'time',
  'exec',
  'command',
]);
/** Words that end a block and are no command. */
const closing = new Set(['fi', 'done', 'esac', '}', ')']);

const shells = /^(?:.*\/)?(?:ba|da|a|z|k)?sh$/;

/**
 * The simple commands of a shell script in the order in which they are written, each as its words without quotes: split at `&&`, `||`, `;`, `|`, `&` and new lines.
 * What `$(…)`, backticks, `sh -c` and here-documents fed to a shell run is told after the command that holds it. Nothing is expanded. Never throws: text that is no shell
 * gives whatever words it has.
 *
 * Grammar: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function commandsOf(script: string): string[][] {
  const out: string[][] = [];
  take(script.slice(0, MAX_TEXT), out, { words: 0 }, 0);
  return out;
}

interface Budget {
  words: number;
}

interface HereDocument {
  mark: string;
  tabs: boolean;
}

function take(text: string, out: string[][], budget: Budget, depth: number): void {
  let words: string[] = [];
  let word = '';
  let inWord = false;
  let inner: string[] = [];
  let open = 0;
  let awaited: HereDocument[] = [];

  const endWord = () => {
    if (!inWord) return;
    if (budget.words < MAX_WORDS) {
      budget.words += 1;
      words.push(word);
    }
    word = '';
    inWord = false;
  };
  const endCommand = () => {
    endWord();
    while (words.length > 0 && reserved.has(words[0] as string)) words.shift();
    if (words.length > 0 && !closing.has(words[0] as string) && out.length < MAX_COMMANDS) {
      out.push(words);
      const called = scriptOf(words);
      if (called !== undefined) inner.push(called);
    }
    words = [];
    const nested = inner;
    inner = [];
    if (depth < MAX_DEPTH) for (const one of nested) if (out.length < MAX_COMMANDS) take(one, out, budget, depth + 1);
  };

  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '\\') {
      // A line that goes on in the next one.
      if (text[at + 1] === '\n') at += 2;
      else {
        word += text[at + 1] ?? '';
        inWord = true;
        at += 2;
      }
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1);
      word += text.slice(at + 1, end < 0 ? text.length : end);
      inWord = true;
      at = end < 0 ? text.length : end + 1;
    } else if (character === '"') {
      const quoted = doubleQuoted(text, at + 1);
      word += quoted.value;
      inner.push(...quoted.inner);
      inWord = true;
      at = quoted.next;
    } else if (character === '$' && text[at + 1] === '(') {
      const end = closingParenthesis(text, at + 2);
      const arithmetic = text[at + 2] === '(';
      if (!arithmetic) inner.push(text.slice(at + 2, end));
      word += text.slice(at, end + 1);
      inWord = true;
      at = end + 1;
    } else if (character === '`') {
      const end = text.indexOf('`', at + 1);
      const stop = end < 0 ? text.length : end;
      inner.push(text.slice(at + 1, stop));
      word += text.slice(at, stop + 1);
      inWord = true;
      at = stop + 1;
    } else if (character === '#' && !inWord) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '<' && text[at + 1] === '<' && text[at + 2] !== '<') {
      endWord();
      const opened = /^<<(-?)[ \t]*(?:'([^'\n]{1,100})'|"([^"\n]{1,100})"|\\?([\w.-]{1,100}))/.exec(
        text.slice(at, at + 210),
      );
      if (opened === null) at += 2;
      else {
        awaited.push({ mark: opened[2] ?? opened[3] ?? opened[4] ?? '', tabs: opened[1] === '-' });
        at += opened[0].length;
      }
    } else if (character === '\n' && awaited.length > 0) {
      // Here-documents begin on the line after the command that takes them; a shell runs them.
      endWord();
      const fed = words.length === 0 || shells.test(words[0] as string);
      at += 1;
      for (const document of awaited) {
        const body = hereDocument(text, at, document);
        if (fed) inner.push(body.text);
        at = body.next;
      }
      awaited = [];
      endCommand();
    } else if (
      character === '\n' ||
      character === ';' ||
      character === '|' ||
      (character === '&' && text[at + 1] !== '>')
    ) {
      const redirected = character === '&' && (text[at - 1] === '>' || text[at - 1] === '<');
      if (redirected) {
        word += character;
        inWord = true;
      } else endCommand();
      at += 1;
    } else if (character === '(') {
      if (inWord) word += character;
      else {
        endCommand();
        open += 1;
      }
      at += 1;
    } else if (character === ')') {
      // Where no parenthesis is open, it ends a pattern of `case`, which is no command.
      if (open > 0) open -= 1;
      else if (words.length === 0) {
        word = '';
        inWord = false;
      }
      endCommand();
      at += 1;
    } else if (character === ' ' || character === '\t' || character === '\r') {
      endWord();
      at += 1;
    } else {
      let end = at + 1;
      while (end < text.length && plain(text.charCodeAt(end))) end += 1;
      word += text.slice(at, end);
      inWord = true;
      at = end;
    }
  }
  endCommand();
}

/** True for letters, digits and the signs that mean nothing to a shell. */
function plain(code: number): boolean {
  return (
    (code >= 48 && code <= 58) ||
    (code >= 64 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 46 ||
    code === 47 ||
    code === 95 ||
    code === 61
  );
}

function doubleQuoted(text: string, from: number): { value: string; inner: string[]; next: number } {
  let value = '';
  const inner: string[] = [];
  let at = from;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === '\\') {
      const next = text[at + 1] ?? '';
      if (next !== '\n') value += '$`"\\'.includes(next) ? next : `\\${next}`;
      at += 2;
    } else if (text[at] === '$' && text[at + 1] === '(') {
      const end = closingParenthesis(text, at + 2);
      if (text[at + 2] !== '(') inner.push(text.slice(at + 2, end));
      value += text.slice(at, end + 1);
      at = end + 1;
    } else {
      value += text[at];
      at += 1;
    }
  }
  return { value, inner, next: at + 1 };
}

/** Where the parenthesis that was open at `from` closes; the end of the text where it does not. */
function closingParenthesis(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return text.length;
      at = end;
    } else if (character === '(') open += 1;
    else if (character === ')' && --open === 0) return at;
  }
  return text.length;
}

function hereDocument(text: string, from: number, { mark, tabs }: HereDocument): { text: string; next: number } {
  let at = from;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(at, stop);
    if ((tabs ? line.replace(/^\t+/, '') : line).trimEnd() === mark) return { text: text.slice(from, at), next: stop };
    at = stop + 1;
  }
  return { text: text.slice(from), next: text.length };
}

/** The script that a shell is given to run: `sh -c SCRIPT`, `eval SCRIPT`. */
function scriptOf(words: readonly string[]): string | undefined {
  const start = words.findIndex((one) => !/^\w+=/.test(one) && one !== 'sudo' && one !== 'env');
  if (start < 0) return undefined;
  if (words[start] === 'eval') return words.slice(start + 1).join(' ');
  if (!shells.test(words[start] as string)) return undefined;
  const flag = words.findIndex((one, index) => index > start && /^-[a-z]*c$/.test(one));
  return flag < 0 ? undefined : words[flag + 1];
}
