import { describe, expect, it } from 'vitest';
import { operationName } from '../../model/index.ts';
import { awsCatalog, feeds, selectCalls } from './catalog.ts';
import type { AwsCall } from './service-table.ts';
import { services } from './services/index.ts';

const calls = awsCatalog.calls;
const made = new Set(calls.flatMap((call) => call.makes?.kind ?? []));

describe('the list of services', () => {
  it('is alphabetical and names each once', () => {
    const names = services.map((table) => table.service);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it.each(services)('$service: the SDK knows every operation', async (table) => {
    const sdk = (await table.client()) as Record<string, unknown>;
    expect(Object.keys(sdk).filter((name) => /^[A-Z].*Client$/.test(name))).toHaveLength(1);
    for (const call of table.calls) expect(sdk, call.operation).toHaveProperty(`${call.operation}Command`);
  });
});

describe.each(calls.map((call) => ({ name: operationName(call), call })))('$name', ({ call }) => {
  it('names an IAM action', () => {
    for (const action of [call.permission, ...(call.permissions ?? [])]) {
      expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
    }
  });

  it('makes an asset, or lands in a field of one', () => {
    expect(Boolean(call.makes) || Boolean(call.each && call.as)).toBe(true);
    if (call.as) expect(call.each).toBeDefined();
    if (call.makes) expect(call.makes.kind).toMatch(/^aws(\.[a-z0-9-]+){1,2}$/);
  });

  it('hangs on a kind that is made', () => {
    if (call.each) expect([...made]).toContain(call.each.kind);
  });

  it('goes to a region its parent has', () => {
    const parents = calls.filter((other) => other.makes && other.makes.kind === call.each?.kind);
    if (call.scope === 'global') return;
    for (const parent of parents) expect(parent.scope === 'regional' || parent.makes?.region !== undefined).toBe(true);
  });

  it('has texts in English and Korean', () => {
    if (!call.makes) return;
    expect(call.makes.title.en).toMatch(/[A-Za-z]/);
    expect(call.makes.title.ko).not.toBe('');
  });

  it('declares the fields of other calls that its condition reads', () => {
    if (!call.each?.when) return;
    const details = new Set(calls.flatMap((other) => (other.each?.kind === call.each?.kind ? (other.as ?? []) : [])));
    const touched = new Set<string>();
    const parent = new Proxy({}, { get: (_, key) => void touched.add(String(key)) });
    try {
      call.each.when(parent);
    } catch {
      // A condition may trip over the empty parent; what it touched until then is what counts.
    }
    for (const field of touched) if (details.has(field)) expect(call.each.reads).toContain(field);
  });
});

describe('the table as a whole', () => {
  it('makes a call for one kind only once', () => {
    const keys = calls.map((call) => `${operationName(call)} ${call.each?.kind} ${JSON.stringify(call.params ?? {})}`);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('gives each detail of a kind its own field', () => {
    const fields = calls.flatMap((call) => (call.as ? `${call.each?.kind}.${call.as}` : []));
    expect(fields).toEqual([...new Set(fields)]);
  });

  it('has no details that wait for each other', () => {
    const waits = (call: AwsCall, above: readonly AwsCall[]): void => {
      expect(above.map(operationName), operationName(call)).not.toContain(operationName(call));
      for (const other of calls) if (feeds(other, call)) waits(other, [...above, call]);
    };
    for (const call of calls) waits(call, []);
  });

  it('gives a kind one title and one category', () => {
    const seen = new Map<string, string>();
    for (const { makes } of calls) {
      if (!makes) continue;
      const told = JSON.stringify([makes.title, makes.category]);
      expect(seen.get(makes.kind) ?? told, makes.kind).toBe(told);
      seen.set(makes.kind, told);
    }
  });
});

describe('selecting calls', () => {
  const select = (...names: string[]) => [...selectCalls(calls, new Set(names))].map(operationName);

  it('always lists, and leaves out details nobody asks for', () => {
    expect(select()).toContain('ec2:DescribeRegions');
    expect(select()).not.toContain('account:GetAlternateContact');
  });

  it('adds what a detail depends on', () => {
    const only = selectCalls(calls, new Set(['organizations:DescribePolicy']), new Set(['organizations']));
    expect([...new Set([...only].map(operationName))].sort()).toEqual([
      'ec2:DescribeRegions',
      'organizations:DescribeOrganization',
      'organizations:DescribePolicy',
      'organizations:ListAccounts',
      'organizations:ListOrganizationalUnitsForParent',
      'organizations:ListPolicies',
      'organizations:ListRoots',
      'sts:GetCallerIdentity',
    ]);
  });
});
