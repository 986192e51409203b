import type { Text } from '../../../model/index.ts';
import type { SigmaCondition } from './ast.ts';
import { SigmaError } from './errors.ts';
import { limits } from './limits.ts';

/**
 * Reads a condition: names with `and`, `or`, `not`, parentheses and `1 of`, `all of`, `3 of` a pattern or `them`.
 * Binding from loose to tight is or, and, not, of (specification, section Condition). Throws a SigmaError.
 */
export function parseCondition(text: string, place: string): SigmaCondition {
  const fail = (reason: Text): never => {
    throw new SigmaError('condition-malformed', reason, place);
  };
  if (text.length > limits.conditionLength)
    fail({
      en: `the condition is longer than ${limits.conditionLength} characters`,
      ko: `조건이 ${limits.conditionLength}자보다 깁니다`,
    });
  if (text.includes('|')) {
    throw new SigmaError(
      'condition-unsupported',
      {
        en: 'a condition with a pipe (count, near) is of Sigma 1 and was replaced by correlations',
        ko: '파이프가 있는 조건(count, near)은 Sigma 1의 문법이며 상관 규칙으로 대체되었습니다',
      },
      place,
    );
  }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let next = 0;
  const word = () => tokens[next]?.toLowerCase();

  const chain = (operator: 'and' | 'or', part: (depth: number) => SigmaCondition, depth: number): SigmaCondition => {
    const of = [part(depth)];
    while (word() === operator) {
      next++;
      of.push(part(depth));
    }
    return of.length === 1 ? of[0]! : { kind: operator, of };
  };
  const either = (depth: number): SigmaCondition => chain('or', both, depth);
  const both = (depth: number): SigmaCondition => chain('and', negated, depth);
  const negated = (depth: number): SigmaCondition => {
    if (depth > limits.conditionDepth)
      fail({
        en: `the condition is nested deeper than ${limits.conditionDepth}`,
        ko: `조건이 ${limits.conditionDepth}단계보다 깊게 중첩되었습니다`,
      });
    if (word() !== 'not') return primary(depth);
    next++;
    return { kind: 'not', of: negated(depth + 1) };
  };
  const primary = (depth: number): SigmaCondition => {
    const token = tokens[next++];
    const low = token?.toLowerCase();
    if (token === undefined)
      return fail({
        en: 'the condition ends where a selection is expected',
        ko: '조건이 선택 항목이 와야 할 자리에서 끝납니다',
      });
    if (token === '(') {
      const inner = either(depth + 1);
      if (tokens[next++] !== ')') fail({ en: 'a parenthesis is not closed', ko: '괄호가 닫히지 않았습니다' });
      return inner;
    }
    if (token === ')' || low === 'and' || low === 'or' || low === 'of')
      return fail({ en: `unexpected "${token}"`, ko: `"${token}"이(가) 올 자리가 아닙니다` });
    if (word() === 'of') {
      next++;
      const pattern = tokens[next++];
      const least = low === 'all' ? 'all' : low === 'any' ? 1 : Number(low);
      if (least !== 'all' && !(Number.isInteger(least) && least >= 1 && least <= limits.selections)) {
        return fail({ en: `"${token} of" is neither a number nor all`, ko: `"${token} of"는 숫자도 all도 아닙니다` });
      }
      if (pattern === undefined || pattern === '(' || pattern === ')')
        return fail({ en: `"${token} of" names nothing`, ko: `"${token} of" 뒤에 대상이 없습니다` });
      return { kind: 'of', least, pattern: pattern.toLowerCase() === 'them' ? undefined : pattern };
    }
    return { kind: 'name', name: token };
  };

  if (tokens.length === 0) fail({ en: 'the condition is empty', ko: '조건이 비어 있습니다' });
  const condition = either(0);
  if (next < tokens.length)
    fail({ en: `unexpected "${tokens[next]}"`, ko: `"${tokens[next]}"이(가) 올 자리가 아닙니다` });
  return condition;
}

/** True where a name fits the pattern of `1 of pattern`, in which `*` stands for any characters. */
function fits(name: string, pattern: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return name === pattern;
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const found = index === pieces.length - 1 ? name.length - piece.length : name.indexOf(piece, at);
    if (found < at || (index === 0 && found !== 0) || !name.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return true;
}

/**
 * The selections that `x of` means. `them` leaves out those that begin with an underscore; a pattern may name them.
 */
export function selected(names: Iterable<string>, pattern: string | undefined): string[] {
  return [...names].filter((name) => (pattern === undefined ? !name.startsWith('_') : fits(name, pattern)));
}
