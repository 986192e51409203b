import { SigmaError } from './errors.ts';

export const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof timeParts)[number];

export type Encoding = 'base64' | 'base64offset' | 'utf16' | 'utf16le' | 'utf16be';
export type Order = 'lt' | 'lte' | 'gt' | 'gte';

/** What the modifiers after a field's name come to. */
export interface Modifiers {
  /** What a value is: a text with wildcards, a regular expression, a network, a number to compare with, another field's name. */
  kind: 'text' | 're' | 'cidr' | 'order' | 'exists' | 'fieldref';
  order?: Order;
  /** Anything may stand before (endswith, contains) or behind (startswith, contains) the value. */
  openStart: boolean;
  openEnd: boolean;
  /** All values have to match instead of one. */
  all: boolean;
  /** The field is none of the values. */
  neq: boolean;
  cased: boolean;
  windash: boolean;
  expand: boolean;
  /** Flags of a regular expression. */
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  encodings: readonly Encoding[];
  time?: TimePart;
}

const encodings: Record<string, Encoding> = {
  base64: 'base64',
  base64offset: 'base64offset',
  utf16: 'utf16',
  utf16le: 'utf16le',
  wide: 'utf16le',
  utf16be: 'utf16be',
};

const orders: readonly string[] = ['lt', 'lte', 'gt', 'gte'];

type Draft = { -readonly [key in keyof Modifiers]: Modifiers[key] } & { encodings: Encoding[] };

/** Which modifiers may stand beside each kind of value. */
const companions: Record<Modifiers['kind'], readonly (keyof Modifiers)[]> = {
  text: ['openStart', 'openEnd', 'all', 'neq', 'cased', 'windash', 'expand', 'time'],
  re: ['openStart', 'openEnd', 'all', 'neq', 'expand', 'ignoreCase', 'multiline', 'dotAll'],
  cidr: ['all', 'neq', 'expand'],
  order: ['all', 'neq', 'expand', 'time'],
  exists: [],
  fieldref: ['openStart', 'openEnd', 'all', 'neq', 'cased'],
};

/**
 * Reads the modifiers of an item (`['base64offset', 'contains']`), in the order in which they are written.
 * Source: Sigma modifiers appendix 2.1.0. Throws a SigmaError for unknown ones and for those that make no sense together.
 */
export function readModifiers(names: readonly string[], place: string): Modifiers {
  const draft: Draft = {
    kind: 'text',
    openStart: false,
    openEnd: false,
    all: false,
    neq: false,
    cased: false,
    windash: false,
    expand: false,
    ignoreCase: false,
    multiline: false,
    dotAll: false,
    encodings: [],
  };
  for (const name of names) apply(draft, name, place);
  const allowed = companions[draft.kind];
  const wrong = (Object.keys(draft) as (keyof Modifiers)[]).find(
    (key) => (draft[key] === true || key === 'time') && !allowed.includes(key),
  );
  if (wrong !== undefined || (draft.encodings.length > 0 && (draft.kind !== 'text' || draft.time !== undefined))) {
    throw new SigmaError(
      'modifier-misused',
      {
        en: `the modifiers ${names.join(', ')} make no sense together`,
        ko: `수정자 ${names.join(', ')}은(는) 함께 쓸 수 없습니다`,
      },
      place,
    );
  }
  return draft;
}

function apply(draft: Draft, name: string, place: string): void {
  const become = (kind: Modifiers['kind']) => {
    if (draft.kind !== 'text') {
      throw new SigmaError(
        'modifier-misused',
        {
          en: `a value cannot be ${draft.kind} and ${kind} at once`,
          ko: `값에 ${draft.kind}과(와) ${kind}을(를) 함께 쓸 수 없습니다`,
        },
        place,
      );
    }
    draft.kind = kind;
  };
  const encoding = encodings[name];
  if (encoding !== undefined) {
    if (draft.openStart || draft.openEnd) {
      throw new SigmaError(
        'modifier-misused',
        {
          en: `${name} has to come before contains, startswith and endswith`,
          ko: `${name}은(는) contains, startswith, endswith보다 앞에 와야 합니다`,
        },
        place,
      );
    }
    draft.encodings.push(encoding);
  } else if (orders.includes(name)) {
    become('order');
    draft.order = name as Order;
  } else if ((timeParts as readonly string[]).includes(name)) {
    if (draft.time !== undefined)
      throw new SigmaError(
        'modifier-misused',
        { en: 'one part of a time at a time', ko: '시각의 구성 요소는 한 번에 하나만 쓸 수 있습니다' },
        place,
      );
    draft.time = name as TimePart;
  } else {
    switch (name) {
      case 'contains':
        draft.openStart = draft.openEnd = true;
        return;
      case 'startswith':
        draft.openEnd = true;
        return;
      case 'endswith':
        draft.openStart = true;
        return;
      case 're':
      case 'cidr':
      case 'exists':
      case 'fieldref':
        become(name);
        return;
      case 'all':
      case 'neq':
      case 'cased':
      case 'windash':
      case 'expand':
        draft[name] = true;
        return;
      case 'i':
      case 'm':
      case 's':
        if (draft.kind !== 're')
          throw new SigmaError(
            'modifier-misused',
            { en: `${name} has to come after re`, ko: `${name}은(는) re 뒤에 와야 합니다` },
            place,
          );
        if (name === 'i') draft.ignoreCase = true;
        else if (name === 'm') draft.multiline = true;
        else draft.dotAll = true;
        return;
      default:
        throw new SigmaError(
          'modifier-unknown',
          { en: `there is no modifier "${name.slice(0, 40)}"`, ko: `"${name.slice(0, 40)}" 수정자가 없습니다` },
          place,
        );
    }
  }
}
