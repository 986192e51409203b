import path from 'node:path';
import type { Kysely } from 'kysely';
import { contentDir, loadControls } from '../src/content/index.ts';
import { type Applied, applyAll, type Run } from '../src/findings/store.ts';
import { compactAssetCounts, type StoredAsset, saveAssets } from '../src/inventory/store.ts';
import { type Category, type Control, categories, type Result } from '../src/model/index.ts';
import { type Database, DEFAULT_TENANT } from '../src/platform/store/index.ts';

const regions = [
  'us-east-1',
  'us-west-2',
  'eu-north-1',
  'eu-central-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'sa-east-1',
  'global',
];
const words = ['billing', 'orders', 'search', 'audit', 'media', 'ledger', 'reports', 'catalog', 'profile', 'metrics'];
const ACCOUNTS = 60;

/** Made-up findings of the product's own controls, for benchmarks of the store and the API: the same in every run. */
export interface Findings {
  rules: readonly string[];
  kinds: readonly string[];
  /** Words of a title in Korean that few controls share. */
  korean: string;
  account(n: number): string;
  region: string;
  saveAssets(db: Kysely<Database>): Promise<void>;
  /** Results at a time, all or the first `count`. One in five passes, with `seldom` one in five fails; `round` decides which. */
  results(now: Date, round: number, part?: { count?: number; seldom?: boolean }): Generator<Result>;
  apply(db: Kysely<Database>, now: Date, results: Iterable<Result>, tenant?: string): Promise<Applied>;
  assets: number;
}

/** Findings to the number of `size`, over a tenth as many assets. */
export async function makeFindings(size: number): Promise<Findings> {
  const controls = await loadControls(path.join(contentDir(), 'controls', 'aws'));
  const kinds = [...new Set(controls.map((control) => control.kind))];
  const rules = controls.map(({ id }) => id);
  const assets = Math.max(1000, Math.round(size / 10));
  const account = (n: number) => String(100_000_000_000 + (n % ACCOUNTS));
  const assetOf = (n: number) => {
    const kind = kinds[n % kinds.length] as string;
    const region = regions[(n >> 3) % regions.length] as string;
    const name = `${words[n % words.length]}-${n}`;
    return { account: account(n), region, name, kind, id: `arn:aws:${kind}:${region}:${account(n)}:${name}` };
  };

  function* stored(): Generator<StoredAsset> {
    for (let n = 0; n < assets; n++) {
      yield {
        tenant: DEFAULT_TENANT,
        provider: 'aws',
        ...assetOf(n),
        tags: { team: words[(n >> 4) % words.length] as string },
        category: categories[n % categories.length] as Category,
        data: { Name: `item ${n}`, Size: n, Encrypted: n % 3 === 0, Rules: [{ From: 22 }, { From: 443 }] },
        connection: 'bench',
        calls: ['list', 'detail'],
      };
    }
  }

  function* results(now: Date, round: number, part: { count?: number; seldom?: boolean } = {}): Generator<Result> {
    const { count = Number.POSITIVE_INFINITY, seldom = false } = part;
    const total = Math.round((size * 5) / 4);
    const each = Math.ceil(total / assets);
    for (let n = 0; n < Math.min(total, count); n++) {
      const owner = Math.floor(n / each);
      const { name: _name, id, ...place } = assetOf(owner);
      yield {
        control: rules[(owner * 7 + n) % rules.length] as string,
        asset: id,
        provider: 'aws',
        ...place,
        discriminator: '',
        status: ((n + round) % 5 === 0) === seldom ? 'fail' : 'pass',
        evidence: { port: 22, source: '0.0.0.0/0', group: `sg-${n}` },
        judgedAt: now.toISOString(),
      };
    }
  }

  return {
    rules,
    kinds,
    korean: (controls.at(-1) as Control).title.ko.split(' ').slice(0, 2).join(' '),
    account,
    region: 'eu-north-1',
    assets,
    async saveAssets(db) {
      await saveAssets(db, DEFAULT_TENANT, stored(), new Date('2026-01-01T00:00:00Z'));
      // As a scan does at its end.
      await compactAssetCounts(db, DEFAULT_TENANT);
    },
    results,
    apply(db, now, given, tenant = DEFAULT_TENANT) {
      const run: Run = {
        tenant,
        now,
        rules: new Map(controls.map((control) => [control.id, control])),
      };
      return applyAll(db, run, given);
    },
  };
}
