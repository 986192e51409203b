import { describe, expect, it } from 'vitest';
import { type Catalog, type Collection, UNKNOWN_FIELD } from '../model/index.ts';
import type { Answer } from '../platform/segments/index.ts';
import { buildInventory, createLookup } from './index.ts';

/** A library of which nobody has a list: each book is asked for by its number. */
const catalog: Catalog = {
  provider: 'lib',
  calls: [
    {
      service: 'lib',
      operation: 'ReadBook',
      permission: 'read',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'lib.book',
        category: 'code',
        title: { en: 'Book', ko: '책' },
        id: (item) => String(item.number),
        name: (item) => String(item.number),
      },
    },
    {
      service: 'lib',
      operation: 'ListPages',
      permission: 'read',
      scope: 'global',
      each: { kind: 'lib.book', params: { number: 'number' } },
      items: 'pages',
      as: 'pages',
    },
    {
      service: 'lib',
      operation: 'ReadCard',
      permission: 'read',
      scope: 'global',
      anyParams: true,
      makes: {
        kind: 'lib.card',
        category: 'code',
        title: { en: 'Card', ko: '카드' },
        id: (item) => String(item.card),
        name: (item) => String(item.card),
        relations: [{ type: 'refers-to', kind: 'lib.book', to: (item) => [String(item.number)] }],
      },
    },
  ],
};

function answer(operation: string, params: Collection['params'], items: Answer['items'], code?: string): Answer {
  const at = '2026-01-01T00:00:00.000Z';
  const collection: Collection = {
    type: 'collection',
    tenant: 'default',
    connection: 'c',
    provider: 'lib',
    account: 'town',
    region: 'global',
    service: 'lib',
    operation,
    params,
    pages: 1,
    items: items.length,
    complete: code === undefined,
    ...(code === undefined ? {} : { error: { code, message: code } }),
    startedAt: at,
    finishedAt: at,
  };
  return { collection, items };
}

async function build(...answers: Answer[]) {
  const inventory = await buildInventory(catalog, answers);
  return { inventory, lookup: createLookup(catalog, inventory) };
}

describe('things that are asked for one by one', () => {
  it('are assets, whatever the parameters that named them, each with its own details', async () => {
    const { inventory } = await build(
      answer('ReadBook', { number: '1' }, [{ number: '1' }]),
      answer('ReadBook', { number: '2' }, [{ number: '2' }]),
      answer('ListPages', { number: '1' }, ['p1', 'p2']),
    );
    expect(inventory.ofKind('lib.book').map(({ id }) => id)).toEqual(['1', '2']);
    expect(inventory.load(inventory.find('1')!).data).toEqual({ number: '1', pages: ['p1', 'p2'] });
    expect(inventory.load(inventory.find('2')!).data[UNKNOWN_FIELD]).toMatchObject({ pages: { code: 'NotCollected' } });
  });

  it('that could not be read are gaps, each by its name', async () => {
    const { lookup } = await build(
      answer('ReadBook', { number: '1' }, [{ number: '1' }]),
      answer('ReadBook', { number: '2' }, [], 'AccessDenied'),
      answer('ReadBook', { number: '3' }, [], 'Timeout'),
    );
    expect(lookup.gaps('lib.book').map(({ thing, missing }) => [thing, missing.code])).toEqual([
      ['2', 'AccessDenied'],
      ['3', 'Timeout'],
    ]);
  });

  it('that nobody asked for are no gaps', async () => {
    const { lookup } = await build(answer('ReadBook', { number: '1' }, [{ number: '1' }]));
    expect(lookup.gaps('lib.book')).toEqual([]);
    expect(lookup.gaps('lib.card')).toEqual([]);
  });

  it('are not known where something points at them and they were not asked for', async () => {
    const { inventory, lookup } = await build(answer('ReadCard', { card: 'a' }, [{ card: 'a', number: '9' }]));
    const books = lookup.related(inventory.find('a')!, { kind: 'lib.book', via: 'refers-to' });
    expect(books).toMatchObject({ assets: [], missing: { operation: 'lib:ReadBook', code: 'NotCollected' } });
  });
});
