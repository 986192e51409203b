import { describe, expect, it } from 'vitest';
import type { Result, Status } from '../../../src/model/index.ts';
import { type Expected, namesSame, type Recorded, sameResults } from './compare.ts';

const account = '111122223333';
const bucket = 'arn:aws:s3:::ledger';

function ours(asset: string, status: Status, more: Partial<Result> = {}): Result {
  const where = { provider: 'aws', account, region: 'us-east-1' };
  const about = { control: 'c-1', asset, kind: 'aws.s3.bucket', discriminator: '', evidence: {} };
  return { ...where, ...about, status, judgedAt: '2026-01-01T00:00:00.000Z', ...more };
}
const theirs = (status: Expected['status'], resource: string | null, region = 'us-east-1'): Expected => ({
  status,
  region,
  resource,
});
const notAsked = { unknown: { operation: 's3:ListBuckets', code: 'NotCollected' }, discriminator: '*' };

function agree(expected: Expected[], results: Result[], recorded: Partial<Recorded> = {}): boolean {
  const none: Recorded = { ownArns: () => [], isPlace: () => false, listed: () => false };
  return sameResults(expected, results, { ...none, ...recorded }) === undefined;
}

describe('answers agree', () => {
  it('where each resource has the same status, a warning being a fail', () => {
    expect(agree([theirs('WARN', bucket)], [ours(bucket, 'fail')])).toBe(true);
    expect(agree([theirs('PASS', bucket)], [ours(bucket, 'fail')])).toBe(false);
    expect(agree([theirs('PASS', bucket)], [ours(bucket, 'unknown')])).toBe(false);
  });

  it('not where one of us names a resource more', () => {
    const other = 'arn:aws:s3:::scratch';
    expect(agree([theirs('PASS', bucket)], [ours(bucket, 'pass'), ours(other, 'pass')])).toBe(false);
    expect(agree([theirs('PASS', bucket), theirs('PASS', other)], [ours(bucket, 'pass')])).toBe(false);
    expect(agree([], [ours(bucket, 'pass')])).toBe(false);
  });

  it('where we say nothing of a region that they pass, only if all was listed there', () => {
    expect(agree([theirs('PASS', null)], [], { listed: (region) => region === 'us-east-1' })).toBe(true);
    expect(agree([theirs('PASS', null)], [])).toBe(false);
    expect(agree([theirs('FAIL', null)], [], { listed: () => true })).toBe(false);
  });

  it('where they expect nothing and we say that nobody asked, of the account as a whole', () => {
    expect(agree([], [ours(`aws:${account}`, 'unknown', notAsked)])).toBe(true);
    expect(agree([], [ours(bucket, 'unknown', notAsked)])).toBe(false);
    expect(agree([theirs('PASS', null)], [ours(`aws:${account}`, 'unknown', notAsked)], { listed: () => true })).toBe(
      false,
    );
  });

  it('where what they name is a place that our result of the region speaks for', () => {
    const detector = `arn:aws:guardduty:us-east-1:${account}:detector/d1`;
    const region = [ours(`aws:${account}:us-east-1`, 'fail')];
    expect(agree([theirs('FAIL', detector)], region, { isPlace: (resource) => resource === detector })).toBe(true);
    expect(agree([theirs('FAIL', detector)], region)).toBe(false);
  });

  it('where what is one for the account is filed under a region, unless others are too', () => {
    const root = [ours(`aws:${account}`, 'fail', { region: 'global' })];
    expect(agree([theirs('FAIL', null)], root)).toBe(true);
    expect(agree([theirs('FAIL', null), theirs('FAIL', null, 'eu-west-1')], root)).toBe(false);
  });
});

it('names mean one resource where all that both say agrees', () => {
  const detector = (region: string, of: string) => `arn:aws:guardduty:${region}:${of}:detector/d1`;
  expect(namesSame(detector('us-east-1', account), detector('us-east-1', 'null'))).toBe(true);
  expect(namesSame(detector('us-east-1', account), detector('', account))).toBe(true);
  expect(namesSame(detector('us-east-1', account), detector('eu-west-1', account))).toBe(false);
  expect(namesSame(detector('us-east-1', account), detector('us-east-1', '222233334444'))).toBe(false);
  expect(namesSame(`aws:${account}`, `arn:aws:organizations::${account}:account/o-1/${account}`)).toBe(true);
});
