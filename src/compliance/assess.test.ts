import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framework, Requirement } from '../model/index.ts';
import { type AssessedRequirement, type AssessmentInput, assessFramework, eachAssessed } from './assess.ts';
import type { Evidence } from './evidence.ts';
import { noResults, type StatusCounts } from './state.ts';

const now = new Date('2026-03-01T00:00:00Z');
const both = (text: string) => ({ en: text, ko: `${text} (한국어)` });

function requirement(id: string, more: Partial<Requirement> = {}): Requirement {
  return { id, title: both(`Requirement ${id}`), ...more };
}

function framework(...requirements: Requirement[]): Framework {
  return {
    id: 'castle',
    title: both('Castle'),
    publisher: 'The court',
    version: '1',
    extent: 'whole',
    source: 'https://example.org/castle',
    requirements,
  };
}

function control(id: string, ...requirements: string[]) {
  return { id, title: both(id), severity: 'high' as const, maps: { castle: requirements } };
}

function evidence(id: string, validUntil = '2026-12-31T00:00:00Z'): Evidence {
  return { requirement: id, statement: 'Signed by the council', by: 'Warden', validUntil };
}

function assess(input: Omit<Partial<AssessmentInput>, 'counts'> & { counts?: Record<string, Partial<StatusCounts>> }) {
  const counts = new Map(Object.entries(input.counts ?? {}).map(([id, some]) => [id, { ...noResults, ...some }]));
  return assessFramework({ framework: framework(), controls: [], evidence: [], now, ...input, counts });
}

/** State of the one requirement `1`, mapped by the controls `a` and `b` where they have counts. */
function stateOf(
  counts: Record<string, Partial<StatusCounts>>,
  more: Partial<Requirement> = {},
  given: Evidence[] = [],
): AssessedRequirement {
  const controls = Object.keys(counts).map((id) => control(id, '1'));
  const { nodes } = assess({ framework: framework(requirement('1', more)), controls, counts, evidence: given });
  return nodes[0] as AssessedRequirement;
}

describe('a requirement that controls answer', () => {
  it('passes if all of its controls pass', () => {
    expect(stateOf({ a: { pass: 3 }, b: { pass: 1, notApplicable: 2 } })).toMatchObject({
      state: 'passing',
      technical: 'passing',
      counts: { pass: 4, notApplicable: 2 },
    });
  });

  it('fails if one result of one control fails, whatever the others say', () => {
    expect(stateOf({ a: { pass: 900 }, b: { fail: 1, unknown: 5 } }).state).toBe('failing');
  });

  it('is unknown if nothing fails but something could not be judged or broke', () => {
    expect(stateOf({ a: { pass: 900 }, b: { unknown: 1 } }).state).toBe('unknown');
    expect(stateOf({ a: { pass: 900 }, b: { error: 1 } }).state).toBe('unknown');
  });

  it('is unknown if one of its controls was not run', () => {
    const controls = [control('a', '1'), control('b', '1')];
    const { nodes } = assess({ framework: framework(requirement('1')), controls, counts: { a: { pass: 1 } } });
    expect(nodes[0]?.state).toBe('unknown');
  });

  it('does not apply if its controls found nothing to judge', () => {
    expect(stateOf({ a: {}, b: { notApplicable: 2 } }).state).toBe('not-applicable');
  });

  it('waits for a person if a result does', () => {
    expect(stateOf({ a: { pass: 1, manual: 1 } }).state).toBe('manual');
    expect(stateOf({ a: { pass: 1, manual: 1 } }, {}, [evidence('1')]).state).toBe('evidenced');
  });

  it('is not covered without controls, until a person gives evidence', () => {
    expect(stateOf({}).state).toBe('not-covered');
    expect(stateOf({}, {}, [evidence('1')]).state).toBe('evidenced');
  });
});

describe('a requirement that people answer', () => {
  const manual = { assessment: 'manual', evidence: both('Minutes of the council') } as const;

  it('is evidenced while the evidence is valid, and never passing', () => {
    expect(stateOf({}, manual).state).toBe('manual');
    expect(stateOf({}, manual, [evidence('1')])).toMatchObject({ state: 'evidenced', technical: 'not-covered' });
  });

  it('waits again from the moment the evidence expires', () => {
    const until = (validUntil: string) => stateOf({}, manual, [evidence('1', validUntil)]);
    expect(until('2026-03-01T00:00:00Z')).toMatchObject({ state: 'manual', evidence: { state: 'expired' } });
    expect(until('2026-03-01T00:00:01Z').state).toBe('evidenced');
    expect(until('2026-03-01T09:00:00+09:00').state).toBe('manual');
  });

  it('goes by the evidence that is valid longest', () => {
    const given = [evidence('1', '2026-01-01T00:00:00Z'), evidence('1', '2027-01-01T00:00:00Z'), evidence('1')];
    expect(stateOf({}, manual, given).evidence.statement?.validUntil).toBe('2027-01-01T00:00:00Z');
  });
});

describe('a requirement that both answer', () => {
  const partial = { assessment: 'partial', evidence: both('The procedure') } as const;

  it('passes only with passing controls and valid evidence', () => {
    expect(stateOf({ a: { pass: 1 } }, partial)).toMatchObject({ state: 'manual', technical: 'passing' });
    expect(stateOf({ a: { pass: 1 } }, partial, [evidence('1')]).state).toBe('passing');
  });

  it('is not healed by evidence where controls fail or do not know', () => {
    expect(stateOf({ a: { fail: 1 } }, partial, [evidence('1')]).state).toBe('failing');
    expect(stateOf({ a: { unknown: 1 } }, partial, [evidence('1')]).state).toBe('unknown');
  });

  it('rests on the evidence alone where controls have nothing to judge', () => {
    expect(stateOf({ a: { notApplicable: 1 } }, partial).state).toBe('manual');
    expect(stateOf({ a: { notApplicable: 1 } }, partial, [evidence('1')]).state).toBe('evidenced');
  });
});

describe('a framework', () => {
  const tree = framework(
    { id: 'A', title: both('Walls'), children: [requirement('A.1'), requirement('A.2')] },
    {
      id: 'B',
      title: both('People'),
      children: [requirement('B.1', { assessment: 'manual', evidence: both('Oath') }), requirement('B.2')],
    },
    requirement('R.1', { answeredBy: ['A.1', 'A.2'] }),
  );
  const controls = [control('a', 'A.1'), control('b', 'A.2', 'A.2'), control('c', 'C.9', 'A')];

  it('counts every requirement in one state, apart from those that others answer', () => {
    const { states, score } = assess({ framework: tree, controls, counts: { a: { pass: 1 }, b: { unknown: 1 } } });
    expect(states).toEqual({
      failing: 0,
      unknown: 1,
      manual: 1,
      'not-covered': 1,
      evidenced: 0,
      passing: 1,
      'not-applicable': 0,
    });
    expect(score).toEqual({ passing: 1, judged: 2 });
  });

  it('has sections as weak as their weakest part', () => {
    const { nodes } = assess({ framework: tree, controls, counts: { a: { pass: 1 }, b: { unknown: 1 } } });
    expect(nodes.map((node) => [node.id, node.state])).toEqual([
      ['A', 'unknown'],
      ['B', 'manual'],
      ['R.1', 'unknown'],
    ]);
  });

  it('answers a requirement by others, with their controls', () => {
    const { nodes } = assess({ framework: tree, controls, counts: { a: { fail: 2 }, b: { pass: 1 } } });
    expect(nodes[2]).toMatchObject({ state: 'failing', counts: { fail: 2, pass: 1 }, answeredBy: ['A.1', 'A.2'] });
  });

  it('names the mappings and evidence that lead nowhere', () => {
    const { strays } = assess({ framework: tree, controls, evidence: [evidence('Z.1')] });
    expect(strays.mappings).toEqual([
      { control: 'c', requirement: 'C.9' },
      { control: 'c', requirement: 'A' },
    ]);
    expect(strays.evidence).toHaveLength(1);
  });

  it('never gets better by not looking: taking a count away leaves a requirement unknown or as it was failing', () => {
    const someCounts = fc.record({
      pass: fc.nat(3),
      fail: fc.nat(1),
      unknown: fc.nat(1),
      notApplicable: fc.nat(3),
      manual: fc.nat(1),
      error: fc.nat(1),
    });
    fc.assert(
      fc.property(someCounts, someCounts, (a, b) => {
        const before = assess({ framework: tree, controls, counts: { a, b, c: {} } });
        const after = assess({ framework: tree, controls, counts: { a, c: {} } });
        expect(after.score.passing).toBeLessThanOrEqual(before.score.passing);
        for (const { requirement: one } of eachAssessed(after.nodes)) {
          if (one.controls.some(({ id }) => id === 'b')) expect(['unknown', 'failing']).toContain(one.state);
        }
        expect(Object.values(before.states).reduce((x, y) => x + y)).toBe(4);
      }),
    );
  });
});
