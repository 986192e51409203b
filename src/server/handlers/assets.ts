import { openBySeverity } from '../../findings/counts.ts';
import { listFindings } from '../../findings/list.ts';
import { type AssetDetail, assetDetail, countKinds, countPlaces, listAssets } from '../../inventory/query.ts';
import { countsBySeverity, type Json } from '../../model/index.ts';
import { readAccounts } from '../accounts.ts';
import type { Routes } from '../api/index.ts';
import { assetView, changesBetween, openByAsset } from '../assets.ts';
import type { HandlersOf, Output } from '../context.ts';
import { relatedView } from '../finding-detail.ts';
import { findingView } from '../findings.ts';
import { refuse } from '../http/refusal.ts';
import { regionViews } from '../region-views.ts';

type AssetRoutes = Pick<Routes, 'listAssets' | 'getAsset' | 'countKinds' | 'listRegions' | 'listAccounts'>;

/** Most findings shown with one asset. */
const MOST_FINDINGS = 200;

/** What there is, and where. */
export const assetHandlers: HandlersOf<AssetRoutes> = {
  async listAssets({ query }, context) {
    const { db, tenant, content } = context;
    const { cursor, limit, gone, ...given } = query;
    const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await listAssets(db, tenant, { ...filter, gone: gone === 'true' }, page);
    const open = await openByAsset(
      context,
      items.map(({ id }) => id),
    );
    return { items: items.map((row) => assetView(content, row, open.get(row.id))), next };
  },

  async getAsset({ query: { id } }, context) {
    const { db, tenant, content, now } = context;
    const detail = await assetDetail(db, tenant, id);
    if (detail === undefined) throw refuse('not-found');
    const [open, findings] = await Promise.all([
      openByAsset(context, [id]),
      listFindings(db, tenant, { asset: id, status: 'all' }, { limit: MOST_FINDINGS, now }),
    ]);
    return {
      ...assetView(content, detail.asset, open.get(id)),
      data: detail.asset.data,
      findings: findings.items.map((row) => findingView(content, row)),
      relations: detail.neighbours.map((one) => relatedView(content, one)),
      history: historyOf(detail),
    };
  },

  async countKinds({ query }, { db, tenant, content }) {
    const where = {
      ...(query.account === undefined ? {} : { account: query.account }),
      ...(query.region === undefined ? {} : { region: query.region }),
    };
    const kinds = await countKinds(db, tenant, where);
    return { kinds: kinds.map(({ kind, category, count }) => ({ ...content.kind(kind), category, count })) };
  },

  async listRegions(_input, context) {
    return { regions: await regionViews(context) };
  },

  async listAccounts(_input, context) {
    const { db, tenant, now } = context;
    const [accounts, places, open] = await Promise.all([
      readAccounts(context),
      countPlaces(db, tenant),
      openBySeverity(db, tenant, 'account', now),
    ]);
    return {
      accounts: accounts.map((account) => ({
        ...account,
        assets: places.filter((place) => place.account === account.id).reduce((sum, { count }) => sum + count, 0),
        open: open.get(account.id) ?? countsBySeverity(),
      })),
    };
  },
};

/** What each newer version changed, newest first. */
function historyOf({ asset, versions }: AssetDetail): Output<Routes['getAsset']>['history'] {
  const states = [{ data: asset.data, tags: asset.tags, name: asset.name, from: asset.changed_at }];
  for (const version of versions) states.push({ ...version, from: version.valid_from });
  return states.map((state, index) => {
    const before = states[index + 1];
    const whole = (of: typeof state): Json => ({ name: of.name, tags: of.tags, data: of.data });
    return {
      at: state.from.toISOString(),
      changed: before === undefined ? [] : changesBetween(whole(before), whole(state)),
    };
  });
}
