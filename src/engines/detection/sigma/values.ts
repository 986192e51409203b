import type { Placeholders } from '../types.ts';
import type { SigmaItem, SigmaValue } from './ast.ts';
import { dashed, encoded } from './encodings.ts';
import { SigmaError } from './errors.ts';
import { limits } from './limits.ts';
import { joined, literalOf, type Pattern, readPattern } from './text.ts';

/** Counts values spelled out for one rule, so that a few lines cannot become millions. */
export interface Budget {
  left: number;
}

function spend(budget: Budget, count: number, place: string): void {
  budget.left -= count;
  if (budget.left < 0)
    throw new SigmaError(
      'too-large',
      { en: `the rule comes to more than ${limits.values} values`, ko: `규칙의 값이 ${limits.values}개를 넘습니다` },
      place,
    );
}

/** A text in which placeholders stand, cut at them. */
type Cut = readonly { literal: string; placeholder?: string }[];

/** `%name%` is a placeholder, `\%` a per cent sign (specification, section Placeholders). */
function cut(text: string): Cut {
  const parts: { literal: string; placeholder?: string }[] = [];
  let literal = '';
  let at = 0;
  for (const found of text.matchAll(/\\%|%([\w.-]{1,256})%/g)) {
    literal += text.slice(at, found.index);
    at = found.index + found[0].length;
    if (found[1] === undefined) literal += '%';
    else {
      parts.push({ literal, placeholder: found[1] });
      literal = '';
    }
  }
  parts.push({ literal: literal + text.slice(at) });
  return parts;
}

/** Every text that a cut text can be, as pieces that are the rule's own or a placeholder's value. */
function combinations(parts: Cut, placeholders: Placeholders, budget: Budget, place: string): string[][] {
  let made: string[][] = [[]];
  for (const { literal, placeholder } of parts) {
    made = made.map((pieces) => [...pieces, literal]);
    if (placeholder === undefined) continue;
    const values = placeholders.get(placeholder);
    if (values === undefined) {
      throw new SigmaError(
        'placeholder-unset',
        { en: `the placeholder %${placeholder}% has no values`, ko: `자리 표시자 %${placeholder}%의 값이 없습니다` },
        place,
      );
    }
    spend(budget, made.length * values.length, place);
    made = made.flatMap((pieces) => values.map((value) => [...pieces, String(value)]));
  }
  return made;
}

/**
 * The texts that one value of an item means, one of which has to match: placeholders spelled out, nothing else read. The values of
 * placeholders pass through `quote`, the rule's own text does not. None at all where a placeholder's list is empty.
 */
export function plainTexts(
  item: SigmaItem,
  value: SigmaValue,
  placeholders: Placeholders,
  budget: Budget,
  quote = (text: string) => text,
): string[] {
  const text = String(value);
  spend(budget, 1, item.place);
  if (!item.modifiers.expand) return [text];
  return combinations(cut(text), placeholders, budget, item.place).map((pieces) =>
    pieces.map((piece, index) => (index % 2 === 0 ? piece : quote(piece))).join(''),
  );
}

/** The patterns that one value of a text item means, one of which has to match. Keywords may stand anywhere in a text. */
export function patterns(item: SigmaItem, value: SigmaValue, placeholders: Placeholders, budget: Budget): Pattern[] {
  const { modifiers, place } = item;
  const { openStart, openEnd } = modifiers;
  const text = String(value);
  spend(budget, 1, place);
  const written: Pattern[] = modifiers.expand
    ? combinations(cut(text), placeholders, budget, place).map((pieces) => joined(pieces.map(readPattern)))
    : [readPattern(text)];
  const start = openStart || item.field === '' ? [readPattern('*')] : [];
  const end = openEnd || item.field === '' ? [readPattern('*')] : [];
  return written
    .flatMap((pattern) => (modifiers.encodings.length === 0 ? [pattern] : encodedPatterns(item, pattern, budget)))
    .map((pattern) => joined([...start, pattern, ...end]));
}

function encodedPatterns({ modifiers, place }: SigmaItem, pattern: Pattern, budget: Budget): Pattern[] {
  const literal = literalOf(pattern);
  if (literal === undefined) {
    throw new SigmaError(
      'modifier-misused',
      { en: 'a value with wildcards cannot be encoded', ko: '와일드카드가 있는 값은 인코딩할 수 없습니다' },
      place,
    );
  }
  const spellings = modifiers.windash ? dashed(literal, 3125) : [literal];
  if (spellings === undefined) {
    throw new SigmaError(
      'too-large',
      { en: 'a value that is encoded has more than five dashes', ko: '인코딩할 값에 대시가 다섯 개를 넘습니다' },
      place,
    );
  }
  const texts = spellings.flatMap((spelling) => encoded(spelling, modifiers.encodings));
  spend(budget, texts.length, place);
  if (texts.includes(''))
    throw new SigmaError(
      'modifier-misused',
      { en: 'the value is too short to be encoded', ko: '값이 너무 짧아 인코딩할 수 없습니다' },
      place,
    );
  return texts.map((text) => [text]);
}
