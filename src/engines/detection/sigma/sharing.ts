import type { LogEvent } from '../../../model/index.ts';
import type { Plan, Predicate } from './plan.ts';

/** Counts events: an answer belongs to the turn in which it was found. */
export interface Turn {
  now: number;
}

/**
 * Tests that several rules ask of the same events, each answered once an event: filters stand behind many rules, and many
 * rules begin alike.
 */
export interface Sharing {
  turn: Turn;
  asked: Map<string, Shared>;
}

interface Shared {
  /** More than one rule asks. */
  several: boolean;
  ask: Predicate;
}

/** Tests cheaper than this are quicker asked again than remembered. */
const WORTH_REMEMBERING = 2;

/** Longest key; larger plans are rarely equal. */
const LONGEST_KEY = 20_000;

export function newSharing(turn: Turn): Sharing {
  return { turn, asked: new Map() };
}

/** The predicate that `make` makes of a plan, or the one that was made of an equal plan before. */
export function shared(plan: Plan, sharing: Sharing, make: () => Predicate): Predicate {
  const key = plan.cost < WORTH_REMEMBERING ? undefined : keyOf(plan);
  if (key === undefined || key.length > LONGEST_KEY) return make();
  const before = sharing.asked.get(key);
  if (before !== undefined) {
    before.several = true;
    return before.ask;
  }
  const made = remembering(make(), sharing.turn);
  sharing.asked.set(key, made);
  return made.ask;
}

function remembering(inner: Predicate, turn: Turn): Shared {
  let at = -1;
  let answer = false;
  const one: Shared = {
    several: false,
    ask: (event: LogEvent) => {
      if (!one.several) return inner(event);
      if (at !== turn.now) {
        answer = inner(event);
        at = turn.now;
      }
      return answer;
    },
  };
  return one;
}

/** Equal texts mean equal tests; undefined where a part has none. */
function keyOf(plan: Plan): string | undefined {
  switch (plan.kind) {
    case 'field':
      return plan.key;
    case 'not': {
      const of = keyOf(plan.of);
      return of === undefined ? undefined : `!${of}`;
    }
    case 'and':
    case 'or':
    case 'least': {
      const keys = plan.of.map(keyOf);
      if (keys.includes(undefined)) return undefined;
      return `${plan.kind === 'least' ? plan.least : plan.kind}(${keys.sort().join(',')})`;
    }
    default:
      return undefined;
  }
}
