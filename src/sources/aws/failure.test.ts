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

  it('leaves out what only AWS can decode, and is brief', () => {
    const message = `You may not. Encoded authorization failure message: ${'x'.repeat(2000)}`;
    expect(callError(named('UnauthorizedOperation', { message }), call).message).toBe('You may not.');
    expect(callError(named('Odd', { message: 'y'.repeat(9000) }), call).message).toHaveLength(500);
  });
});
