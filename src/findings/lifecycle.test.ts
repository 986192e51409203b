import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingId, type Result, type Status, statuses } from '../model/index.ts';
import { type Change, changesOf, type Previous } from './lifecycle.ts';

const control = 'aws-s3-bucket-public-access';
const bucket = 'arn:aws:s3:::invoices';

function result(status: Status, discriminator = '', asset = bucket): Result {
  const given: Result = {
    control,
    asset,
    kind: 'aws.s3.bucket',
    provider: 'aws',
    account: '111122223333',
    region: 'eu-north-1',
    discriminator,
    status,
    evidence: {},
    judgedAt: '2026-01-02T00:00:00.000Z',
  };
  if (status === 'unknown') given.unknown = { operation: 's3:GetBucketAcl', code: 'AccessDenied' };
  if (status === 'error') given.error = 'no such overload';
  return given;
}

function finding(status: 'open' | 'resolved', discriminator = '', stale = false, asset = bucket): Previous {
  return { id: findingId(control, asset, discriminator), rule: control, asset, discriminator, status, stale };
}

const short = (changes: Change[]) =>
  changes.map((change) => (change.kind === 'resolved' ? `resolved ${change.resolution}` : change.kind));

describe('a finding', () => {
  it('opens on the first fail, under the hash of rule, asset and element', () => {
    const changes = changesOf([], { results: [result('fail', 'port 22')] });
    expect(changes).toMatchObject([{ kind: 'opened', id: findingId(control, bucket, 'port 22') }]);
  });

  it.each(['pass', 'not-applicable', 'unknown', 'manual', 'error'] as const)('is not opened by %s', (status) => {
    expect(changesOf([], { results: [result(status)] })).toEqual([]);
  });

  it('is confirmed by each further fail, and is fresh again if it was stale', () => {
    expect(changesOf([finding('open')], { results: [result('fail')] })).toMatchObject([
      { kind: 'confirmed', fresh: false },
    ]);
    expect(changesOf([finding('open', '', true)], { results: [result('fail')] })).toMatchObject([
      { kind: 'confirmed', fresh: true },
    ]);
  });

  it('is fixed by a pass and closes where the control no longer applies', () => {
    expect(short(changesOf([finding('open')], { results: [result('pass')] }))).toEqual(['resolved fixed']);
    expect(short(changesOf([finding('open')], { results: [result('not-applicable')] }))).toEqual([
      'resolved not-applicable',
    ]);
  });

  it.each(['unknown', 'error', 'manual'] as const)('stays open and becomes stale on %s', (status) => {
    expect(short(changesOf([finding('open')], { results: [result(status)] }))).toEqual(['stale']);
  });

  it('says what was missing when it becomes stale', () => {
    expect(changesOf([finding('open')], { results: [result('unknown')] })).toMatchObject([
      { kind: 'stale', missing: { operation: 's3:GetBucketAcl', code: 'AccessDenied' } },
    ]);
  });

  it('reopens under the same id', () => {
    const before = finding('resolved');
    expect(changesOf([before], { results: [result('fail')] })).toMatchObject([{ kind: 'reopened', id: before.id }]);
  });

  it('stays resolved through passes and unknowns', () => {
    expect(changesOf([finding('resolved')], { results: [result('pass')] })).toEqual([]);
    expect(changesOf([finding('resolved')], { results: [result('unknown')] })).toEqual([]);
  });

  it('closes as removed with its asset, whatever a late result says', () => {
    const gone = new Set([bucket]);
    expect(short(changesOf([finding('open')], { results: [], gone }))).toEqual(['resolved removed']);
    expect(short(changesOf([finding('open')], { results: [result('fail')], gone }))).toEqual(['resolved removed']);
    expect(changesOf([], { results: [result('fail')], gone })).toEqual([]);
  });

  it('is left alone where its asset was not judged', () => {
    expect(changesOf([finding('open')], { results: [result('pass', '', 'arn:aws:s3:::other')] })).toEqual([]);
  });
});

describe('an element that a control judges one by one', () => {
  it('closes as removed when it is no longer among the elements', () => {
    const changes = changesOf([finding('open', 'port 22'), finding('open', 'port 80')], {
      results: [result('fail', 'port 80')],
    });
    expect(short(changes)).toEqual(['resolved removed', 'confirmed']);
  });

  it('closes when no element at all is left', () => {
    const judged = { results: [], pairs: [{ control, asset: bucket }] };
    expect(short(changesOf([finding('open', 'port 22')], judged))).toEqual(['resolved removed']);
  });

  it.each(['', '*'])('stays open and stale while the list was not seen whole (unknown under "%s")', (rest) => {
    const changes = changesOf([finding('open', 'port 22'), finding('open', 'port 80')], {
      results: [result('fail', 'port 80'), result('unknown', rest)],
    });
    expect(short(changes)).toEqual(['stale', 'confirmed']);
  });

  it('is not kept open by another element that is unknown', () => {
    const changes = changesOf([finding('open', 'port 22')], { results: [result('unknown', 'port 80')] });
    expect(short(changes)).toEqual(['resolved removed']);
  });
});

describe('whatever is judged', () => {
  const element = fc.constantFrom('', 'a', 'b', 'c');
  const arbitraryResults = fc.uniqueArray(fc.tuple(element, fc.constantFrom(...statuses)), {
    selector: ([name]) => name,
  });
  const arbitraryFindings = fc.uniqueArray(
    fc.tuple(element, fc.constantFrom('open' as const, 'resolved' as const), fc.boolean()),
    { selector: ([name]) => name },
  );

  it('an unknown never closes anything, and each finding changes once at most', () => {
    fc.assert(
      fc.property(arbitraryFindings, arbitraryResults, (before, after) => {
        const previous = before.map(([name, status, stale]) => finding(status, name, status === 'open' && stale));
        const results = after.map(([name, status]) => result(status, name));
        const changes = changesOf(previous, { results });
        expect(new Set(changes.map((change) => change.id)).size).toBe(changes.length);
        const unknown = new Set(
          results.filter((r) => r.status === 'unknown').map((r) => findingId(control, bucket, r.discriminator)),
        );
        const blind = results.some((r) => r.discriminator === '' && ['unknown', 'error', 'manual'].includes(r.status));
        for (const change of changes) {
          if (change.kind !== 'resolved') continue;
          expect(unknown.has(change.id)).toBe(false);
          if (blind) expect(change.resolution).not.toBe('removed');
        }
      }),
    );
  });

  it('does not depend on the order of results or findings', () => {
    fc.assert(
      fc.property(arbitraryFindings, arbitraryResults, (before, after) => {
        const previous = before.map(([name, status]) => finding(status, name));
        const results = after.map(([name, status]) => result(status, name));
        const sorted = (changes: Change[]) => changes.map((c) => `${c.id} ${c.kind}`).sort();
        expect(sorted(changesOf([...previous].reverse(), { results: [...results].reverse() }))).toEqual(
          sorted(changesOf(previous, { results })),
        );
      }),
    );
  });
});
