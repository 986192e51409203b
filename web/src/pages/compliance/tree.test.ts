import { describe, expect, it } from 'vitest';
import { findRequirement, narrowed, type Requirement, wayTo } from './tree.ts';

const counts = { passing: 0, failing: 0, unknown: 0, manual: 0, evidenced: 0, 'not-applicable': 0, 'not-covered': 0 };
const node = (id: string, state: Requirement['state'], children: Requirement[] = []): Requirement => ({
  type: children.length > 0 ? 'section' : 'requirement',
  id,
  title: { en: id, ko: id },
  text: null,
  state,
  counts,
  score: null,
  assessment: null,
  technical: null,
  results: null,
  controls: [],
  evidenceNeeded: null,
  evidenceState: null,
  evidence: [],
  answeredBy: [],
  children,
});

const tree = [
  node('1', 'failing', [
    node('1.1', 'passing'),
    node('1.2', 'failing', [node('1.2.1', 'failing'), node('1.2.2', 'manual')]),
  ]),
  node('2', 'passing', [node('2.1', 'passing')]),
];

describe('a tree of requirements', () => {
  it('is searched by id at every depth', () => {
    expect(findRequirement(tree, '1.2.2')?.state).toBe('manual');
    expect(findRequirement(tree, '3')).toBeUndefined();
  });

  it('narrows to one state and keeps the sections that lead there', () => {
    const failing = narrowed(tree, 'failing');
    expect(failing.map(({ id }) => id)).toEqual(['1']);
    expect(failing[0]?.children.map(({ id }) => id)).toEqual(['1.2']);
    expect(failing[0]?.children[0]?.children.map(({ id }) => id)).toEqual(['1.2.1']);
    expect(narrowed(tree, 'unknown')).toEqual([]);
  });

  it('knows the way to a requirement', () => {
    expect(wayTo(tree, '1.2.1')).toEqual(['1', '1.2']);
    expect(wayTo(tree, '2')).toEqual([]);
    expect(wayTo(tree, '9')).toBeUndefined();
  });
});
