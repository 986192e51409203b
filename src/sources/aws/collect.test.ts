import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Moto, motoServer, startMoto } from '../../../test/moto.ts';
import { type Collection, callKey, type Fact, type FactRecord } from '../../model/index.ts';
import { type CollectOptions, collectAws } from './collect.ts';
import { serverAccess } from './credentials.ts';
import type { AwsProgress } from './progress.ts';

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };

describe.skipIf(!motoServer)('collecting AWS, against moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  beforeEach(async () => {
    await moto.reset();
    await seed();
  });

  const client = () => ({ endpoint: moto.endpoint, credentials: keys, region: 'us-east-1' });

  async function seed(): Promise<void> {
    const s3 = new S3Client({ ...client(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'here' }));
    const inSeoul = { Bucket: 'there', CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-2' } } as const;
    await s3.send(new CreateBucketCommand(inSeoul));
    const iam = new IAMClient(client());
    for (const UserName of ['kim', 'lee']) await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'kim' }));
  }

  const options = (more: Partial<CollectOptions> = {}): CollectOptions => ({
    tenant: 't',
    connection: 'c',
    access: serverAccess(keys),
    needs: new Set(['s3:GetBucketAcl', 'iam:ListAccessKeys', 'iam:GetCredentialReport']),
    services: ['s3', 'iam'],
    redactionKey: Buffer.alloc(32),
    now: () => new Date('2026-01-01T00:00:00Z'),
    endpoint: moto.endpoint,
    ...more,
  });

  async function run(more: Partial<CollectOptions> = {}, onProgress?: (event: AwsProgress) => void) {
    const records: FactRecord[] = [];
    const sink = { write: async (record: FactRecord) => void records.push(record) };
    const summary = await collectAws(options(more), sink, onProgress);
    const facts = records.filter((record): record is Fact => record.type === 'fact');
    const collections = records.filter((record): record is Collection => record.type === 'collection');
    const of = (operation: string) => facts.filter((fact) => fact.operation === operation);
    return { records, facts, collections, of, summary };
  }

  it('gives the account, its regions, and what lies in them', async () => {
    const { of, collections, summary } = await run();
    expect(of('GetCallerIdentity')).toMatchObject([{ account: '123456789012', region: 'global' }]);
    expect(of('DescribeRegions').length).toBeGreaterThan(10);
    expect(of('ListUsers').map((fact) => (fact.data as { UserName: string }).UserName)).toEqual(['kim', 'lee']);
    expect(collections.filter((collection) => !collection.complete)).toEqual([]);
    expect(summary).toMatchObject({
      accounts: [{ account: '123456789012', errors: 0 }],
      failed: [],
      interrupted: false,
    });
  });

  it('asks a bucket for its details in its own region', async () => {
    const { of } = await run();
    const asked = of('GetBucketAcl').map((fact) => [fact.params.Bucket, fact.region]);
    expect(asked.sort()).toEqual([
      ['here', 'us-east-1'],
      ['there', 'ap-northeast-2'],
    ]);
  });

  it('has the credential report made, and gives its rows', async () => {
    const { of } = await run();
    expect(of('GetCredentialReport').map((fact) => fact.data)).toMatchObject([{ user: 'kim' }, { user: 'lee' }]);
  });

  it('collects details only where they are asked for', async () => {
    const { of } = await run({ needs: new Set() });
    expect(of('ListUsers')).toHaveLength(2);
    expect(of('ListAccessKeys')).toEqual([]);
  });

  it('keeps to the regions asked for, and refuses one that does not exist', async () => {
    const { of, summary } = await run({ regions: ['ap-northeast-2'] });
    expect(of('GetBucketAcl').map((fact) => fact.region)).toEqual(['ap-northeast-2']);
    expect(summary.accounts[0]?.regions).toMatchObject({ 'ap-northeast-2': 'enabled', 'us-east-1': 'left-out' });
    await expect(run({ regions: ['ap-nowhere-1'] })).rejects.toMatchObject({ code: 'aws-region-unknown' });
  });

  it('enters each account by its role', async () => {
    const roles = ['111111111111', '222222222222'].map((account) => `arn:aws:iam::${account}:role/reader`);
    const { summary, of } = await run({ access: serverAccess(keys, { roles, externalId: 'shown' }) });
    expect(summary.accounts.map(({ account }) => account).sort()).toEqual(['111111111111', '222222222222']);
    expect(of('ListUsers')).toEqual([]);
  });

  it('enters every account of an organisation', async () => {
    const organizations = new OrganizationsClient(client());
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    await organizations.send(new CreateAccountCommand({ AccountName: 'dev', Email: 'dev@example.com' }));
    const { summary, of } = await run({ access: serverAccess(keys, { organization: { role: 'reader' } }) });
    expect(summary.accounts).toHaveLength(2);
    expect(summary.failed).toEqual([]);
    expect(of('GetCallerIdentity').map((fact) => fact.account)).toContain('123456789012');
  });

  it('tells how far it is', async () => {
    const last = new Map<string, AwsProgress>();
    const { collections } = await run({}, (event) => {
      if (event.type === 'service') last.set(`${event.region} ${event.service}`, event);
    });
    const made = collections.filter((collection) => collection.service === 'iam').length;
    expect(made).toBeGreaterThan(3);
    expect(last.get('global iam')).toMatchObject({ calls: { done: made, total: made }, errors: 0 });
  });

  it.each([0.1, 0.5, 0.8, 0.95])(
    'goes on after an end at %d of it: no call twice, the same in the end',
    async (share) => {
      const whole = await run();
      const cut = Math.floor(whole.records.length * share);
      const kept: FactRecord[] = [];
      const stop = new AbortController();
      const sink = {
        async write(record: FactRecord) {
          if (kept.length < cut) kept.push(record);
          else stop.abort();
        },
      };
      await collectAws(options({ signal: stop.signal }), sink);

      const complete = kept.filter((record): record is Collection => record.type === 'collection' && record.complete);
      const done = new Set(complete.map(callKey));
      async function* facts(key: string) {
        for (const record of kept) if (record.type === 'fact' && callKey(record) === key) yield record;
      }
      expect(done.size).toBeLessThan(whole.collections.length);
      const second = await run({ recorded: { done: (key) => done.has(key), facts } });

      const again = second.collections.map(callKey).filter((key) => done.has(key));
      expect(again).toEqual([]);
      const outcome = (records: FactRecord[]) => records.map((record) => JSON.stringify(record)).sort();
      const first = kept.filter((record) => done.has(callKey(record)));
      expect(outcome([...first, ...second.records])).toEqual(outcome(whole.records));
    },
  );
});
