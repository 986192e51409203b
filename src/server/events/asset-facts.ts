import { sql } from 'kysely';
import { assetsById } from '../../inventory/query.ts';
import { openByAsset } from '../assets.ts';
import type { Services } from '../services.ts';
import type { AssetFacts } from './judge.ts';

/** How long what the inventory says of an asset is taken to hold: scans change it a few times a day. */
const HOLDS_MS = 5 * 60_000;

/** Assets remembered; the ones asked for longest ago go first. */
const MOST_REMEMBERED = 50_000;

/** Assets asked for in one statement. */
const AT_ONCE = 500;

/** Looks up what the inventory knows of assets, and remembers it for a while. */
export interface AssetLookup {
  /** What is known of these; those that were looked up a moment ago are left out, the judge knows them already. */
  fresh(ids: Iterable<string>): Promise<[id: string, facts: AssetFacts][]>;
  /** Forgets what the judge was told: it has begun anew. */
  forget(): void;
}

export function assetLookup(services: Pick<Services, 'db' | 'tenant' | 'clock'>): AssetLookup {
  const { db, tenant, clock } = services;
  const askedAt = new Map<string, number>();

  return {
    async fresh(ids) {
      const now = clock().getTime();
      const wanted = [...new Set(ids)].filter((id) => now - (askedAt.get(id) ?? Number.NEGATIVE_INFINITY) > HOLDS_MS);
      const found: [string, AssetFacts][] = [];
      for (let index = 0; index < wanted.length; index += AT_ONCE) {
        const some = wanted.slice(index, index + AT_ONCE);
        const [assets, open, exposed] = await Promise.all([
          assetsById(db, tenant, some),
          openByAsset({ db, tenant }, some),
          exposedAmong(services, some),
        ]);
        const facts = new Map(
          assets
            .filter(({ gone_at }) => gone_at === null)
            .map(({ id, kind, tags }): [string, AssetFacts] => {
              const counts = open.get(id);
              const openFindings = counts === undefined ? 0 : Object.values(counts).reduce((sum, n) => sum + n, 0);
              return [id, { kind, tags, openFindings, exposed: exposed.has(id) }];
            }),
        );
        for (const id of some) {
          found.push([id, facts.get(id)]);
          askedAt.delete(id);
          askedAt.set(id, now);
        }
      }
      for (const id of askedAt.keys()) {
        if (askedAt.size <= MOST_REMEMBERED) break;
        askedAt.delete(id);
      }
      return found;
    },
    forget: () => askedAt.clear(),
  };
}

/** Those that something points at by `exposes`: they are reached from outside. */
async function exposedAmong(
  { db, tenant }: Pick<Services, 'db' | 'tenant'>,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('relations')
    .select('to_id')
    .distinct()
    .where('tenant', '=', tenant)
    .where('type', '=', 'exposes')
    .where(sql<boolean>`to_id = any(${[...ids]}::text[])`)
    .execute();
  return new Set(rows.map(({ to_id }) => to_id));
}
