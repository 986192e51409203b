import { describe, expect, it } from 'vitest';
import { foundEvents, type KnownEvent } from './known.ts';

const known = (name: string, ko: string, seenLastMonth = 0): KnownEvent => ({
  id: `aws.example.${name}`,
  source: 'cloudtrail',
  service: 's3.amazonaws.com',
  name,
  title: { en: `${name} happened`, ko },
  category: 'storage',
  technique: null,
  severity: 'medium',
  named: false,
  watched: false,
  seenLastMonth,
});

const events = [
  known('DeleteBucket', '버킷 삭제'),
  known('PutBucketAcl', '버킷 ACL 변경', 4),
  known('GetObject', '객체 조회'),
];
const names = (words: string) => foundEvents(events, words).map(({ name }) => name);

describe('known events', () => {
  it('are found by the beginning, middle or end of a word, in either language', () => {
    expect(names('bucket')).toEqual(['PutBucketAcl', 'DeleteBucket']);
    expect(names('삭제')).toEqual(['DeleteBucket']);
  });

  it('must hold every word', () => {
    expect(names('bucket acl')).toEqual(['PutBucketAcl']);
    expect(names('bucket object')).toEqual([]);
  });

  it('stand by how often they happen here', () => {
    expect(names('')[0]).toBe('PutBucketAcl');
  });
});
