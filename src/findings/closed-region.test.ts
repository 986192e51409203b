import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentDir, loadControls } from '../content/index.ts';
import { answersOf, buildInventory, createLookup, type WrittenFacts } from '../inventory/index.ts';
import { operationName } from '../model/index.ts';
import { awsCatalog } from '../sources/aws/index.ts';
import { productEngine } from './engine.ts';
import { judge } from './judge.ts';

const controls = await loadControls(path.join(contentDir(), 'controls'));
const engine = await productEngine();
const lists = awsCatalog.calls
  .filter((call) => call.scope === 'regional' && call.each === undefined)
  .map(operationName);

/** What a region answers that a policy closes, or where it refuses the given operations alone. */
function region(name: string, answer: (operation: string) => unknown): WrittenFacts {
  return Object.fromEntries(lists.map((operation) => [`${operation}@${name}`, answer(operation)]));
}
const refused = { $error: 'DeniedByServiceControlPolicy' };
const open = region('us-east-1', () => []);
const closed = region('sa-east-1', () => refused);

/** `asset → [status, regions that the evidence calls closed]` of one control. */
async function judged(id: string, facts: WrittenFacts) {
  const inventory = await buildInventory(awsCatalog, answersOf(awsCatalog, facts));
  const lookup = createLookup(awsCatalog, inventory);
  const compiled = engine.compile(controls.find((control) => control.id === id) as (typeof controls)[number]);
  const results = [...judge(inventory, lookup, [compiled], { now: new Date('2026-06-01T00:00:00Z') })];
  return Object.fromEntries(results.map(({ asset, status, evidence }) => [asset, [status, evidence.closedRegions]]));
}

const account = 'aws:111122223333';

describe('what ought to exist somewhere in an account', () => {
  it('does not, though a region that a policy closes cannot be looked into', async () => {
    const facts = { ...open, ...closed };
    for (const id of ['aws-cloudtrail-multi-region', 'aws-cloudwatch-root-usage-alarm']) {
      expect(await judged(id, facts), id).toEqual({ [account]: ['fail', ['sa-east-1']] });
    }
  });

  it('may, where a policy refuses that list alone', async () => {
    const some = region('sa-east-1', (operation) => (operation === 'cloudtrail:DescribeTrails' ? refused : []));
    expect(await judged('aws-cloudtrail-multi-region', { ...open, ...some })).toEqual({
      [account]: ['unknown', undefined],
    });
  });

  it('may, where another region does not answer', async () => {
    const slow = region('eu-west-1', () => ({ $error: 'Timeout' }));
    expect(await judged('aws-cloudtrail-multi-region', { ...open, ...closed, ...slow })).toEqual({
      [account]: ['unknown', undefined],
    });
  });

  it('does, wherever it is', async () => {
    const TrailARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
    const trail = { Name: 'main', TrailARN, HomeRegion: 'us-east-1', IsMultiRegionTrail: true };
    const facts = {
      ...open,
      ...closed,
      'cloudtrail:DescribeTrails@us-east-1': [trail],
      [`cloudtrail:GetTrailStatus(${TrailARN})@us-east-1`]: { IsLogging: true },
    };
    expect(await judged('aws-cloudtrail-multi-region', facts)).toEqual({ [account]: ['pass', undefined] });
  });
});

describe('what lies in a region that a policy closes', () => {
  it('is not known', async () => {
    const facts = { ...open, ...closed };
    expect(await judged('aws-ec2-instance-imdsv2', facts)).toEqual({
      [`${account}:sa-east-1`]: ['unknown', undefined],
    });
    expect(await judged('aws-guardduty-enabled', facts)).toEqual({
      [`${account}:us-east-1`]: ['fail', undefined],
      [`${account}:sa-east-1`]: ['unknown', undefined],
    });
  });
});
