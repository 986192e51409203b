import { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import type { CelFunction } from '../../model/index.ts';
import { sizeOf } from './values.ts';

/** Longest pattern, and longest text it is matched against. */
const MAX_PATTERN = 1000;
const MAX_TEXT = 1_000_000;

const patterns = new Map<string, RE2JS>();

function linearMatch(text: string, pattern: string): boolean {
  if (pattern.length > MAX_PATTERN || text.length > MAX_TEXT) throw new RangeError('pattern or text is too long');
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = RE2JS.compile(pattern);
    if (patterns.size >= 1000) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled.matcher(text).find();
}

function field(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return null;
  return Object.hasOwn(object, key) ? ((object as Record<string, unknown>)[key] ?? null) : null;
}

function element(object: unknown, key: unknown): unknown {
  if (typeof key === 'string') return field(object, key);
  if (!Array.isArray(object)) return null;
  const index = Number(key);
  if (index < 0) return null;
  // Reaching past the known part of an incomplete list throws, which is right.
  return object.length > index ? (object[index] ?? null) : null;
}

/**
 * Steps that one judgement may take: a field read is one, going through a list as many as it has elements. A second's
 * work at the most, whatever a user's own control asks for.
 */
const MAX_STEPS = 5_000_000;

/** Counts the steps of a judgement. */
export interface Meter {
  /** Begins the next judgement. */
  reset(): void;
}

/**
 * The CEL environment of control expressions: variables, and functions of the product beside the standard ones.
 * Its meter throws a RangeError in the middle of an expression that takes too many steps.
 */
export function createEnvironment(functions: readonly CelFunction[]): { environment: Environment; meter: Meter } {
  let steps = 0;
  const take = (count: number) => {
    steps += count;
    if (steps > MAX_STEPS) throw new RangeError(`the expression takes more than ${MAX_STEPS} steps`);
  };
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: false,
    limits: { maxAstNodes: 2000, maxDepth: 60, maxListElements: 1000, maxMapEntries: 200, maxCallArguments: 12 },
  });
  environment
    .registerVariable('asset', 'dyn')
    .registerVariable('item', 'dyn')
    .registerVariable('params', 'dyn')
    .registerVariable('related', 'dyn')
    .registerVariable('now', 'google.protobuf.Timestamp')
    .registerFunction('_get(dyn, string): dyn', (object: unknown, key: string) => {
      take(1);
      return field(object, key);
    })
    .registerFunction('_index(dyn, dyn): dyn', (object: unknown, key: unknown) => {
      take(1);
      return element(object, key);
    })
    .registerFunction('_list(dyn): dyn', (value: unknown) => {
      take(Array.isArray(value) ? value.length : 1);
      return value ?? [];
    })
    .registerFunction('_string(dyn): string', (value: unknown) => (typeof value === 'string' ? value : ''))
    .registerFunction('_size(dyn): int', sizeOf)
    .registerFunction('_matches(string, string): bool', linearMatch);
  for (const { name, params, returns, clock, handler } of functions) {
    const signature =
      clock === true
        ? `_${name}(${[...params, 'google.protobuf.Timestamp'].join(', ')}): ${returns}`
        : `${name}(${params.join(', ')}): ${returns}`;
    environment.registerFunction(signature, handler as (...args: unknown[]) => unknown);
  }
  return {
    environment,
    meter: {
      reset: () => {
        steps = 0;
      },
    },
  };
}
