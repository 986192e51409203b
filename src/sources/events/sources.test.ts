import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { field } from './activity.fixture.ts';
import { eventFields, eventOf, eventSources } from './index.ts';

const fields = eventFields();

const cloudtrail = {
  eventVersion: '1.09',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ann',
  },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketAcl',
  awsRegion: 'ap-northeast-2',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31',
  requestParameters: { bucketName: 'photos' },
  responseElements: null,
  eventID: 'e-1',
  recipientAccountId: '111122223333',
};

describe('every source', () => {
  it('is known under the logsources that public rules name', () => {
    const means = (product: string, service: string) => fields.sourcesOf({ product, service });
    expect(means('aws', 'cloudtrail')).toEqual(['cloudtrail']);
    expect(means('azure', 'signinlogs')).toEqual(['entra-signin']);
    expect(means('azure', 'activitylogs')).toEqual(['entra-audit', 'azure-activity', 'm365']);
    expect(means('gcp', 'gcp.audit')).toEqual(['k8s-audit', 'gcp-audit', 'gsuite']);
    expect(fields.sourcesOf({ category: 'dns' })).toEqual(['dns']);
    expect(fields.sourcesOf({ product: 'kubernetes', category: 'application', service: 'audit' })).toEqual([
      'k8s-audit',
    ]);
    expect(fields.sourcesOf({ product: 'windows', service: 'security' })).toEqual([]);
    expect(fields.sourcesOf({})).toEqual([]);
  });

  const anything = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<JsonObject>;
  const names = [
    'eventName',
    'eventSource',
    'eventTime',
    'userIdentity',
    'time',
    'category',
    'properties',
    'protoPayload',
    'verb',
    'objectRef',
    'published',
    'eventType',
    'action',
    'bucket',
    'remoteIp',
    'srcaddr',
    'dstaddr',
    'query_name',
    'query_type',
    'id',
    'type',
    'actor',
    'Operation',
    'Workload',
    'CreationTime',
    'jsonPayload',
    'connection',
  ];
  // JSON may bring fields that hide what every object has.
  const trap = fc.constant({ toString: 1, valueOf: null, length: -1 } as unknown as JsonObject);
  const hostile = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(anything, trap, fc.constant('2026-11-01T10:00:00Z'), fc.dictionary(fc.constantFrom(...names), anything)),
  );

  it.each(eventSources.map((source) => [source.id, source] as const))(
    '%s takes any record without an error',
    (id, source) => {
      fc.assert(
        fc.property(hostile, fc.constantFrom(...names), (record, name) => {
          source.recognises(record);
          const read = source.read(record);
          if (read === undefined) return;
          const event = { source: id, ...read, record };
          const activity = source.describe(event);
          expect(activity).toMatchObject({ id: read.id, source: id, time: new Date(read.time).toISOString() });
          for (const text of [
            activity.action,
            activity.service,
            activity.account,
            activity.region,
            activity.actor.id,
            activity.actor.name,
          ])
            expect(typeof text).toBe('string');
          expect(activity.assets.every((asset) => typeof asset === 'string')).toBe(true);
          fields.reader(id, name)(event);
          fields.reader(id, 'hwaseong.actor')(event);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('gives equal records equal ids, in whatever order their fields are', () => {
    const { eventID: _id, ...record } = cloudtrail;
    const turned = Object.fromEntries(Object.entries(record).reverse()) as JsonObject;
    expect(eventOf(turned)).toMatchObject({ id: (eventOf(record) as { id: string }).id });
  });
});

describe('where an address lies', () => {
  const signIn = {
    category: 'SignInLogs',
    operationName: 'Sign-in activity',
    time: '2026-11-01T10:00:00Z',
    properties: {
      userPrincipalName: 'kim@example.com',
      ipAddress: '198.51.100.7',
      location: { countryOrRegion: 'KR', city: 'Seoul', geoCoordinates: { latitude: 37.57, longitude: 126.98 } },
    },
  };

  it('is what the record says where enrichment knows nothing', () => {
    expect(field(signIn, 'hwaseong.ip.country')).toBe('KR');
    expect(field(signIn, 'hwaseong.ip.latitude')).toBe(37.57);
    expect(field(signIn, 'hwaseong.ip.tor')).toBeUndefined();
  });

  it('is what enrichment says where that knows it', () => {
    const enriched = eventFields({ address: () => ({ country: 'NL', internal: false }) });
    const event = eventOf(signIn);
    if (typeof event === 'string') throw new Error(event);
    expect(enriched.reader(event.source, 'hwaseong.ip.country')(event)).toBe('NL');
    expect(enriched.reader(event.source, 'hwaseong.ip.city')(event)).toBe('Seoul');
  });
});
