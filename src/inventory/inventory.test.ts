import { describe, expect, it } from 'vitest';
import { type Catalog, isObject } from '../model/index.ts';
import { answersOf, buildInventory, createLookup, type Inventory, type Lookup, type WrittenFacts } from './index.ts';

/** A small cloud: houses in regions with rooms, keys of the whole account, and settings of account and region. */
const catalog: Catalog = {
  provider: 'aws',
  calls: [
    {
      service: 'sts',
      operation: 'GetCallerIdentity',
      permission: 'sts:GetCallerIdentity',
      scope: 'global',
      makes: {
        kind: 'aws.account',
        category: 'organization',
        title: { en: 'Account', ko: '계정' },
        id: (_, origin) => `aws:${origin.account}`,
        name: (_, origin) => origin.account,
      },
    },
    {
      service: 'ec2',
      operation: 'DescribeRegions',
      permission: 'ec2:DescribeRegions',
      scope: 'global',
      items: 'Regions',
      makes: {
        kind: 'aws.region',
        category: 'organization',
        title: { en: 'Region', ko: '리전' },
        id: (item, origin) => `aws:${origin.account}:${item.RegionName}`,
        name: (item) => String(item.RegionName),
        region: (item) => String(item.RegionName),
      },
    },
    {
      service: 'home',
      operation: 'ListHouses',
      permission: 'home:ListHouses',
      scope: 'regional',
      items: 'Houses',
      makes: {
        kind: 'aws.home.house',
        category: 'compute',
        title: { en: 'House', ko: '집' },
        id: (item) => `house/${item.Name}`,
        name: (item) => String(item.Name),
        relations: [
          { type: 'uses', kind: 'aws.home.key', to: (item) => (item.Key === undefined ? [] : [`key/${item.Key}`]) },
        ],
      },
    },
    {
      service: 'home',
      operation: 'GetDoor',
      permission: 'home:GetDoor',
      scope: 'regional',
      each: { kind: 'aws.home.house', params: { House: 'Name' } },
      as: 'door',
      absent: ['NoSuchDoor'],
      tags: (door) => (typeof door.Color === 'string' ? { color: door.Color } : {}),
    },
    {
      service: 'home',
      operation: 'ListRooms',
      permission: 'home:ListRooms',
      scope: 'regional',
      each: { kind: 'aws.home.house', params: { House: 'Name' } },
      items: 'Rooms',
      as: 'rooms',
      makes: {
        kind: 'aws.home.room',
        category: 'compute',
        title: { en: 'Room', ko: '방' },
        shape: (item) => ({ Name: String(item) }),
        id: (item, origin) => `${origin.parent?.id}/${item.Name}`,
        name: (item) => String(item.Name),
      },
    },
    {
      service: 'home',
      operation: 'ListKeys',
      permission: 'home:ListKeys',
      scope: 'global',
      items: 'Keys',
      makes: {
        kind: 'aws.home.key',
        category: 'security',
        title: { en: 'Key', ko: '열쇠' },
        id: (item) => `key/${item.Name}`,
        name: (item) => String(item.Name),
      },
    },
    {
      service: 'home',
      operation: 'GetCode',
      permission: 'home:GetCode',
      scope: 'global',
      each: {
        kind: 'aws.home.key',
        params: { Key: 'Name' },
        when: (key) => isObject(key.chip) && key.chip.Coded === true,
        reads: ['chip'],
      },
      as: 'code',
    },
    {
      service: 'home',
      operation: 'GetChip',
      permission: 'home:GetChip',
      scope: 'global',
      each: { kind: 'aws.home.key', params: { Key: 'Name' } },
      as: 'chip',
    },
    {
      service: 'home',
      operation: 'ListHolders',
      permission: 'home:ListHolders',
      scope: 'global',
      each: { kind: 'aws.home.key', params: { Key: 'Name' } },
      items: 'Houses',
      as: 'holders',
      relations: [{ type: 'held-in', kind: 'aws.home.house', to: (item) => [`house/${item.House}`] }],
    },
    {
      service: 'home',
      operation: 'GetFence',
      permission: 'home:GetFence',
      scope: 'regional',
      each: { kind: 'aws.region', params: {} },
      as: 'fence',
    },
  ],
};

async function build(
  facts: WrittenFacts,
): Promise<{ inventory: Inventory; lookup: Lookup; data: (id: string) => unknown }> {
  const inventory = await buildInventory(catalog, answersOf(catalog, facts));
  const data = (id: string) => {
    const entry = inventory.find(id);
    return entry === undefined ? undefined : inventory.load(entry).data;
  };
  return { inventory, lookup: createLookup(catalog, inventory), data };
}

describe('the inventory', () => {
  it('makes assets of list items and puts the answers of dependent calls into them', async () => {
    const { data } = await build({
      'home:ListHouses': [{ Name: 'a' }],
      'home:GetDoor(a)': { Open: true },
      'home:ListRooms(a)': [],
    });
    expect(data('house/a')).toEqual({ Name: 'a', door: { Open: true }, rooms: [] });
  });

  it('tells what is absent from what is not known', async () => {
    const { data } = await build({
      'home:ListHouses': [{ Name: 'none' }, { Name: 'denied' }, { Name: 'skipped' }],
      'home:GetDoor(none)': { $error: 'NoSuchDoorException' },
      'home:GetDoor(denied)': { $error: 'AccessDenied' },
      'home:ListRooms(none)': [],
      'home:ListRooms(denied)': { $incomplete: ['hall'] },
      'home:ListRooms(skipped)': [],
    });
    expect(data('house/none')).toEqual({ Name: 'none', door: null, rooms: [] });
    expect(data('house/denied')).toEqual({
      Name: 'denied',
      rooms: ['hall'],
      $unknown: {
        door: { operation: 'home:GetDoor', code: 'AccessDenied', permission: 'home:GetDoor' },
        rooms: { operation: 'home:ListRooms', code: 'Incomplete', partial: true },
      },
    });
    expect(data('house/skipped')).toEqual({
      Name: 'skipped',
      rooms: [],
      $unknown: { door: { operation: 'home:GetDoor', code: 'NotCollected' } },
    });
  });

  it('knows a field that another decides only where the other is known', async () => {
    const { data } = await build({
      'home:ListKeys': [{ Name: 'coded' }, { Name: 'plain' }, { Name: 'denied' }],
      'home:GetChip(coded)': { Coded: true },
      'home:GetCode(coded)': { Digits: 4 },
      'home:GetChip(plain)': { Coded: false },
      'home:GetChip(denied)': { $error: 'AccessDenied' },
    });
    expect(data('key/coded')).toMatchObject({ code: { Digits: 4 } });
    expect(data('key/plain')).toMatchObject({ code: null });
    expect(data('key/denied')).toMatchObject({
      $unknown: { code: { operation: 'home:GetChip', code: 'AccessDenied' } },
    });
  });

  it('makes assets of dependent lists, contained by their parent', async () => {
    const { inventory, data } = await build({
      'home:ListHouses': [{ Name: 'a' }],
      'home:ListRooms(a)': ['hall', 'attic'],
    });
    expect(inventory.ofKind('aws.home.room').map((room) => room.name)).toEqual(['hall', 'attic']);
    expect(data('house/a/hall')).toEqual({ Name: 'hall' });
    expect(inventory.relations).toContainEqual({
      from: 'house/a',
      type: 'contains',
      to: 'house/a/hall',
      origin: 'observed',
    });
  });

  it('hangs settings on the account and its regions, and keeps regions apart', async () => {
    const { data, inventory } = await build({
      'home:GetFence@us-east-1': { Height: 2 },
      'home:GetFence@eu-west-1': { Height: 3 },
      'home:ListHouses@eu-west-1': [{ Name: 'b' }],
    });
    expect(data('aws:111122223333:us-east-1')).toMatchObject({ fence: { Height: 2 } });
    expect(data('aws:111122223333:eu-west-1')).toMatchObject({ fence: { Height: 3 } });
    expect(inventory.find('house/b')?.region).toBe('eu-west-1');
  });

  it('takes tags from the call that tells them', async () => {
    const { inventory } = await build({ 'home:ListHouses': [{ Name: 'a' }], 'home:GetDoor(a)': { Color: 'red' } });
    expect(inventory.load(inventory.find('house/a')!).tags).toEqual({ color: 'red' });
  });

  it('takes the newest answer where a call was made twice', async () => {
    const old = answersOf(catalog, { 'home:ListKeys': [{ Name: 'old' }] }, { at: '2026-01-01T00:00:00.000Z' });
    const recent = answersOf(catalog, { 'home:ListKeys': [{ Name: 'new' }] }, { at: '2026-01-02T00:00:00.000Z' });
    for (const answers of [
      [...old, ...recent],
      [...recent, ...old],
    ]) {
      const inventory = await buildInventory(catalog, answers);
      expect(inventory.ofKind('aws.home.key').map((key) => key.name)).toEqual(['new']);
    }
  });

  it('refuses facts of a call that does not exist', () => {
    expect(() => answersOf(catalog, { 'home:ListGhosts': [] })).toThrow(
      expect.objectContaining({ code: 'fact-unknown-call' }),
    );
  });
});

describe('related assets', () => {
  const uses = { kind: 'aws.home.key', via: 'uses' };
  const usedBy = { kind: 'aws.home.house', via: 'uses', reverse: true };

  it('are found along a relation, both ways', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses': [{ Name: 'a', Key: 'k' }, { Name: 'b' }],
      'home:ListKeys': [{ Name: 'k' }],
    });
    const house = inventory.find('house/a');
    const key = inventory.find('key/k');
    expect(lookup.related(house!, uses)).toMatchObject({ assets: [{ id: 'key/k' }] });
    expect(lookup.related(key!, usedBy)).toMatchObject({ assets: [{ id: 'house/a' }] });
    expect(lookup.related(inventory.find('house/b')!, uses)).toEqual({ assets: [] });
  });

  it('are missing, not absent, where their list was not read', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses': [{ Name: 'a', Key: 'k' }],
      'home:ListKeys': { $error: 'AccessDenied' },
    });
    expect(lookup.related(inventory.find('house/a')!, uses)).toEqual({
      assets: [],
      missing: { operation: 'home:ListKeys', code: 'AccessDenied', permission: 'home:ListKeys' },
    });
  });

  it('are found along a relation that a dependent call tells, and missing where it was not told', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses': [{ Name: 'a' }],
      'home:ListKeys': [{ Name: 'front' }, { Name: 'back' }],
      'home:ListHolders(front)': [{ House: 'a' }],
      'home:ListHolders(back)': { $error: 'AccessDenied' },
    });
    const [front, back, house] = ['key/front', 'key/back', 'house/a'].map((id) => inventory.find(id)!);
    const along = { kind: 'aws.home.house', via: 'held-in' };
    expect(lookup.related(front!, along)).toEqual({ assets: [expect.objectContaining({ id: 'house/a' })] });
    expect(lookup.related(back!, along)).toMatchObject({ assets: [], missing: { operation: 'home:ListHolders' } });
    const against = { kind: 'aws.home.key', via: 'held-in', reverse: true };
    expect(lookup.related(house!, against)).toMatchObject({
      assets: [{ id: 'key/front' }],
      missing: { operation: 'home:ListHolders', code: 'AccessDenied' },
    });
  });

  it('are absent where the whole list was read and lacks them', async () => {
    const { inventory, lookup } = await build({ 'home:ListHouses': [{ Name: 'a', Key: 'gone' }], 'home:ListKeys': [] });
    expect(lookup.related(inventory.find('house/a')!, uses)).toEqual({ assets: [] });
  });

  it('of the account need every region, those of the region only that one', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses@us-east-1': [{ Name: 'a' }],
      'home:ListHouses@eu-west-1': { $error: 'Timeout' },
    });
    const account = inventory.find('aws:111122223333')!;
    const region = inventory.find('aws:111122223333:us-east-1')!;
    expect(lookup.related(account, { kind: 'aws.home.house', in: 'account' })).toMatchObject({
      assets: [{ id: 'house/a' }],
      missing: { operation: 'home:ListHouses', code: 'Timeout' },
    });
    expect(lookup.related(region, { kind: 'aws.home.house', in: 'region' })).toMatchObject({
      assets: [{ id: 'house/a' }],
    });
    expect(lookup.related(region, { kind: 'aws.home.house', in: 'region' }).missing).toBeUndefined();
  });

  it('contained in an asset are missing where their list was not read', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses': [{ Name: 'a' }, { Name: 'b' }],
      'home:ListRooms(a)': ['hall'],
      'home:ListRooms(b)': { $error: 'AccessDenied' },
    });
    const rooms = (id: string) => lookup.related(inventory.find(id)!, { kind: 'aws.home.room', via: 'contains' });
    expect(rooms('house/a')).toEqual({ assets: [expect.objectContaining({ name: 'hall' })] });
    expect(rooms('house/b')).toMatchObject({ assets: [], missing: { operation: 'home:ListRooms' } });
  });

  it('made by dependent lists are missing where one of those lists is', async () => {
    const { inventory, lookup } = await build({
      'home:ListHouses': [{ Name: 'a' }, { Name: 'b' }],
      'home:ListRooms(a)': ['hall'],
    });
    const found = lookup.related(inventory.find('aws:111122223333')!, { kind: 'aws.home.room', in: 'account' });
    expect(found).toMatchObject({
      assets: [{ name: 'hall' }],
      missing: { operation: 'home:ListRooms', code: 'NotCollected' },
    });
  });
});

describe('gaps', () => {
  it('name each place where a kind could not be listed', async () => {
    const { lookup } = await build({
      'home:ListHouses@us-east-1': [],
      'home:ListHouses@eu-west-1': { $error: 'AccessDenied' },
    });
    expect(lookup.gaps('aws.home.house')).toEqual([
      {
        account: '111122223333',
        region: 'eu-west-1',
        missing: { operation: 'home:ListHouses', code: 'AccessDenied', permission: 'home:ListHouses' },
      },
    ]);
  });

  it('name a place once, however many calls failed there', async () => {
    const { lookup } = await build({ 'home:ListHouses': [{ Name: 'a' }, { Name: 'b' }] });
    expect(lookup.gaps('aws.home.room')).toHaveLength(1);
  });

  it('leave out regions into which nobody went', async () => {
    const { lookup } = await build({
      'ec2:DescribeRegions': [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }],
      'home:ListHouses@us-east-1': [],
    });
    expect(lookup.gaps('aws.home.house')).toEqual([]);
  });
});
