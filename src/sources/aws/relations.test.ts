import { describe, expect, it } from 'vitest';
import type { ItemOrigin } from '../../model/index.ts';
import { pointsToArn, textsAt } from './relations.ts';

const origin: ItemOrigin = {
  tenant: 't',
  connection: 'c',
  provider: 'aws',
  account: '111122223333',
  region: 'us-east-1',
  params: {},
};

describe('texts at a path', () => {
  it('gives one, or those of every element of a list', () => {
    expect(textsAt({ VpcId: 'vpc-1' }, 'VpcId')).toEqual(['vpc-1']);
    expect(textsAt({ Groups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }] }, 'Groups.GroupId')).toEqual(['sg-1', 'sg-2']);
  });

  it('leaves out what is missing, empty or no text', () => {
    expect(textsAt({}, 'VpcId')).toEqual([]);
    expect(textsAt({ VpcId: '' }, 'VpcId')).toEqual([]);
    expect(textsAt({ Ports: [22, null] }, 'Ports')).toEqual([]);
  });
});

describe('a relation by ARN', () => {
  it('follows ARNs and nothing else', () => {
    const { to } = pointsToArn('guarded-by', 'aws.wafv2.web-acl', 'WebACLId');
    const acl = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1';
    expect(to({ WebACLId: acl }, origin)).toEqual([acl]);
    // WAF Classic gives a bare id.
    expect(to({ WebACLId: '6dc2f5aa-0000-4000-8000-000000000000' }, origin)).toEqual([]);
  });
});
