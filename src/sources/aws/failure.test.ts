import { describe, expect, it } from 'vitest';
import { callError } from './failure.ts';
import type { AwsCall } from './service-table.ts';

const call: AwsCall = { service: 's3', operation: 'GetBucketAcl', permission: 's3:GetBucketAcl', scope: 'regional' };
const named = (name: string, more: object = {}) => Object.assign(new Error('text'), { name, ...more });

describe('how a failed call is told', () => {
  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'AuthorizationError',
    'AuthorizationErrorException',
    'ForbiddenException',
  ])('%s: denied, with the permission', (name) => {
    expect(callError(named(name), call)).toEqual({ code: name, message: 'text', permission: 's3:GetBucketAcl' });
  });

  it.each([
    ['a refusal without a body', named('Unknown', { $metadata: { httpStatusCode: 403 } }), 'AccessDenied'],
    ['a time-out', named('TimeoutError'), 'Timeout'],
    ['a cut line, which the SDK calls a time-out', named('TimeoutError', { code: 'ECONNRESET' }), 'Network'],
    ['a refused connection', named('Error', { code: 'ECONNREFUSED' }), 'Network'],
    ['a host without a name', named('Error', { code: 'ENOTFOUND' }), 'Network'],
    ['a bad certificate', named('Error', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), 'Network'],
    ['no credentials', named('CredentialsProviderError'), 'Credentials'],
    ['an answer that does not parse', new SyntaxError('Unexpected token'), 'Malformed'],
    ['a service not signed up for', named('OptInRequired'), 'NotSubscribed'],
    ['any other, by its own name', named('NoSuchBucket'), 'NoSuchBucket'],
  ])('%s', (_, error, code) => {
    expect(callError(error, call).code).toBe(code);
  });

  it.each([
    'User: arn:aws:sts::111122223333:assumed-role/scan/s is not authorized to perform: rds:DescribeDBInstances on resource: arn:aws:rds:sa-east-1:111122223333:db:* with an explicit deny in a service control policy',
    'You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/kim is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy. Encoded authorization failure message: abc',
    'User: x is not authorized to perform: sns:ListTopics with an explicit deny in a service control policy: arn:aws:organizations::999900001111:policy/o-1/service_control_policy/p-1',
  ])('refused by the organisation, which no permission helps against: %s', (message) => {
    const told = callError(named('AccessDenied', { message }), call);
    expect(told.code).toBe('DeniedByServiceControlPolicy');
    expect(told).not.toHaveProperty('permission');
  });

  it.each([
    'User: x is not authorized to perform: s3:GetBucketAcl with an explicit deny in an identity-based policy',
    'User: x is not authorized to perform: s3:GetBucketAcl because no service control policy allows the s3:GetBucketAcl action',
    'User: x is not authorized to perform: s3:GetBucketAcl with an explicit deny in a resource control policy',
  ])('refused otherwise: %s', (message) => {
    expect(callError(named('AccessDenied', { message }), call).code).toBe('AccessDenied');
  });

  it('leaves out what only AWS can decode, and is brief', () => {
    const message = `You may not. Encoded authorization failure message: ${'x'.repeat(2000)}`;
    expect(callError(named('UnauthorizedOperation', { message }), call).message).toBe('You may not.');
    expect(callError(named('Odd', { message: 'y'.repeat(9000) }), call).message).toHaveLength(500);
  });
});
