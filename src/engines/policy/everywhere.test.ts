import { describe, expect, it } from 'vitest';
import { parsePolicy } from './document.ts';
import { allowsEverywhere } from './everywhere.ts';

function policy(...statements: object[]) {
  return parsePolicy({ Version: '2012-10-17', Statement: statements });
}

const ecs = { Effect: 'Allow', Action: 'ecs:*', Resource: '*' };

describe('allowing a service everywhere', () => {
  it.each([
    ['the service', ecs],
    ['everything', { Effect: 'Allow', Action: '*', Resource: '*' }],
    ['everything but another service', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    ['one of several', { Effect: 'Allow', Action: ['s3:GetObject', 'ECS:*'], Resource: ['*'] }],
  ])('by %s', (_, statement) => {
    expect(allowsEverywhere([policy(statement)], ['ecs:*'])).toBe(true);
  });

  it.each([
    ['some actions', { Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' }],
    ['some resources', { Effect: 'Allow', Action: 'ecs:*', Resource: 'arn:aws:ecs:*:*:service/web/*' }],
    ['a condition', { ...ecs, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'platform' } } }],
    ['another service', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
  ])('not by %s', (_, statement) => {
    expect(allowsEverywhere([policy(statement)], ['ecs:*'])).toBe(false);
  });

  it('not where a Deny takes it back, in whichever policy', () => {
    const deny = policy({ Effect: 'Deny', Action: 'ecs:*', Resource: '*' });
    expect(allowsEverywhere([policy(ecs), deny], ['ecs:*'])).toBe(false);
    const some = policy({ Effect: 'Deny', Action: 'ecs:DeleteCluster', Resource: '*' });
    expect(allowsEverywhere([policy(ecs), some], ['ecs:*'])).toBe(true);
  });
});
