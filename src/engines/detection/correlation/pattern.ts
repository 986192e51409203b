import { type SigmaCondition, type SigmaCorrelation, SigmaError } from '../sigma/index.ts';

/** Members in no order: at least so many of `need` within the timespan, and none of `absent` within it before, between or after. */
export interface Together {
  need: readonly number[];
  least: number;
  absent: readonly number[];
}

/**
 * Members one after the other. `absent[i]` must not occur between step `i - 1` and step `i`; the first of them within the
 * timespan before the first step, the last within it after the last step.
 */
export interface Sequence {
  steps: readonly number[];
  absent: readonly (readonly number[])[];
}

/** What a temporal correlation looks for: any of these. */
export interface Patterns {
  together: readonly Together[];
  sequences: readonly Sequence[];
}

/** Most alternatives that one correlation is spelled out into. */
const MOST_ALTERNATIVES = 64;

const place = 'correlation.condition';

/** Spells a temporal correlation out. Throws a SigmaError. */
export function patternsOf(correlation: SigmaCorrelation): Patterns {
  const { rules, type } = correlation;
  const alternatives = alternativesOf(correlation);
  const least = leastOf(correlation, alternatives[0]!.need.length);
  if (type === 'temporal') {
    return { together: alternatives.map((one) => ({ ...one, least: least ?? one.need.length })), sequences: [] };
  }
  const sequences = alternatives.flatMap(({ need, absent }) =>
    (least === undefined || least === need.length ? [need] : choices(need, least)).map((steps) => ({
      steps,
      absent: gaps(steps, absent, rules.length),
    })),
  );
  if (sequences.length > MOST_ALTERNATIVES) throw tooMany();
  return { together: [], sequences };
}

interface Alternative {
  need: number[];
  absent: number[];
}

/** The condition as alternatives, each a list of members that have to occur and of members that must not. */
function alternativesOf({ rules, expression, extension }: SigmaCorrelation): Alternative[] {
  const index = (name: string) => rules.indexOf(name);
  const absent = (extension.absent ?? []).map(index);
  const spelled = expression
    ? spellOut(expression, index, true)
    : [{ need: rules.map((_, at) => at).filter((at) => !absent.includes(at)), absent: [] }];
  const alternatives = spelled
    .map((one) => ({ need: ordered(one.need), absent: ordered([...one.absent, ...absent]) }))
    .filter((one) => !one.need.some((member) => one.absent.includes(member)));
  if (alternatives.length === 0)
    throw new SigmaError(
      'condition-malformed',
      { en: 'the condition can never hold', ko: '조건이 성립할 수 없습니다' },
      place,
    );
  if (alternatives.some(({ need }) => need.length === 0)) {
    throw new SigmaError(
      'condition-unsupported',
      { en: 'at least one rule has to occur', ko: '규칙이 하나 이상 발생해야 하는 조건이어야 합니다' },
      place,
    );
  }
  return alternatives;
}

function spellOut(condition: SigmaCondition, index: (name: string) => number, holds: boolean): Alternative[] {
  switch (condition.kind) {
    case 'name': {
      const member = index(condition.name);
      return [holds ? { need: [member], absent: [] } : { need: [], absent: [member] }];
    }
    case 'not':
      return spellOut(condition.of, index, !holds);
    case 'of':
      throw new SigmaError(
        'condition-unsupported',
        { en: 'a correlation names its rules one by one', ko: '상관 규칙은 대상 규칙을 하나씩 지정해야 합니다' },
        place,
      );
    default: {
      const parts = condition.of.map((part) => spellOut(part, index, holds));
      if ((condition.kind === 'or') === holds) return limited(parts.flat());
      return parts.reduce((made, part) =>
        limited(
          made.flatMap((one) =>
            part.map((other) => ({
              need: [...one.need, ...other.need],
              absent: [...one.absent, ...other.absent],
            })),
          ),
        ),
      );
    }
  }
}

function limited(alternatives: Alternative[]): Alternative[] {
  if (alternatives.length > MOST_ALTERNATIVES) throw tooMany();
  return alternatives;
}

/** How many of the members have to occur, where the condition is a number. */
function leastOf({ bounds, expression, timespan: _ }: SigmaCorrelation, members: number): number | undefined {
  if (bounds.length === 0 || expression !== undefined) return undefined;
  const least = Math.max(
    1,
    ...bounds.map(({ bound, value }) => (bound === 'gt' ? Math.floor(value) + 1 : Math.ceil(value))),
  );
  if (least <= members) return least;
  throw new SigmaError(
    'condition-malformed',
    { en: `${least} of ${members} rules cannot occur`, ko: `규칙 ${members}개 중 ${least}개가 발생할 수는 없습니다` },
    place,
  );
}

/** All ways to take so many of some, in their order. */
function choices(from: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  const found: number[][] = [];
  for (let first = 0; first <= from.length - count; first++) {
    for (const rest of choices(from.slice(first + 1), count - 1)) found.push([from[first]!, ...rest]);
    if (found.length > MOST_ALTERNATIVES) throw tooMany();
  }
  return found;
}

/** Absent members by the gap between steps that they stand in, in the order of the rules. */
function gaps(steps: readonly number[], absent: readonly number[], members: number): number[][] {
  return [...steps, members].map((step, at) =>
    absent.filter((member) => member < step && (at === 0 || member > steps[at - 1]!)),
  );
}

function ordered(members: readonly number[]): number[] {
  return [...new Set(members)].sort((one, other) => one - other);
}

function tooMany(): SigmaError {
  return new SigmaError(
    'condition-too-large',
    {
      en: `the condition comes to more than ${MOST_ALTERNATIVES} alternatives`,
      ko: `조건을 풀어 쓰면 경우의 수가 ${MOST_ALTERNATIVES}개를 넘습니다`,
    },
    place,
  );
}
