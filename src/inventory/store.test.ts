import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestStore, testStores } from '../../test/stores.ts';
import type { Collection, Relation } from '../model/index.ts';
import { newId } from '../platform/crypto.ts';
import { assetDetail, countKinds, countPlaces, listAssets, staleness } from './query.ts';
import {
  assetsOf,
  callId,
  compactAssetCounts,
  dropOldVersions,
  markGone,
  replaceRelations,
  type StoredAsset,
  saveAssets,
  saveCollections,
} from './store.ts';

const account = '111122223333';
const at = (text: string) => new Date(`2026-${text}Z`);

describe.each(testStores())('inventory in $name', ({ open }) => {
  let own: TestStore;
  beforeAll(async () => {
    own = await open();
  });
  afterAll(() => own.end());

  function tenant() {
    const id = newId();
    const db = own.store.db;
    const call = (time: string, more: Partial<Collection> = {}): Collection => ({
      type: 'collection',
      tenant: id,
      connection: 'c1',
      provider: 'aws',
      account,
      region: 'eu-north-1',
      service: 'ec2',
      operation: 'DescribeVolumes',
      params: {},
      pages: 1,
      items: 1,
      complete: true,
      startedAt: at(time).toISOString(),
      finishedAt: at(time).toISOString(),
      ...more,
    });
    const asset = (name: string, more: Partial<StoredAsset> = {}): StoredAsset => ({
      tenant: id,
      id: `arn:${name}`,
      kind: 'aws.ec2.volume',
      provider: 'aws',
      account,
      region: 'eu-north-1',
      name,
      tags: {},
      category: 'storage',
      data: { Size: 8 },
      connection: 'c1',
      listedBy: callId(call('01-01T00:00:00')),
      calls: [callId(call('01-01T00:00:00'))],
      ...more,
    });
    return {
      id,
      db,
      call,
      asset,
      save: (time: string, ...assets: StoredAsset[]) => saveAssets(db, id, assets, at(time)),
    };
  }

  it('keeps an asset that did not change, and its earlier version when it did', async () => {
    const { id, db, asset, save } = tenant();
    expect(await save('01-01T00:00:00', asset('v'))).toMatchObject({ created: 1 });
    expect(await save('01-02T00:00:00', asset('v'))).toMatchObject({ unchanged: 1 });
    expect(await save('01-03T00:00:00', asset('v', { data: { Size: 16 } }))).toMatchObject({ changed: 1 });
    const detail = await assetDetail(db, id, 'arn:v');
    expect(detail?.asset).toMatchObject({
      data: { Size: 16 },
      first_seen: at('01-01T00:00:00'),
      last_seen: at('01-03T00:00:00'),
      incarnation: 1,
    });
    expect(detail?.versions).toMatchObject([
      { data: { Size: 8 }, valid_from: at('01-01T00:00:00'), valid_to: at('01-03T00:00:00') },
    ]);
    expect(await dropOldVersions(db, id, at('02-01T00:00:00'))).toBe(1);
  });

  it('takes an asset for gone only after a newer complete collection lacks it', async () => {
    const { id, db, call, asset, save } = tenant();
    await save('01-01T00:00:00', asset('v'), asset('w'));
    await save('01-02T00:00:00', asset('w'));
    const denied = call('01-02T00:00:00', { complete: false, error: { code: 'AccessDenied', message: 'no' } });
    const other = call('01-02T00:00:00', { region: 'us-east-1' });
    expect(await markGone(db, id, 'c1', [denied, other], at('01-02T01:00:00'))).toEqual([]);
    expect(await markGone(db, id, 'c1', [call('01-02T00:00:00')], at('01-02T01:00:00'))).toEqual(['arn:v']);
    expect((await listAssets(db, id, {})).items.map((row) => row.name)).toEqual(['w']);
    expect((await listAssets(db, id, { gone: true })).items.map((row) => row.name)).toEqual(['v']);
  });

  it('takes nothing for gone that was asked for by itself, while others of its kind were', async () => {
    const { id, db, call, asset, save } = tenant();
    const read = (digest: string, time: string) => call(time, { operation: 'ReadImage', params: { digest } });
    const image = (digest: string) => {
      const listedBy = callId(read(digest, '01-01T00:00:00'));
      return asset(digest, { kind: 'oci.image', listedBy, calls: [listedBy] });
    };
    await save('01-01T00:00:00', image('a'), image('b'));
    await save('01-02T00:00:00', image('b'));
    expect(await markGone(db, id, 'c1', [read('b', '01-02T00:00:00')], at('01-02T01:00:00'))).toEqual([]);
    expect((await listAssets(db, id, {})).items.map((row) => row.name).sort()).toEqual(['a', 'b']);
  });

  it('takes what hangs below an asset along', async () => {
    const { id, db, call, asset, save } = tenant();
    const listed = callId(call('01-01T00:00:00', { operation: 'ListServices', params: { cluster: 'x' } }));
    await save(
      '01-01T00:00:00',
      asset('cluster'),
      asset('service', { parent: 'arn:cluster', listedBy: listed }),
      asset('task', { parent: 'arn:service', listedBy: listed }),
    );
    expect((await markGone(db, id, 'c1', [call('01-02T00:00:00')], at('01-02T01:00:00'))).sort()).toEqual([
      'arn:cluster',
      'arn:service',
      'arn:task',
    ]);
  });

  it('takes what comes back under the same id for a new incarnation', async () => {
    const { id, db, call, asset, save } = tenant();
    await save('01-01T00:00:00', asset('v'));
    await markGone(db, id, 'c1', [call('01-02T00:00:00')], at('01-02T00:00:00'));
    expect(await save('01-03T00:00:00', asset('v'))).toMatchObject({ recreated: 1 });
    const detail = await assetDetail(db, id, 'arn:v');
    expect(detail?.asset).toMatchObject({ incarnation: 2, gone_at: null, first_seen: at('01-03T00:00:00') });
    expect(detail?.versions).toMatchObject([{ incarnation: 1, valid_to: at('01-02T00:00:00') }]);
  });

  it('keeps the newest answer to each call, and when it was last complete', async () => {
    const { id, db, call } = tenant();
    await saveCollections(db, [
      call('01-02T00:00:00'),
      call('01-01T00:00:00'),
      call('01-01T00:00:00', { region: 'us-east-1' }),
    ]);
    await saveCollections(db, [
      call('01-03T00:00:00', {
        complete: false,
        items: 0,
        error: { code: 'AccessDenied', message: 'no', permission: 'ec2:DescribeVolumes' },
      }),
    ]);
    await saveCollections(db, [call('01-01T12:00:00')]);
    const rows = await db.selectFrom('collections').selectAll().where('tenant', '=', id).orderBy('region').execute();
    expect(rows).toMatchObject([
      {
        region: 'eu-north-1',
        complete: false,
        error_code: 'AccessDenied',
        permission: 'ec2:DescribeVolumes',
        collected_at: at('01-03T00:00:00'),
        complete_at: at('01-02T00:00:00'),
      },
      { region: 'us-east-1', complete: true },
    ]);
    expect(await staleness(db, id)).toMatchObject([
      { region: 'us-east-1', oldest: at('01-01T00:00:00'), incomplete: 0 },
      { region: 'eu-north-1', newest: at('01-03T00:00:00'), incomplete: 1 },
    ]);
  });

  it('replaces the relations of a scope as a whole and leaves those of others', async () => {
    const { id, db, asset, save } = tenant();
    await save('01-01T00:00:00', asset('a'), asset('b'));
    const observed = { tenant: id, origin: 'observed' as const, scope: 'c1' };
    const derived = { tenant: id, origin: 'derived' as const, scope: 'reach' };
    const to = (target: string): Relation => ({ from: 'arn:a', type: 'uses', to: target, origin: 'observed' });
    await replaceRelations(db, observed, [to('arn:b'), to('arn:c')], at('01-01T00:00:00'));
    await replaceRelations(db, derived, [{ ...to('arn:b'), type: 'reaches' }], at('01-01T00:00:00'));
    await replaceRelations(db, observed, [to('arn:c'), to('arn:d')], at('01-02T00:00:00'));
    const detail = await assetDetail(db, id, 'arn:a');
    expect(detail?.neighbours.map((one) => `${one.type} ${one.id} ${one.asset?.name}`)).toEqual([
      'reaches arn:b b',
      'uses arn:c undefined',
      'uses arn:d undefined',
    ]);
    expect((await assetDetail(db, id, 'arn:b'))?.neighbours).toMatchObject([{ direction: 'in', id: 'arn:a' }]);
  });

  it('lists by name, page by page, and narrows by kind, tag and words', async () => {
    const { id, db, asset, save } = tenant();
    const names = Array.from({ length: 25 }, (_, n) => `disk-${String(n).padStart(2, '0')}`);
    await save(
      '01-01T00:00:00',
      ...names.map((name, n) =>
        asset(name, { tags: n < 5 ? { Team: '결제' } : {}, kind: n < 10 ? 'aws.ec2.volume' : 'aws.rds.instance' }),
      ),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { name: string }[]; next: string | null } = await listAssets(
        db,
        id,
        {},
        { limit: 10, ...(cursor === null ? {} : { cursor }) },
      );
      seen.push(...page.items.map((row) => row.name));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(names);
    expect((await listAssets(db, id, { kind: 'aws.ec2.volume' })).items).toHaveLength(10);
    expect((await listAssets(db, id, { tag: 'Team' })).items).toHaveLength(5);
    expect((await listAssets(db, id, { tag: 'Team=결제' })).items).toHaveLength(5);
    expect((await listAssets(db, id, { tag: 'Team=other' })).items).toHaveLength(0);
    expect((await listAssets(db, id, { q: '결제 DISK-03' })).items).toHaveLength(1);
    await expect(listAssets(db, id, {}, { cursor: 'x' })).rejects.toMatchObject({ code: 'cursor-invalid' });
  });

  it('counts what is there by kind and place, and the same once the counters are added up', async () => {
    const { id, db, call, asset, save } = tenant();
    await save(
      '01-01T00:00:00',
      asset('a'),
      asset('b'),
      asset('c', { kind: 'aws.rds.instance', category: 'database', region: 'us-east-1' }),
    );
    await save(
      '01-02T00:00:00',
      asset('a', { data: { Size: 9 } }),
      asset('c', { kind: 'aws.rds.instance', category: 'database', region: 'us-west-2' }),
    );
    await markGone(db, id, 'c1', [call('01-02T00:00:00')], at('01-02T00:00:00'));
    for (let time = 0; time < 2; time++) {
      expect(await countKinds(db, id)).toEqual([
        { kind: 'aws.ec2.volume', category: 'storage', count: 1 },
        { kind: 'aws.rds.instance', category: 'database', count: 1 },
      ]);
      expect(await countPlaces(db, id)).toEqual([
        { account, region: 'eu-north-1', count: 1, kept: 1 },
        { account, region: 'us-west-2', count: 1, kept: 1 },
      ]);
      await compactAssetCounts(db, id);
    }
  });

  it('gives the assets of an account one after the other', async () => {
    const { id, db, asset, save } = tenant();
    await save(
      '01-01T00:00:00',
      ...Array.from({ length: 2300 }, (_, n) => asset(`v${n}`)),
      asset('x', { account: '444455556666' }),
    );
    const ids = new Set<string>();
    for await (const one of assetsOf(db, id, account)) ids.add(one.id);
    expect(ids.size).toBe(2300);
  });
});
