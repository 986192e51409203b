/**
 * The filter pattern language of CloudWatch Logs for JSON events:
 *
 *     { ($.eventName = "Delete*") && ($.userIdentity.invokedBy NOT EXISTS || $.errorCode != %Denied$%) }
 *
 * After the CloudWatch Logs User Guide, "Filter pattern syntax". `&&` binds stronger than `||`.
 */

/** A step of a selector: a field, an element of a list, or every element. */
export type Step = { field: string } | { index: number } | { every: true };

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

export type Operand =
  | { kind: 'number'; value: number; text: string }
  /** `*` stands for any characters. */
  | { kind: 'text'; value: string }
  | { kind: 'regex'; source: string };

export type Condition =
  | { op: 'and' | 'or'; left: Condition; right: Condition }
  | { op: 'compare'; path: readonly Step[]; comparison: Comparison; operand: Operand }
  | { op: 'is'; path: readonly Step[]; what: 'null' | 'true' | 'false' | 'missing' | 'present' };

/** CloudWatch Logs takes patterns of up to 1,024 characters. */
export const MAX_PATTERN = 1024;

/** Deepest parentheses, longest selector. */
const MAX_DEPTH = 50;
const MAX_STEPS = 50;

/** Thrown inside the parser only; {@link parsePattern} turns it into undefined. */
class Malformed extends Error {}

/** The condition in the braces of a pattern for JSON events, or undefined where it cannot be read. */
export function parsePattern(pattern: string): Condition | undefined {
  if (pattern.length > MAX_PATTERN) return undefined;
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  if (inner === undefined) return undefined;
  try {
    return new Parser(inner).whole();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const SPACE = /\s*/y;
const COMPARISON = /!=|<=|>=|=|<|>/y;
const NAME = /[A-Za-z0-9_$-]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const REGEX = /%((?:[^%\\]|\\.)*)%/sy;
const BARE = /[^\s()&|"{}=<>!%]+/y;
const INDEX = /\[\s*(\d{1,6}|\*)\s*\]/y;
const BRACKETED = /\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\]/sy;
const WORDS = /(IS\s+NULL|IS\s+TRUE|IS\s+FALSE|NOT\s+EXISTS|EXISTS)(?![A-Za-z0-9_])/iy;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

const STATES = {
  'IS NULL': 'null',
  'IS TRUE': 'true',
  'IS FALSE': 'false',
  'NOT EXISTS': 'missing',
  EXISTS: 'present',
} as const;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Condition {
    const condition = this.#either();
    this.#take(SPACE);
    if (this.#at < this.#text.length) throw new Malformed();
    return condition;
  }

  #either(): Condition {
    let left = this.#both();
    while (this.#symbol('||')) left = { op: 'or', left, right: this.#both() };
    return left;
  }

  #both(): Condition {
    let left = this.#single();
    while (this.#symbol('&&')) left = { op: 'and', left, right: this.#single() };
    return left;
  }

  #single(): Condition {
    if (!this.#symbol('(')) return this.#test();
    if (++this.#depth > MAX_DEPTH) throw new Malformed();
    const condition = this.#either();
    if (!this.#symbol(')')) throw new Malformed();
    this.#depth--;
    return condition;
  }

  #test(): Condition {
    const path = this.#selector();
    this.#take(SPACE);
    const words = this.#take(WORDS)?.[1];
    if (words !== undefined) {
      return { op: 'is', path, what: STATES[words.toUpperCase().replace(/\s+/g, ' ') as keyof typeof STATES] };
    }
    const comparison = this.#take(COMPARISON)?.[0] as Comparison | undefined;
    if (comparison === undefined) throw new Malformed();
    const operand = this.#operand();
    if (comparison !== '=' && comparison !== '!=' && operand.kind !== 'number') throw new Malformed();
    return { op: 'compare', path, comparison, operand };
  }

  #selector(): Step[] {
    this.#take(SPACE);
    if (this.#text[this.#at] !== '$') throw new Malformed();
    this.#at++;
    const steps: Step[] = [];
    for (;;) {
      if (steps.length > MAX_STEPS) throw new Malformed();
      const dotted = this.#text[this.#at] === '.';
      if (dotted) this.#at++;
      const index = this.#take(INDEX)?.[1];
      const bracketed = index === undefined ? this.#take(BRACKETED) : undefined;
      if (index !== undefined) steps.push(index === '*' ? { every: true } : { index: Number(index) });
      else if (bracketed !== undefined) steps.push({ field: unescaped(bracketed[1] ?? bracketed[2] ?? '') });
      else if (dotted) {
        const field = this.#take(NAME)?.[0];
        if (field === undefined) throw new Malformed();
        steps.push({ field });
      } else return steps;
    }
  }

  #operand(): Operand {
    this.#take(SPACE);
    const quoted = this.#take(QUOTED)?.[1];
    if (quoted !== undefined) return { kind: 'text', value: unescaped(quoted) };
    const source = this.#take(REGEX)?.[1];
    if (source !== undefined) return { kind: 'regex', source };
    const bare = this.#take(BARE)?.[0];
    if (bare === undefined) throw new Malformed();
    return NUMBER.test(bare) ? { kind: 'number', value: Number(bare), text: bare } : { kind: 'text', value: bare };
  }

  #symbol(symbol: string): boolean {
    this.#take(SPACE);
    if (!this.#text.startsWith(symbol, this.#at)) return false;
    this.#at += symbol.length;
    return true;
  }

  #take(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text);
    if (found === null) return undefined;
    this.#at = token.lastIndex;
    return found;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
