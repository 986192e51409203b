import { describe, expect, it } from 'vitest';
import { sorted, standing, type Tactic, type Technique } from './matrix.ts';

const technique = (id: string, state: Technique['state'], alerts = 0): Technique => ({
  id,
  name: { en: id, ko: id },
  detections: state === 'none' ? 0 : 1,
  enabled: state === 'none' ? 0 : 1,
  blind: state === 'silent' ? 1 : 0,
  alerts,
  state,
});

const tactics: Tactic[] = [
  {
    id: 'TA0001',
    name: { en: 'Initial access', ko: '초기 침투' },
    techniques: [technique('T1078', 'seen', 3), technique('T1190', 'none')],
  },
  {
    id: 'TA0003',
    name: { en: 'Persistence', ko: '지속' },
    techniques: [technique('T1078', 'seen', 3), technique('T1098', 'covered'), technique('T1136', 'silent')],
  },
];

describe('the ATT&CK matrix', () => {
  it('counts a technique of two tactics once', () => {
    expect(standing(tactics)).toEqual({ techniques: 4, covered: 2, seen: 1, blind: 1 });
  });

  it('does not count what no events come in for as covered', () => {
    expect(standing([{ ...tactics[1], techniques: [technique('T1136', 'silent')] } as Tactic]).covered).toBe(0);
  });

  it('shows what was seen first and what nothing covers last', () => {
    const given = [technique('d', 'none'), technique('c', 'silent'), technique('b', 'covered'), technique('a', 'seen')];
    expect(sorted(given).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
});
