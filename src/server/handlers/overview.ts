import { coverage, overviewCounts } from '../../findings/counts.ts';
import { listFindings } from '../../findings/list.ts';
import { countAssets, listAssets, staleness } from '../../inventory/query.ts';
import { readAccounts } from '../accounts.ts';
import type { Routes } from '../api/index.ts';
import type { HandlersOf } from '../context.ts';
import { assetRef, findingView } from '../findings.ts';

const TOP = 10;

/** The page that opens first, and the search that reaches everywhere. */
export const overviewHandlers: HandlersOf<Pick<Routes, 'getOverview' | 'search'>> = {
  async getOverview({ query: { account, days } }, context) {
    const { db, tenant, content, now } = context;
    const where = account === undefined ? {} : { account };
    const [counts, vulnerabilities, top, covered, stale, assets, connections, accounts, running] = await Promise.all([
      overviewCounts(db, tenant, { ...where, days, now }),
      overviewCounts(db, tenant, { ...where, class: 'vulnerability', now }),
      listFindings(db, tenant, { ...where, class: 'control', excepted: false }, { limit: TOP, now }),
      coverage(db, tenant, where),
      staleness(db, tenant, where),
      countAssets(db, tenant, where),
      db.selectFrom('connections').select('sample').where('tenant', '=', tenant).execute(),
      readAccounts(context),
      db.selectFrom('scans').select('id').where('tenant', '=', tenant).where('state', '=', 'running').execute(),
    ]);
    const names = new Map(accounts.map((one) => [one.id, one.name]));
    return {
      now: now.toISOString(),
      sample: connections.some(({ sample }) => sample),
      connections: connections.length,
      assets,
      ...counts,
      vulnerabilities: (({ open, excepted, new7d, resolved7d }) => ({ open, excepted, new7d, resolved7d }))(
        vulnerabilities,
      ),
      top: top.items.map((row) => findingView(content, row)),
      coverage: covered,
      staleness: stale.map((place) => ({
        ...place,
        accountName: names.get(place.account) ?? place.account,
        oldest: place.oldest.toISOString(),
        newest: place.newest.toISOString(),
      })),
      running: running.map(({ id }) => id),
    };
  },

  async search({ query: { q, limit } }, { db, tenant, content, now }) {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const [assets, findings] = await Promise.all([
      listAssets(db, tenant, { q }, { limit }),
      listFindings(db, tenant, { q }, { limit, now }),
    ]);
    const controls = [...content.controls.values()].filter(({ id, title }) => {
      const text = `${id}\n${title.en}\n${title.ko}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return {
      assets: assets.items.map((row) => assetRef(content, row)),
      findings: findings.items.map((row) => {
        const { id, title, severity } = findingView(content, row);
        return { id, title, severity, asset: row.asset_name };
      }),
      controls: controls.slice(0, limit).map(({ id, title, severity }) => ({ id, title, severity })),
    };
  },
};
