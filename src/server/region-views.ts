import { sql } from 'kysely';
import { openBySeverity } from '../findings/counts.ts';
import { countPlaces } from '../inventory/query.ts';
import { countsBySeverity } from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Context, Output } from './context.ts';
import { allowedRegions } from './params.ts';
import { awsRegions } from './regions.ts';

type RegionView = Output<Routes['listRegions']>['regions'][number];

/** Every region: those we know the place of, and whatever else assets lie in. */
export async function regionViews(context: Context): Promise<RegionView[]> {
  const { db, tenant, now } = context;
  const [places, open, optIn, allowed] = await Promise.all([
    countPlaces(db, tenant),
    openBySeverity(db, tenant, 'region', now),
    optInStates(context),
    allowedRegions(context),
  ]);
  const assets = new Map<string, number>();
  for (const { region, count } of places) assets.set(region, (assets.get(region) ?? 0) + count);
  const accounts = ['', ...new Set(places.map(({ account }) => account))];
  const inUse = Map.groupBy(
    places.filter(({ kept }) => kept > 0),
    ({ region }) => region,
  );
  const isAllowed = (name: string): boolean => {
    const allows = (account: string) => allowed(account).size === 0 || allowed(account).has(name);
    const users = inUse.get(name);
    if (users !== undefined) return users.every(({ account }) => allows(account));
    return accounts.some(allows) || (assets.get(name) ?? 0) > (optIn.get(name)?.accounts ?? 0);
  };
  const names = new Set([...Object.keys(awsRegions), ...optIn.keys(), ...assets.keys()]);
  names.delete('global');
  return [...names].sort().map((name) => ({
    provider: 'aws',
    name,
    location: awsRegions[name] ?? null,
    // The region itself is an asset of each account; here only what lies in it counts.
    assets: Math.max(0, (assets.get(name) ?? 0) - (optIn.get(name)?.accounts ?? 0)),
    open: open.get(name) ?? countsBySeverity(),
    optIn: optIn.get(name)?.state ?? 'unknown',
    allowed: isAllowed(name),
  }));
}

/** Whether the connected accounts have a region switched on. */
async function optInStates({ db, tenant }: Context) {
  const rows = await db
    .selectFrom('assets')
    .select(['name', sql<number>`count(*)::int`.as('accounts')])
    .select(sql<number>`(count(*) filter (where data ->> 'OptInStatus' = 'not-opted-in'))::int`.as('off'))
    .where('tenant', '=', tenant)
    .where('kind', '=', 'aws.region')
    .where('gone_at', 'is', null)
    .groupBy('name')
    .execute();
  return new Map(
    rows.map(({ name, accounts, off }): [string, { accounts: number; state: RegionView['optIn'] }] => [
      name,
      { accounts, state: off === 0 ? 'enabled' : off === accounts ? 'not-enabled' : 'mixed' },
    ]),
  );
}
