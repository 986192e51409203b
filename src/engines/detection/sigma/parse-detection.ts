import { isObject } from '../../../model/index.ts';
import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaSelection, SigmaValue } from './ast.ts';
import { parseCondition, selected } from './condition.ts';
import { SigmaError } from './errors.ts';
import { limits } from './limits.ts';
import { readModifiers } from './modifiers.ts';

/**
 * Reads `detection` (or `filter`, whose own keys are left out by `besides`): selections and their condition. Throws a SigmaError.
 */
export function parseDetection(section: unknown, place: string, besides: readonly string[] = []): SigmaDetection {
  if (!isObject(section))
    throw new SigmaError(
      'detection-malformed',
      { en: `"${place}" is no map of selections`, ko: `"${place}"은(는) 선택 항목의 맵이 아닙니다` },
      place,
    );
  measure(section, place);
  const selections = new Map<string, SigmaSelection>();
  for (const [name, content] of Object.entries(section)) {
    if (name === 'condition' || name === 'timeframe' || besides.includes(name)) continue;
    selections.set(name, parseSelection(content, `${place}.${name}`));
  }
  if (selections.size === 0)
    throw new SigmaError('detection-malformed', { en: 'there are no selections', ko: '선택 항목이 없습니다' }, place);
  if (selections.size > limits.selections) {
    throw new SigmaError(
      'too-large',
      {
        en: `there are more than ${limits.selections} selections`,
        ko: `선택 항목이 ${limits.selections}개를 넘습니다`,
      },
      place,
    );
  }
  const condition = conditions(section['condition'], `${place}.condition`);
  checkNames(condition, selections, `${place}.condition`);
  return { selections, condition };
}

/** A list of conditions means any of them. */
function conditions(value: unknown, place: string): SigmaCondition {
  const texts = Array.isArray(value) ? value : [value];
  if (texts.length === 0 || texts.length > limits.selections || texts.some((text) => typeof text !== 'string')) {
    throw new SigmaError(
      'condition-malformed',
      { en: 'the condition is neither a text nor a list of texts', ko: '조건이 문자열도 문자열 목록도 아닙니다' },
      place,
    );
  }
  const of = texts.map((text) => parseCondition(text as string, place));
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function checkNames(condition: SigmaCondition, selections: ReadonlyMap<string, unknown>, place: string): void {
  switch (condition.kind) {
    case 'name':
      if (selections.has(condition.name)) return;
      throw new SigmaError(
        'condition-malformed',
        { en: `there is no selection "${condition.name}"`, ko: `"${condition.name}" 선택 항목이 없습니다` },
        place,
      );
    case 'of':
      if (selected(selections.keys(), condition.pattern).length > 0) return;
      throw new SigmaError(
        'condition-malformed',
        {
          en: `no selection fits "${condition.pattern ?? 'them'}"`,
          ko: `"${condition.pattern ?? 'them'}"에 맞는 선택 항목이 없습니다`,
        },
        place,
      );
    case 'not':
      checkNames(condition.of, selections, place);
      return;
    default:
      for (const part of condition.of) checkNames(part, selections, place);
  }
}

function parseSelection(content: unknown, place: string): SigmaSelection {
  if (isObject(content)) return parseMap(content, place);
  const list = Array.isArray(content) ? content : [content];
  if (list.length === 0)
    throw new SigmaError(
      'detection-malformed',
      { en: 'the selection is empty', ko: '선택 항목이 비어 있습니다' },
      place,
    );
  const keywords: SigmaValue[] = [];
  const of: SigmaSelection[] = [];
  for (const [index, element] of list.entries()) {
    if (isObject(element)) of.push(parseMap(element, `${place}.${index}`));
    else keywords.push(scalar(element, place));
  }
  if (keywords.length > 0) of.push({ kind: 'item', item: item('', keywords, place) });
  return of.length === 1 ? of[0]! : { kind: 'any', of };
}

function parseMap(map: Record<string, unknown>, place: string): SigmaSelection {
  const of = Object.entries(map).map(
    ([key, value]): SigmaSelection => ({
      kind: 'item',
      item: item(key, Array.isArray(value) ? value : [value], `${place}.${key.slice(0, 200)}`),
    }),
  );
  if (of.length === 0)
    throw new SigmaError(
      'detection-malformed',
      { en: 'the selection is empty', ko: '선택 항목이 비어 있습니다' },
      place,
    );
  return of.length === 1 ? of[0]! : { kind: 'all', of };
}

function item(key: string, values: readonly unknown[], place: string): SigmaItem {
  const [field = '', ...names] = key.split('|');
  if (values.length === 0)
    throw new SigmaError(
      'detection-malformed',
      { en: 'the list of values is empty', ko: '값 목록이 비어 있습니다' },
      place,
    );
  const modifiers = readModifiers(names, place);
  const cannotSearch = modifiers.kind === 'exists' || modifiers.kind === 'fieldref' || modifiers.time !== undefined;
  if (field === '' && cannotSearch) {
    throw new SigmaError(
      'modifier-misused',
      { en: `${names.join(', ')} needs a field`, ko: `${names.join(', ')}에는 필드가 필요합니다` },
      place,
    );
  }
  return { field, modifiers, values: values.map((value) => scalar(value, place)), place };
}

function scalar(value: unknown, place: string): SigmaValue {
  if (typeof value === 'string') {
    if (value.length <= limits.valueLength) return value;
    throw new SigmaError(
      'too-large',
      { en: `a value is longer than ${limits.valueLength} characters`, ko: `값이 ${limits.valueLength}자보다 깁니다` },
      place,
    );
  }
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return value;
  throw new SigmaError(
    'detection-malformed',
    {
      en: 'a value is neither text, number, truth value nor null',
      ko: '값이 문자열, 숫자, 참·거짓, null 중 어느 것도 아닙니다',
    },
    place,
  );
}

/** Throws where a part of a document has more nodes or nesting than a rule needs. Safe for cyclic ones. */
function measure(section: unknown, place: string): void {
  let nodes = 0;
  const visit = (value: unknown, depth: number): void => {
    if (++nodes > limits.nodes || depth > limits.depth) {
      throw new SigmaError(
        'too-large',
        {
          en: `more than ${limits.nodes} values, or nested deeper than ${limits.depth}`,
          ko: `값이 ${limits.nodes}개를 넘거나 ${limits.depth}단계보다 깊게 중첩되었습니다`,
        },
        place,
      );
    }
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  visit(section, 0);
}
