import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestStore, testStores } from '../../test/stores.ts';
import type { Result } from '../model/index.ts';
import { ConnectionRemoved } from './connection.ts';
import { listFindings } from './list.ts';
import { applyResults, type Run } from './store.ts';

const now = new Date('2026-01-01T00:00:00Z');
const tenant = 'default';
const rules = new Map([
  ['aws-s3-public', { severity: 'high' as const, title: { en: 'Bucket is public', ko: '공개된 버킷' } }],
]);
const run = (connection: string): Run => ({ tenant, connection, now, rules });

function failed(asset: string): Result {
  return {
    control: 'aws-s3-public',
    asset,
    kind: 'aws.s3.bucket',
    provider: 'aws',
    account: '111122223333',
    region: 'eu-north-1',
    discriminator: '',
    status: 'fail',
    evidence: {},
    judgedAt: now.toISOString(),
  };
}

describe.each(testStores())('a connection that leaves while it is judged, in $name', ({ open }) => {
  let own: TestStore;
  beforeAll(async () => {
    own = await open();
    const row = { tenant, provider: 'aws', created_at: now, updated_at: now };
    await own.store.db
      .insertInto('connections')
      .values(['stays', 'leaves'].map((id) => ({ ...row, id, name: id })))
      .execute();
  });
  afterAll(() => own.end());

  it('has no findings written any more, others have', async () => {
    const { db } = own.store;
    await applyResults(db, run('leaves'), { results: [failed('one')] });
    await db.updateTable('connections').set({ removed_at: now }).where('id', '=', 'leaves').execute();
    await expect(applyResults(db, run('leaves'), { results: [failed('two')] })).rejects.toThrow(ConnectionRemoved);
    await applyResults(db, run('stays'), { results: [failed('three')] });
    await db.deleteFrom('connections').where('id', '=', 'leaves').execute();
    await expect(applyResults(db, run('leaves'), { results: [failed('four')] })).rejects.toThrow(ConnectionRemoved);
    const { items } = await listFindings(db, tenant, {}, { now });
    expect(items.map(({ asset }) => asset).sort()).toEqual(['one', 'three']);
  });
});
