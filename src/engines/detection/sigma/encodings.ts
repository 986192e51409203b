import type { Encoding } from './modifiers.ts';

/** Bytes of a text as strings of one character a byte, which is how encoded values stand in logs. */
type Bytes = Buffer;

const BYTE_ORDER_MARK = '\ufeff';

/**
 * The texts that a value becomes by encodings one after the other; base64offset makes three of one: a value somewhere inside of
 * what was encoded begins at one of three places of a group of three bytes, and what its neighbours touch is cut off.
 * Source: Sigma modifiers appendix 2.1.0, Encoding.
 */
export function encoded(text: string, encodings: readonly Encoding[]): string[] {
  let values: Bytes[] = [Buffer.from(text, 'utf8')];
  let last: Encoding | undefined;
  for (const encoding of encodings) {
    values = values.flatMap((value) => encode(value, encoding));
    last = encoding;
  }
  return values.map((value) => value.toString(last?.startsWith('utf16') ? 'latin1' : 'utf8'));
}

function encode(value: Bytes, encoding: Encoding): Bytes[] {
  const little = (text: string) => Buffer.from(text, 'utf16le');
  const text = value.toString('utf8');
  switch (encoding) {
    case 'utf16le':
      return [little(text)];
    case 'utf16':
      return [little(BYTE_ORDER_MARK + text)];
    case 'utf16be':
      return [little(text).swap16()];
    case 'base64':
      return [Buffer.from(value.toString('base64'))];
    case 'base64offset':
      return [0, 1, 2].map((offset) => {
        const whole = Buffer.concat([Buffer.alloc(offset, ' '), value]).toString('base64');
        const start = [0, 2, 3][offset]!;
        const beyond = [0, 3, 2][(offset + value.length) % 3]!;
        return Buffer.from(whole.slice(start, whole.length - beyond));
      });
  }
}

const dash = /[-/\u2013\u2014\u2015]/;

/** All spellings of a text in which each dash or slash is any of the five; undefined where there would be more than `most`. */
export function dashed(text: string, most: number): string[] | undefined {
  let spellings = [''];
  for (const char of text) {
    const choices = dash.test(char) ? ['-', '/', '\u2013', '\u2014', '\u2015'] : [char];
    if (spellings.length * choices.length > most) return undefined;
    spellings = spellings.flatMap((spelling) => choices.map((choice) => spelling + choice));
  }
  return spellings;
}
