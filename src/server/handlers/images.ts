import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  type BearerFilter,
  type BearerRow,
  type BearerSort,
  listBearers,
  placeOf,
} from '../../findings/affected/index.ts';
import { countPackages } from '../../inventory/packages.ts';
import { assetDetail } from '../../inventory/query.ts';
import { countsBySeverity, type Severity } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type HandlersOf, type Output } from '../context.ts';
import { relatedView } from '../finding-detail.ts';
import { refuse } from '../http/refusal.ts';
import { controlFindings, imageDetail } from '../images/image-detail.ts';
import { imageConnection } from '../images/targets.ts';
import { hostViews, imageViews } from '../images/views.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { requestScan } from '../scans/request.ts';
import { scanView, selectScans } from '../scans/view.ts';
import { readTrustPolicy, writeTrustPolicy } from '../trust/trust-policy.ts';

type ImageRoutes = Pick<
  Routes,
  | 'listImages'
  | 'countImages'
  | 'getImage'
  | 'listHosts'
  | 'getHost'
  | 'scanImage'
  | 'getTrustPolicy'
  | 'setTrustPolicy'
>;

/** Images and hosts: what software they are made of, and what is wrong with it. */
export const imageHandlers: HandlersOf<ImageRoutes> = {
  async listImages({ query }, context) {
    const { sort, limit, cursor, registry, repository, trust, running, ...common } = query;
    const filter = {
      ...filterOf(common, context.now),
      ...{ listed: 'image' as const },
      ...(registry === undefined ? {} : { registry }),
      ...(repository === undefined ? {} : { repository }),
      ...(trust === undefined ? {} : { trust }),
      ...(running === undefined ? {} : { running }),
    };
    const { rows, next } = await page(context, filter, { sort, limit, cursor });
    return { items: await imageViews(context, rows), next };
  },

  countImages: (_input, context) => summary(context),

  async getImage({ params: { id } }, context) {
    const detail = await imageDetail(context, id);
    if (detail === undefined) throw refuse('not-found');
    return detail;
  },

  async listHosts({ query }, context) {
    const { limit, cursor, ...common } = query;
    const filter = { ...filterOf(common, context.now), listed: 'host' as const };
    const { rows, next } = await page(context, filter, { sort: 'risk', limit, cursor });
    return { items: await hostViews(context, rows), next };
  },

  async getHost({ params: { id } }, context) {
    const { db, tenant, content, now } = context;
    const [row] = await listBearers(db, tenant, { listed: 'host', asset: id }, { sort: 'risk', limit: 1, now });
    const asset = row === undefined ? undefined : await assetDetail(db, tenant, id);
    if (row === undefined || asset === undefined) throw refuse('not-found');
    const [[view], findings] = await Promise.all([hostViews(context, [row]), controlFindings(context, id)]);
    if (view === undefined) throw refuse('not-found');
    const relations = asset.neighbours.map((one) => relatedView(content, one));
    return { ...view, data: asset.asset.data, findings, relations };
  },

  getTrustPolicy: (_input, context) => policyView(context),

  async setTrustPolicy({ body: { policy } }, context) {
    await writeTrustPolicy(context, policy, context.now, actorName(context) ?? '');
    context.note({ detail: { policy: createHash('sha256').update(policy).digest('hex').slice(0, 16) } });
    await context.jobs.enqueue('rejudge', { reason: 'trust policy' });
    return policyView(context);
  },

  async scanImage({ body: { reference, platform } }, context) {
    const { connection, target } = await imageConnection(context, reference, platform);
    const by = actorName(context);
    const scan = await requestScan(context, connection, { trigger: 'user', by, now: context.now, target });
    context.note({ target: scan, detail: { reference: target.reference } });
    const row = await selectScans(context).where('scans.id', '=', scan).executeTakeFirst();
    if (row === undefined) throw refuse('not-found');
    return scanView(row);
  },
};

async function policyView(context: Context): Promise<Output<Routes['getTrustPolicy']>> {
  const setting = await readTrustPolicy(context);
  if (setting === undefined) return { policy: '', updatedAt: null, updatedBy: null };
  return { ...setting, updatedAt: setting.updatedAt.toISOString() };
}

interface Common {
  q?: string | undefined;
  severity?: BearerFilter['severity'] | undefined;
  exploited?: boolean | undefined;
  fixable?: boolean | undefined;
  endOfLife?: boolean | undefined;
}

function filterOf({ q, severity, exploited, fixable, endOfLife }: Common, now: Date): Omit<BearerFilter, 'listed'> {
  return {
    ...(q === undefined ? {} : { q }),
    ...(severity === undefined ? {} : { severity }),
    ...(exploited === undefined ? {} : { exploited }),
    ...(fixable === undefined ? {} : { fixable }),
    ...(endOfLife === undefined ? {} : { endOfLife: { is: endOfLife, on: now } }),
  };
}

async function page(
  { db, tenant, now }: Context,
  filter: BearerFilter,
  { sort, limit, cursor }: { sort: BearerSort; limit: number; cursor: string | undefined },
): Promise<{ rows: BearerRow[]; next: string | null }> {
  const after = readCursor(cursor, ['string', sort === 'risk' ? 'number' : 'string', 'number']);
  if (after !== undefined && (after[0] !== sort || !isPlace(sort, after[1]))) throw refuse('cursor-invalid');
  const from = after === undefined ? {} : { after: [after[1] as string | number, after[2] as number] as const };
  const found = await listBearers(db, tenant, filter, { sort, limit: limit + 1, now, ...from });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > rows.length && last !== undefined;
  return { rows, next: more ? writeCursor([sort, ...placeOf(last, sort)]) : null };
}

function isPlace(sort: BearerSort, value: string | number | undefined): boolean {
  return sort === 'risk' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}

async function summary({ db, tenant, now }: Context): Promise<Output<Routes['countImages']>> {
  const [boms, registries, packages, vulnerabilities, counts] = await Promise.all([
    sql<{ images: number; hosts: number; ended: number; unjudged: number }>`
      select (count(*) filter (where b.kind <> 'host.linux'))::int as images,
        (count(*) filter (where b.kind = 'host.linux'))::int as hosts,
        (count(*) filter (where b.end_of_life <= ${now}::date))::int as ended,
        (count(*) filter (where b.unjudged <> '[]' or (b.judged_at is null and b.packages > 0)))::int as unjudged
      from boms b join assets a on a.tenant = b.tenant and a.id = b.asset
      where b.tenant = ${tenant} and a.gone_at is null`.execute(db),
    sql<{ registry: string; images: number }>`
      select coalesce(b.registry, '') as registry, count(*)::int as images
      from boms b join assets a on a.tenant = b.tenant and a.id = b.asset
      where b.tenant = ${tenant} and b.kind = 'oci.image' and a.gone_at is null group by 1 order by 2 desc, 1`.execute(
      db,
    ),
    countPackages(db, tenant),
    sql<{ n: number; exploited: number }>`
      select count(*)::int as n, (count(*) filter (where exploited))::int as exploited
      from vulnerabilities where tenant = ${tenant} and images + hosts > 0`.execute(db),
    sql<{ severity: Severity; n: number }>`
      select severity, sum(n)::int as n from finding_counts where tenant = ${tenant} and class = 'vulnerability'
        and dimension = 'all' and value = '' and state in ('open', 'stale') group by 1`.execute(db),
  ]);
  const open = new Map(counts.rows.map(({ severity, n }) => [severity, n]));
  const [all] = boms.rows;
  const [known] = vulnerabilities.rows;
  return {
    images: all?.images ?? 0,
    hosts: all?.hosts ?? 0,
    packages,
    vulnerabilities: known?.n ?? 0,
    exploited: known?.exploited ?? 0,
    open: countsBySeverity((severity) => open.get(severity) ?? 0),
    endOfLife: all?.ended ?? 0,
    unjudged: all?.unjudged ?? 0,
    registries: registries.rows,
  };
}
