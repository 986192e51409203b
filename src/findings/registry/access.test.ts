import { describe, expect, it } from 'vitest';
import { evaluate, parsePolicy } from '../../engines/policy/index.ts';
import { proposeRepositoryPolicy, proposeRobots } from './access.ts';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const wanted = { pipeline: [role('pipeline')], runtime: [role('runtime')], breakGlass: [role('break-glass')] };
const repository = 'arn:aws:ecr:us-east-1:111122223333:repository/team/app';

/** Somebody with every right of their own. */
const admin = parsePolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const resource = parsePolicy(proposeRepositoryPolicy(wanted));

function may(name: string, action: string): string {
  const { outcome } = evaluate(
    { identity: [admin], resource },
    {
      action,
      resource: repository,
      caller: { arn: role(name), account: '111122223333' },
      context: { 'aws:PrincipalArn': role(name), 'aws:PrincipalIsAWSService': 'false' },
    },
  );
  return outcome;
}

describe('the repository policy that is proposed', () => {
  it.each([
    ['pipeline', 'allowed', 'allowed', 'denied'],
    ['runtime', 'denied', 'allowed', 'denied'],
    ['somebody-else', 'denied', 'denied', 'denied'],
    ['break-glass', 'allowed', 'allowed', 'allowed'],
  ])('lets %s push: %s, pull: %s, manage: %s, whatever they may by their own policies', (name, push, pull, manage) => {
    expect(may(name, 'ecr:PutImage')).toBe(push);
    expect(may(name, 'ecr:BatchGetImage')).toBe(pull);
    expect(may(name, 'ecr:SetRepositoryPolicy')).toBe(manage);
  });

  it('is not made without a way back in, nor for what is no principal', () => {
    expect(() => proposeRepositoryPolicy({ ...wanted, breakGlass: [] })).toThrow('--break-glass');
    expect(() => proposeRepositoryPolicy({ ...wanted, runtime: ['*'] })).toThrow('no ARN');
  });
});

describe('the robot accounts that are proposed', () => {
  it('expire, and may do one thing in one project', () => {
    expect(proposeRobots('team').runtime).toMatchObject({
      duration: 90,
      level: 'project',
      permissions: [{ kind: 'project', namespace: 'team', access: [{ resource: 'repository', action: 'pull' }] }],
    });
  });
});
