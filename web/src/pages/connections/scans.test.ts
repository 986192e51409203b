import { describe, expect, it } from 'vitest';
import type { Scan } from '../../api/client.ts';
import { missingPermissions, running, share } from './scans.ts';

const scan = (given: Partial<Scan>): Scan => ({
  id: 's',
  connection: 'c',
  connectionName: 'c',
  state: 'running',
  trigger: 'user',
  target: null,
  phase: 'collecting',
  startedAt: null,
  finishedAt: null,
  progress: { accountsDone: 0, accountsTotal: 1, callsDone: 0, callsKnown: 0, facts: 0, errors: 0, current: null },
  counts: null,
  error: null,
  problems: [],
  ...given,
});
const problem = (permission: string | null) => ({
  account: '1',
  region: 'r',
  operation: 'o',
  code: 'AccessDenied',
  message: '',
  permission,
  count: 1,
});

describe('a scan', () => {
  it('runs until it ended', () => {
    expect(running(scan({ state: 'queued' }))).toBe(true);
    expect(running(scan({ state: 'incomplete' }))).toBe(false);
  });

  it('tells how far it is only where that can be told', () => {
    const progress = { ...scan({}).progress, accountsDone: 4, accountsTotal: 4, callsDone: 10, callsKnown: 10 };
    expect(share(scan({}))).toBeUndefined();
    expect(share(scan({ progress }))).toBe(0.9);
    expect(share(scan({ progress: { ...progress, accountsDone: 1 } }))).toBe(0.225);
    expect(share(scan({ progress, phase: 'judging' }))).toBe(0.95);
    expect(share(scan({ progress, phase: 'finished', state: 'done' }))).toBe(1);
  });

  it('names each missing permission once', () => {
    expect(
      missingPermissions(
        scan({ problems: [problem('s3:GetX'), problem(null), problem('ec2:GetY'), problem('s3:GetX')] }),
      ),
    ).toEqual(['ec2:GetY', 's3:GetX']);
  });
});
