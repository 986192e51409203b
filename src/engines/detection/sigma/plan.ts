import type { LogEvent } from '../../../model/index.ts';
import type { EventFields, Placeholders } from '../types.ts';
import type { SigmaCondition, SigmaDetection, SigmaItem, SigmaSelection } from './ast.ts';
import { selected } from './condition.ts';
import { SigmaError } from './errors.ts';
import { anywhere, compileItem, type ItemTest, pairTest, type ValueTest } from './item-test.ts';
import { type Sharing, shared } from './sharing.ts';
import type { Budget } from './values.ts';

/** A detection with selections and patterns resolved: what remains is logic over tests of fields. */
export type Plan =
  | { kind: 'constant'; value: boolean; cost: number }
  | { kind: 'and' | 'or'; of: readonly Plan[]; cost: number }
  | { kind: 'least'; least: number; of: readonly Plan[]; cost: number }
  | { kind: 'not'; of: Plan; cost: number }
  | ({ kind: 'field'; field: string; key: string } & ItemTest)
  | { kind: 'reference'; field: string; others: readonly string[]; item: SigmaItem; cost: number }
  | { kind: 'keywords'; test: ValueTest; cost: number };

/** The test of one field. */
export type FieldPlan = Extract<Plan, { kind: 'field' }>;

/** What reading a derived field may cost: it can need the inventory or lists of addresses. */
export const DERIVED = 100;

/** Looking through a whole record. */
const WHOLE_RECORD = 60;

/** Resolves a detection. Throws a SigmaError. */
export function planDetection(detection: SigmaDetection, placeholders: Placeholders, budget: Budget): Plan {
  const made = new Map<string, Plan>();
  const selection = (name: string): Plan => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const plan = planSelection(detection.selections.get(name)!, placeholders, budget);
    made.set(name, plan);
    return plan;
  };
  const condition = (written: SigmaCondition): Plan => {
    switch (written.kind) {
      case 'name':
        return selection(written.name);
      case 'not':
        return negated(condition(written.of));
      case 'of': {
        const of = selected(detection.selections.keys(), written.pattern).map(selection);
        return atLeast(written.least === 'all' ? of.length : written.least, of);
      }
      default:
        return combined(written.kind, written.of.map(condition));
    }
  };
  return condition(detection.condition);
}

function planSelection(selection: SigmaSelection, placeholders: Placeholders, budget: Budget): Plan {
  if (selection.kind !== 'item') {
    const of = selection.of.map((part) => planSelection(part, placeholders, budget));
    return combined(selection.kind === 'all' ? 'and' : 'or', of);
  }
  const { item } = selection;
  if (item.modifiers.kind === 'fieldref') {
    const others = item.values.map((value) => {
      if (typeof value === 'string' && value !== '') return value;
      throw new SigmaError(
        'value-malformed',
        { en: 'fieldref takes the name of a field', ko: 'fieldref에는 필드 이름이 필요합니다' },
        item.place,
      );
    });
    return { kind: 'reference', field: item.field, others, item, cost: 4 + dear(item.field) };
  }
  if (item.field === '') return planKeywords(item, placeholders, budget);
  const test = compileItem(item, placeholders, budget);
  if (test.constant !== undefined) return constant(test.constant);
  const key = JSON.stringify([item.field, item.modifiers, item.values.map((value) => [typeof value, String(value)])]);
  return { kind: 'field', field: item.field, key, ...test, cost: test.cost + dear(item.field) };
}

/** Keywords that all have to be there may stand in different values of the record. */
function planKeywords(item: SigmaItem, placeholders: Placeholders, budget: Budget): Plan {
  const { all, neq } = item.modifiers;
  const positive = { ...item, modifiers: { ...item.modifiers, all: false, neq: false } };
  const groups = all ? item.values.map((value) => [value]) : [item.values];
  const of = groups.map((values): Plan => {
    if (values.includes(null))
      throw new SigmaError(
        'value-malformed',
        { en: 'null is no keyword', ko: 'null은 키워드로 쓸 수 없습니다' },
        item.place,
      );
    const { test, constant: value } = compileItem({ ...positive, values }, placeholders, budget);
    return value === undefined ? { kind: 'keywords', test, cost: WHOLE_RECORD } : constant(value);
  });
  return neq ? negated(combined('and', of)) : combined('and', of);
}

/** True for a field that is worked out from others. */
export const isDerived = (field: string) => field.startsWith('hwaseong.');

const dear = (field: string) => (isDerived(field) ? DERIVED : 0);

const total = (plans: readonly Plan[]) => plans.reduce((sum, { cost }) => sum + cost, 0);

export const constant = (value: boolean): Plan => ({ kind: 'constant', value, cost: 0 });

/** Parts that are decided already drop out; of the others cheap ones come first, so that dear ones are rarely reached. */
export function combined(kind: 'and' | 'or', parts: readonly Plan[]): Plan {
  const decisive = kind === 'or';
  if (parts.some((part) => part.kind === 'constant' && part.value === decisive)) return constant(decisive);
  const of = parts.filter((part) => part.kind !== 'constant');
  if (of.length === 0) return constant(!decisive);
  if (of.length === 1) return of[0]!;
  return { kind, of: of.toSorted((left, right) => left.cost - right.cost), cost: total(of) };
}

/** Holds where so many of the parts do. */
export function atLeast(count: number, parts: readonly Plan[]): Plan {
  const of = parts.filter((part) => part.kind !== 'constant');
  const least = count - parts.filter((part) => part.kind === 'constant' && part.value).length;
  if (least <= 0) return constant(true);
  if (least > of.length) return constant(false);
  if (least === of.length) return combined('and', of);
  return least === 1 ? combined('or', of) : { kind: 'least', least, of, cost: total(of) };
}

export function negated(of: Plan): Plan {
  if (of.kind === 'constant') return constant(!of.value);
  return { kind: 'not', of, cost: of.cost };
}

export type Predicate = (event: LogEvent) => boolean;

/** The plan as a function for events of one source. With `sharing`, equal parts of plans are one function. */
export function predicate(plan: Plan, source: string, fields: EventFields, sharing?: Sharing): Predicate {
  const make = () => bare(plan, source, fields, sharing);
  return sharing === undefined ? make() : shared(plan, sharing, make);
}

function bare(plan: Plan, source: string, fields: EventFields, sharing: Sharing | undefined): Predicate {
  switch (plan.kind) {
    case 'constant': {
      const { value } = plan;
      return () => value;
    }
    case 'field': {
      const read = fields.reader(source, plan.field);
      const { test } = plan;
      return (event) => test(read(event));
    }
    case 'reference': {
      const test = pairTest(plan.item);
      const read = fields.reader(source, plan.field);
      const others = plan.others.map((other) => fields.reader(source, other));
      const one = (event: LogEvent) => (other: (typeof others)[number]) => test(read(event), other(event));
      // Different from any of several fields means different from all of them.
      const each = plan.item.modifiers.all || plan.item.modifiers.neq;
      return each ? (event) => others.every(one(event)) : (event) => others.some(one(event));
    }
    case 'keywords': {
      const test = anywhere(plan.test);
      return (event) => test(event.record);
    }
    case 'not': {
      const inner = predicate(plan.of, source, fields, sharing);
      return (event) => !inner(event);
    }
    case 'least': {
      const parts = plan.of.map((part) => predicate(part, source, fields, sharing));
      const { least } = plan;
      return (event) => {
        let count = 0;
        for (const part of parts) if (part(event) && ++count >= least) return true;
        return false;
      };
    }
    case 'and':
      return conjunction(plan.of.map((part) => predicate(part, source, fields, sharing)));
    case 'or': {
      const parts = plan.of.map((part) => predicate(part, source, fields, sharing));
      return (event) => {
        for (const part of parts) if (part(event)) return true;
        return false;
      };
    }
  }
}

function conjunction(parts: readonly Predicate[]): Predicate {
  const [first, second] = parts;
  if (parts.length === 2) return (event) => first!(event) && second!(event);
  return (event) => {
    for (const part of parts) if (!part(event)) return false;
    return true;
  };
}
