import { type Bound, type SigmaCorrelation, SigmaError } from '../sigma/index.ts';
import { averageJudge, countJudge, distinctJudge, percentileJudge, shareJudge, sumJudge } from '../window/judges.ts';
import { slidingNode } from '../window/sliding.ts';
import { distinctTally, eventTally, sumTally } from '../window/tally.ts';
import { wholeWindowNode } from '../window/whole.ts';
import { type Counted, countingOf } from './count.ts';
import type { NodeContext, StatefulNode } from './node.ts';
import { patternsOf } from './pattern.ts';
import { temporalNode } from './temporal.ts';

/** Makes the stateful detection of a correlation. Throws a SigmaError. */
export function correlationNode(correlation: SigmaCorrelation, context: NodeContext): StatefulNode {
  const { type, timespan, rules } = correlation;
  const { memory, owner } = context;
  const counting = (counted: Counted) => countingOf(correlation, counted, context.grouping);
  const holds = boundsHold(correlation);
  // A count that only has to be large enough stays so whatever still comes.
  const grows = correlation.bounds.every(({ bound }) => bound === 'gt' || bound === 'gte') && !holds(0);
  switch (type) {
    case 'event_count': {
      return grows
        ? slidingNode(context, timespan, eventTally(memory, holds), counting('nothing'))
        : wholeWindowNode(context, timespan, countJudge(holds), counting('nothing'));
    }
    case 'value_count': {
      return grows
        ? slidingNode(context, timespan, distinctTally(memory, owner + 1, holds), counting('values'))
        : wholeWindowNode(context, timespan, distinctJudge(holds), counting('values'));
    }
    case 'value_sum':
      return grows
        ? slidingNode(context, timespan, sumTally(memory, holds), counting('positive'))
        : wholeWindowNode(context, timespan, sumJudge(holds), counting('number'));
    case 'value_avg':
      return wholeWindowNode(context, timespan, averageJudge(holds), counting('number'));
    case 'value_percentile': {
      const { percentile } = correlation;
      return percentile === undefined
        ? wholeWindowNode(context, timespan, shareJudge(holds), counting('values'))
        : wholeWindowNode(context, timespan, percentileJudge(percentile, holds), counting('number'));
    }
    default: {
      if (grows || correlation.expression !== undefined || correlation.bounds.length === 0) {
        return temporalNode(context, timespan, rules.length, patternsOf(correlation), counting('member'));
      }
      if (type === 'temporal_ordered' || correlation.extension.absent !== undefined) {
        const reason = {
          en: 'an upper bound goes with unordered rules only, none of them absent',
          ko: '상한은 순서와 부재 조건이 없는 규칙에만 쓸 수 있습니다',
        };
        throw new SigmaError('condition-unsupported', reason, 'correlation.condition');
      }
      return wholeWindowNode(context, timespan, distinctJudge(holds), counting('member'));
    }
  }
}

const tests: Record<Bound, (value: number, bound: number) => boolean> = {
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
  eq: (value, bound) => value === bound,
  neq: (value, bound) => value !== bound,
};

function boundsHold({ bounds }: SigmaCorrelation): (value: number) => boolean {
  const [first] = bounds;
  if (bounds.length === 1 && first !== undefined) {
    const test = tests[first.bound];
    return (value) => test(value, first.value);
  }
  return (value) => bounds.every(({ bound, value: limit }) => tests[bound](value, limit));
}
