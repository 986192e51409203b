import { describe, expect, it } from 'vitest';
import { permissionsFor, printPolicy } from './grant.ts';

const trust = { trustedAccount: '123456789012', externalId: 'b3b5c1e2' };

describe('the permissions that collecting takes', () => {
  it('are those of the lists, the details asked for, and the calls that prepare them', () => {
    expect(permissionsFor(new Set())).toContain('iam:ListUsers');
    expect(permissionsFor(new Set())).not.toContain('iam:GenerateCredentialReport');
    const asked = permissionsFor(new Set(['iam:GetCredentialReport']));
    expect(asked).toContain('iam:GetCredentialReport');
    expect(asked).toContain('iam:GenerateCredentialReport');
  });

  it('only read', () => {
    const reading = /:(?:Get|List|Describe|BatchGet|Lookup|Search|View|Generate(?:CredentialReport))/;
    expect(permissionsFor('all').filter((action) => !reading.test(action) && action !== 'apigateway:GET')).toEqual([]);
  });
});

describe('the printed policy', () => {
  it('is a policy document that allows just these, and nothing by pattern', () => {
    const document = JSON.parse(printPolicy(new Set(['s3:GetBucketAcl']), 'json'));
    const documents = Array.isArray(document) ? document : [document];
    const actions = documents.flatMap(({ Statement }) => Statement.flatMap((one: { Action: string[] }) => one.Action));
    expect(actions.sort()).toEqual(permissionsFor(new Set(['s3:GetBucketAcl'])));
    expect(actions.join()).not.toContain('*');
  });

  it('keeps each document within the length that AWS takes', () => {
    const document = JSON.parse(printPolicy('all', 'json'));
    for (const one of Array.isArray(document) ? document : [document]) {
      expect(JSON.stringify(one).length).toBeLessThanOrEqual(6144);
    }
  });

  it('comes as a CloudFormation template of a role that one account may assume, with the external id', () => {
    const template = JSON.parse(printPolicy('all', 'cloudformation', trust));
    expect(template.Resources.ReadOnlyRole.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: '123456789012' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'b3b5c1e2' } },
      },
    ]);
  });

  it('comes as Terraform, with one attachment for each document', () => {
    const template = printPolicy('all', 'terraform', trust);
    expect(template).toContain('resource "aws_iam_role" "hwaseong"');
    expect(template.match(/^resource "aws_iam_policy" /gm)?.length).toBe(
      template.match(/^resource "aws_iam_role_policy_attachment" /gm)?.length,
    );
    expect(template).toContain('"sts:ExternalId": "b3b5c1e2"');
  });

  it.each([
    ['no account', {}],
    ['no account number', { trustedAccount: '12345' }],
    ['an external id that would break out', { ...trust, externalId: '"}; evil' }],
  ])('is refused with %s', (_, bad) => {
    expect(() => printPolicy('all', 'terraform', bad)).toThrow(/account|external id/);
  });
});
