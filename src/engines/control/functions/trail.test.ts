import { describe, expect, it } from 'vitest';
import { trailFunctions } from './trail.ts';

const records = trailFunctions[0]?.handler as (...args: unknown[]) => boolean;
const BUCKET = 'arn:aws:s3:::books';

const basic = (selector: object) => ({ EventSelectors: [selector] });
const advanced = (...FieldSelectors: object[]) => ({ AdvancedEventSelectors: [{ FieldSelectors }] });
const data = { Field: 'eventCategory', Equals: ['Data'] };
const objects = { Field: 'resources.type', Equals: ['AWS::S3::Object'] };

describe('management events', () => {
  const management = { Field: 'eventCategory', Equals: ['Management'] };

  it.each([
    ['all', basic({ ReadWriteType: 'All', IncludeManagementEvents: true }), true, true],
    ['the defaults of a selector', basic({}), true, true],
    ['reads only', basic({ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }), true, false],
    ['writes only', basic({ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }), false, true],
    ['none', basic({ ReadWriteType: 'All', IncludeManagementEvents: false }), false, false],
    ['all but KMS', basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }), true, true],
    ['all but IAM', basic({ ExcludeManagementEventSources: ['iam.amazonaws.com'] }), false, false],
    ['advanced, all', advanced(management), true, true],
    ['advanced, writes', advanced(management, { Field: 'readOnly', Equals: ['false'] }), false, true],
    [
      'advanced, all but KMS',
      advanced(management, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
      true,
      true,
    ],
    ['advanced, EC2 only', advanced(management, { Field: 'eventSource', Equals: ['ec2.amazonaws.com'] }), false, false],
    ['advanced, data events', advanced(data, objects), false, false],
    ['no selectors', {}, false, false],
    ['no answer', null, false, false],
  ])('%s', (_, answer, read, write) => {
    expect(records(answer, 'management', 'read', null)).toBe(read);
    expect(records(answer, 'management', 'write', null)).toBe(write);
  });

  it('are recorded by two selectors together', () => {
    const both = { EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] };
    expect(records(both, 'management', 'read', null) && records(both, 'management', 'write', null)).toBe(true);
  });
});

describe('data events of a bucket', () => {
  const of = (...Values: string[]) =>
    basic({ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values }] });

  it.each([
    ['every bucket', of('arn:aws:s3'), true],
    ['every bucket, longer', of('arn:aws:s3:::'), true],
    ['the bucket', of('arn:aws:s3:::books/'), true],
    ['one of several', of('arn:aws:s3:::films/', 'arn:aws:s3:::books/'), true],
    ['a folder of the bucket', of('arn:aws:s3:::books/new/'), false],
    ['another bucket', of('arn:aws:s3:::bookshop/'), false],
    ['functions', basic({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }), false],
    ['advanced, every bucket', advanced(data, objects), true],
    ['advanced, the bucket', advanced(data, objects, { Field: 'resources.ARN', StartsWith: [`${BUCKET}/`] }), true],
    [
      'advanced, all but some',
      advanced(data, objects, { Field: 'resources.ARN', NotStartsWith: [`${BUCKET}/`] }),
      false,
    ],
    ['advanced, one event', advanced(data, objects, { Field: 'eventName', Equals: ['DeleteObject'] }), false],
    ['advanced, no type', advanced(data), false],
  ])('%s', (_, answer, recorded) => {
    expect(records(answer, 'AWS::S3::Object', 'read', BUCKET)).toBe(recorded);
    expect(records(answer, 'AWS::S3::Object', 'write', BUCKET)).toBe(recorded);
  });

  it('are recorded for the access asked only', () => {
    const reads = advanced(data, objects, { Field: 'readOnly', Equals: ['true'] });
    expect(records(reads, 'AWS::S3::Object', 'read', BUCKET)).toBe(true);
    expect(records(reads, 'AWS::S3::Object', 'write', BUCKET)).toBe(false);
  });

  it('refuses an access that is neither', () => {
    expect(() => records({}, 'AWS::S3::Object', 'list', BUCKET)).toThrow(RangeError);
  });
});
