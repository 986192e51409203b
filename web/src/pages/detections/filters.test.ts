import { describe, expect, it } from 'vitest';
import type { Detection } from '../../api/client.ts';
import { chosenDetections, countBySource, inOrder } from './filters.ts';

const detection = (id: string, more: Partial<Detection> = {}): Detection => ({
  id,
  title: { en: `Title of ${id}`, ko: `${id} 규칙` },
  why: { en: '', ko: '' },
  severity: 'medium',
  techniques: [],
  tactics: [],
  sources: ['cloudtrail'],
  kind: 'rule',
  origin: 'product',
  author: null,
  enabled: true,
  alertsLastMonth: 0,
  lastAlert: null,
  state: 'silent',
  ...more,
});

const all = [
  detection('root', { severity: 'high', techniques: ['T1078.004'], state: 'firing' }),
  detection('trail', { techniques: ['T1562'] }),
  detection('mine', { origin: 'user', sources: ['okta', 'entra-signin'], state: 'off' }),
];
const ids = (search: Parameters<typeof chosenDetections>[1], excepted = new Set<string>()) =>
  chosenDetections(all, search, excepted).map(({ id }) => id);

describe('the detections that an address asks for', () => {
  it('are all where it asks nothing', () => {
    expect(ids({})).toEqual(['root', 'trail', 'mine']);
  });

  it('speak to a technique by its sub-techniques too, and not by a longer number', () => {
    expect(ids({ technique: 'T1078' })).toEqual(['root']);
    expect(ids({ technique: 'T107' })).toEqual([]);
  });

  it('are found by words of either language, in any order', () => {
    expect(ids({ q: '규칙 mine' })).toEqual(['mine']);
  });

  it('hold to every filter at once', () => {
    expect(ids({ severity: ['high'], condition: ['firing', 'off'] })).toEqual(['root']);
    expect(ids({ source: 'okta', origin: 'user' })).toEqual(['mine']);
    expect(ids({ exceptions: true }, new Set(['trail']))).toEqual(['trail']);
  });
});

describe('the order of detections', () => {
  const some = [
    detection('a', { severity: 'low', alertsLastMonth: 9, lastAlert: '2026-11-01T00:00:00Z' }),
    detection('b', { severity: 'high' }),
    detection('c', { severity: 'high', alertsLastMonth: 2, lastAlert: '2026-11-02T00:00:00Z' }),
  ];

  it('is by severity, then by alerts', () => {
    expect(inOrder(some, 'severity').map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('puts those that never fired last', () => {
    expect(inOrder(some, 'alerts').map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    expect(inOrder(some, 'last').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});

describe('logs', () => {
  it('are counted by the detections that read them', () => {
    expect(Object.fromEntries(countBySource(all))).toEqual({ cloudtrail: 2, okta: 1, 'entra-signin': 1 });
  });
});
