import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAnswer, type FakeAws, type FakeRequest, fakeError, startFakeAws } from '../../../test/fake-aws.ts';
import type { Collection, Fact, FactRecord } from '../../model/index.ts';
import { isObject } from '../../model/index.ts';
import { type CollectOptions, collectAws } from './collect.ts';
import { serverAccess } from './credentials.ts';
import { type ServiceTable, text } from './service-table.ts';
import { ec2 } from './services/ec2.ts';
import { sts } from './services/sts.ts';

/** A table of its own: a list, a detail, and a detail that reads the other. */
const kms: ServiceTable = {
  service: 'kms',
  client: () => import('@aws-sdk/client-kms'),
  calls: [
    {
      operation: 'ListKeys',
      permission: 'kms:ListKeys',
      scope: 'regional',
      items: 'Keys',
      makes: {
        kind: 'aws.kms.key',
        category: 'security',
        title: { en: 'Key', ko: '키' },
        id: (item) => text(item, 'KeyArn'),
        name: (item) => text(item, 'KeyId'),
      },
    },
    {
      operation: 'DescribeKey',
      permission: 'kms:DescribeKey',
      scope: 'regional',
      each: { kind: 'aws.kms.key', params: { KeyId: 'KeyId' } },
      as: 'described',
      sensitive: [{ path: 'KeyMetadata.Description' }],
      absent: ['NotFoundException'],
      absentMessage: /no key is in use/,
    },
    {
      operation: 'GetKeyRotationStatus',
      permission: 'kms:GetKeyRotationStatus',
      scope: 'regional',
      each: {
        kind: 'aws.kms.key',
        params: { KeyId: 'KeyId' },
        when: (key) => isObject(key.described) && at(key.described, 'KeyManager') === 'CUSTOMER',
        reads: ['described'],
      },
      as: 'rotation',
    },
  ],
};

function at(answer: { [field: string]: unknown }, field: string): unknown {
  return isObject(answer.KeyMetadata) ? answer.KeyMetadata[field] : undefined;
}

const setUp: ServiceTable = { ...ec2, calls: ec2.calls.filter((call) => call.operation === 'DescribeRegions') };

const key = (KeyId: string) => ({ KeyId, KeyArn: `arn:aws:kms:us-east-1:123456789012:key/${KeyId}` });

/** Two customer keys and one of AWS's, in each region, on two pages. */
function healthy({ operation, params }: FakeRequest): FakeAnswer {
  switch (operation) {
    case 'ListKeys':
      return params.Marker
        ? { body: { Keys: [key('c')], Truncated: false } }
        : { body: { Keys: [key('a'), key('b')], Truncated: true, NextMarker: 'more' } };
    case 'DescribeKey':
      return { body: { KeyMetadata: { KeyId: params.KeyId, KeyManager: params.KeyId === 'c' ? 'AWS' : 'CUSTOMER' } } };
    case 'GetKeyRotationStatus':
      return { body: { KeyRotationEnabled: true } };
    default:
      return fakeError('UnknownOperationException');
  }
}

describe('collecting AWS when it fails', () => {
  let fake: FakeAws | undefined;
  afterEach(async () => {
    await fake?.stop();
    fake = undefined;
  });

  /** Collects from an AWS of two regions that answers as given, and else in good health. */
  async function run(
    answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer> | undefined,
    more: Partial<CollectOptions> & { write?: (record: FactRecord) => Promise<void> } = {},
  ) {
    fake = await startFakeAws(['us-east-1', 'eu-west-1'], (request) => answer(request) ?? healthy(request), [
      'af-south-1',
    ]);
    const records: FactRecord[] = [];
    const write = async (record: FactRecord) => {
      await more.write?.(record);
      records.push(record);
    };
    const summary = await collectAws(
      {
        tenant: 't',
        connection: 'c',
        access: serverAccess({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }),
        needs: 'all',
        redactionKey: Buffer.alloc(32),
        now: () => new Date('2026-01-01T00:00:00Z'),
        endpoint: fake.endpoint,
        tables: [setUp, kms, sts],
        http: { connectMs: 500, answerMs: 300, answerBytes: 100_000, sockets: 50 },
        ...more,
      },
      { write },
    );
    const collections = records.filter((record): record is Collection => record.type === 'collection');
    return {
      summary,
      records,
      facts: (operation: string, region = 'us-east-1') =>
        records.filter(
          (record): record is Fact =>
            record.type === 'fact' && record.operation === operation && record.region === region,
        ),
      collections: (operation: string, region = 'us-east-1') =>
        collections.filter((collection) => collection.operation === operation && collection.region === region),
      asked: (operation: string) => fake?.requests.filter((request) => request.operation === operation) ?? [],
    };
  }

  it('reads every page, and the details of each item', async () => {
    const { facts, collections, summary } = await run(() => undefined);
    expect(collections('ListKeys')).toMatchObject([{ pages: 2, items: 3, complete: true }]);
    expect(facts('ListKeys').map((fact) => fact.item)).toEqual([0, 1, 2]);
    expect(facts('DescribeKey')).toHaveLength(3);
    expect(summary.accounts).toMatchObject([{ errors: 0, throttled: 0 }]);
  });

  it('makes a conditional detail only where its condition holds', async () => {
    const { facts, collections } = await run(() => undefined);
    expect(
      facts('GetKeyRotationStatus')
        .map((fact) => fact.params.KeyId)
        .sort(),
    ).toEqual(['a', 'b']);
    expect(collections('GetKeyRotationStatus')).toHaveLength(2);
  });

  it('does not guess a condition whose answer was denied', async () => {
    const { collections, asked } = await run(({ operation, params }) =>
      operation === 'DescribeKey' && params.KeyId === 'a' ? fakeError('AccessDeniedException') : undefined,
    );
    expect(asked('GetKeyRotationStatus').map((request) => request.params.KeyId)).not.toContain('a');
    expect(collections('GetKeyRotationStatus').map((collection) => collection.params.KeyId)).toEqual(['b']);
  });

  it('tells a denied call with the permission that it lacks', async () => {
    const { collections, facts, summary } = await run(({ operation }) =>
      operation === 'ListKeys' ? fakeError('AccessDeniedException', 'No identity-based policy allows it') : undefined,
    );
    expect(facts('ListKeys')).toEqual([]);
    expect(collections('ListKeys')).toMatchObject([
      { complete: false, items: 0, error: { code: 'AccessDeniedException', permission: 'kms:ListKeys' } },
    ]);
    expect(summary.accounts[0]?.errors).toBe(2);
  });

  it('names the permission that AWS names, where that is another', async () => {
    const message = 'User: arn:aws:iam::123456789012:user/kim is not authorized to perform: kms:Decrypt on resource: x';
    const { collections } = await run(({ operation }) =>
      operation === 'ListKeys' ? fakeError('AccessDeniedException', message) : undefined,
    );
    expect(collections('ListKeys')[0]?.error?.permission).toBe('kms:Decrypt');
  });

  it('keeps what came before a page failed', async () => {
    const { facts, collections } = await run(({ params, operation }) =>
      operation === 'ListKeys' && params.Marker ? fakeError('InvalidMarkerException') : undefined,
    );
    expect(facts('ListKeys')).toHaveLength(2);
    expect(facts('DescribeKey')).toHaveLength(2);
    expect(collections('ListKeys')).toMatchObject([
      { complete: false, pages: 1, items: 2, error: { code: 'InvalidMarkerException' } },
    ]);
  });

  it('takes an error that means "there is none" for a complete answer of nothing', async () => {
    const { collections, facts } = await run(({ operation }) =>
      operation === 'DescribeKey' ? fakeError('NotFoundException') : undefined,
    );
    expect(facts('DescribeKey')).toEqual([]);
    expect(collections('DescribeKey')).toHaveLength(3);
    for (const collection of collections('DescribeKey')) expect(collection).toMatchObject({ complete: true, items: 0 });
    expect(collections('DescribeKey')[0]).not.toHaveProperty('error');
  });

  it('goes by the words where the code alone could as well mean "denied"', async () => {
    const { collections } = await run(({ operation, params }) => {
      if (operation !== 'DescribeKey') return undefined;
      return fakeError('AccessDeniedException', params.KeyId === 'a' ? 'There no key is in use.' : 'You may not.');
    });
    const told = collections('DescribeKey').map(({ params, complete }) => [params.KeyId, complete]);
    expect(Object.fromEntries(told)).toEqual({ a: true, b: false, c: false });
  });

  it('does not take a missing subscription for "there is none"', async () => {
    const { collections } = await run(({ operation }) =>
      operation === 'ListKeys' ? fakeError('SubscriptionRequiredException') : undefined,
    );
    expect(collections('ListKeys')).toMatchObject([{ complete: false, error: { code: 'NotSubscribed' } }]);
  });

  it('tries again when throttled, and counts it', async () => {
    const refused = new Set<string>();
    const { collections, summary } = await run(({ operation, params, region }) => {
      const call = `${operation} ${params.KeyId} ${region}`;
      if (operation !== 'DescribeKey' || refused.has(call)) return undefined;
      refused.add(call);
      return fakeError('ThrottlingException', 'Rate exceeded');
    });
    for (const collection of collections('DescribeKey')) expect(collection.complete).toBe(true);
    expect(summary.accounts).toMatchObject([{ errors: 0, throttled: 6 }]);
  });

  it('gives up on a region that hangs after a few calls, and collects the others', async () => {
    const { collections, facts, asked } = await run(({ region, operation }) =>
      region === 'eu-west-1' && operation !== 'ListKeys' ? 'hang' : undefined,
    );
    expect(facts('GetKeyRotationStatus')).toHaveLength(2);
    expect(collections('DescribeKey', 'eu-west-1').map((collection) => collection.error?.code)).toEqual([
      'Timeout',
      'Timeout',
      'Timeout',
    ]);
    expect(asked('DescribeKey').filter((request) => request.region === 'eu-west-1')).toHaveLength(9);
  });

  it('stops asking an endpoint that keeps silent', async () => {
    const many = Array.from({ length: 60 }, (_, index) => key(`k${index}`));
    const { collections, asked } = await run(({ region, operation }) => {
      if (operation === 'ListKeys') return { body: { Keys: many } };
      return region === 'eu-west-1' ? 'cut' : undefined;
    });
    const ended = collections('DescribeKey', 'eu-west-1');
    expect(ended).toHaveLength(60);
    for (const collection of ended) expect(collection).toMatchObject({ complete: false, error: { code: 'Network' } });
    expect(ended.filter((collection) => collection.error?.message.startsWith('Not tried')).length).toBeGreaterThan(30);
    expect(asked('DescribeKey').filter((request) => request.region === 'eu-west-1').length).toBeLessThan(100);
  });

  it.each([
    ['a page of a proxy', { raw: '<!doctype html><title>Sign in</title>' }, 'Malformed'],
    ['begun and never ended', 'stall', 'Timeout'],
    ['no JSON', { raw: '{"Keys": [' }, 'Malformed'],
    ['an endless text', { raw: `{"Keys": [], "Filler": "${'x'.repeat(200_000)}"}` }, 'Limit'],
  ] as [string, FakeAnswer, string][])('survives an answer that is %s', async (_, answer, code) => {
    const { collections } = await run(({ operation }) => (operation === 'ListKeys' ? answer : undefined));
    expect(collections('ListKeys')).toMatchObject([{ complete: false, error: { code } }]);
  });

  it('takes only so many items and pages of one call', async () => {
    const endless = { body: { Keys: [key('a')], Truncated: true, NextMarker: 'more' } };
    const limits = { pages: 7, items: 1000, size: 1_000_000 };
    const { collections } = await run(({ operation }) => (operation === 'ListKeys' ? endless : undefined), { limits });
    expect(collections('ListKeys')).toMatchObject([{ complete: false, pages: 7, error: { code: 'Limit' } }]);
  });

  it('writes nothing that the table calls sensitive', async () => {
    const secret = 'postgres://app:hunter22@db/app';
    const { records, facts } = await run(({ operation }) =>
      operation === 'DescribeKey' ? { body: { KeyMetadata: { KeyManager: 'AWS', Description: secret } } } : undefined,
    );
    expect(JSON.stringify(records)).not.toContain('hunter22');
    expect(facts('DescribeKey')[0]?.data).toMatchObject({
      KeyMetadata: { Description: { $redacted: { detector: 'connection-string' } } },
    });
  });

  it('does not call a region that the account has not opted into', async () => {
    const { facts, summary } = await run(() => undefined);
    expect(facts('DescribeRegions', 'global')).toHaveLength(3);
    expect(summary.accounts[0]?.regions['af-south-1']).toBe('opted-out');
    expect(fake?.requests.map((request) => request.region)).not.toContain('af-south-1');
  });

  it('ends when the sink fails, with its error and without writing on', async () => {
    let written = 0;
    const write = async () => {
      written += 1;
      if (written >= 5) throw new Error('disk full');
    };
    await expect(run(() => undefined, { write })).rejects.toThrow('disk full');
    expect(written).toBe(5);
  });

  it('ends soon when cancelled, and says so', async () => {
    const stop = new AbortController();
    const started = performance.now();
    const { summary, collections } = await run(
      ({ operation }) => {
        if (operation !== 'DescribeKey') return undefined;
        stop.abort();
        return 'hang';
      },
      { signal: stop.signal, http: { connectMs: 500, answerMs: 60_000, answerBytes: 100_000, sockets: 50 } },
    );
    expect(performance.now() - started).toBeLessThan(5000);
    expect(summary.interrupted).toBe(true);
    for (const collection of collections('DescribeKey')) expect(collection.error?.code).toBe('Interrupted');
  });

  it('says in one sentence that the credentials do not work', async () => {
    const access = { base: async () => Promise.reject(new Error('The profile "nowhere" does not exist')) };
    await expect(run(() => undefined, { access })).rejects.toMatchObject({
      name: 'UserError',
      code: 'aws-credentials',
    });
  });

  it('stops asking once the session has ended', async () => {
    const many = Array.from({ length: 60 }, (_, index) => key(`k${index}`));
    const { collections, asked } = await run(({ operation }) =>
      operation === 'ListKeys' ? { body: { Keys: many } } : fakeError('ExpiredTokenException'),
    );
    for (const { error } of collections('DescribeKey')) expect(error?.code).toBe('ExpiredTokenException');
    expect(collections('DescribeKey')).toHaveLength(60);
    expect(asked('DescribeKey').length).toBeLessThan(60);
  });

  it('refuses an endpoint that is no URL', async () => {
    await expect(run(() => undefined, { endpoint: 'localhost' })).rejects.toMatchObject({
      code: 'aws-endpoint-malformed',
    });
  });

  it('refuses a service that it does not know', async () => {
    await expect(run(() => undefined, { services: ['kmz'] })).rejects.toMatchObject({ code: 'aws-service-unknown' });
  });
});
