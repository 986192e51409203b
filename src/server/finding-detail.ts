import { sql } from 'kysely';
import { listFindings } from '../findings/list.ts';
import { findingDetail } from '../findings/query.ts';
import { type AssetDetail, assetDetail } from '../inventory/query.ts';
import { isObject, type JsonObject, operationName } from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Content } from './content.ts';
import type { Context, Output } from './context.ts';
import { assetRef, exceptionView, findingView, mappingsOf, remediationOf } from './findings.ts';
import { rulesOf } from './rules.ts';

type Detail = Output<Routes['getFinding']>;

/** Most other findings of the same asset that are shown beside one. */
const MOST_OTHERS = 50;

/** Everything that is known of one finding: proof, fix, history, what is related. Undefined where there is none. */
export async function findingDetailView(context: Context, id: string): Promise<Detail | undefined> {
  const { db, tenant, content, now } = context;
  const detail = await findingDetail(db, tenant, id, now);
  if (detail === undefined) return undefined;
  const { finding, history, result } = detail;
  const [asset, others, covered] = await Promise.all([
    assetDetail(db, tenant, finding.asset),
    listFindings(db, tenant, { asset: finding.asset }, { limit: MOST_OTHERS + 1, now }),
    covers(context, detail.exception?.id),
  ]);
  const rule = (await rulesOf(context, [finding]))(finding);
  const { exception } = detail;
  return {
    ...findingView(content, finding),
    why: rule.why,
    remediation: remediationOf(rule),
    maps: mappingsOf(content, rule),
    evidence: finding.evidence,
    unknown:
      result?.unknown == null
        ? null
        : {
            operation: result.unknown.operation,
            code: result.unknown.code,
            permission: result.unknown.permission ?? null,
          },
    judgedAt: result?.judged_at.toISOString() ?? null,
    assetData: asset?.asset.data ?? null,
    assetTags: asset?.asset.tags ?? {},
    facts: asset === undefined ? [] : factsOf(content, asset, new Set(content.controls.get(finding.rule)?.uses)),
    history: history.map(({ at, kind, actor, detail: said }) => ({
      at: at.toISOString(),
      type: kind,
      actor,
      note: noteOf(said),
    })),
    exception: exception === undefined ? null : exceptionView({ ...exception, covers: covered }, now),
    related: (asset?.neighbours ?? []).map((one) => relatedView(content, one)),
    others: others.items
      .filter((other) => other.id !== id)
      .slice(0, MOST_OTHERS)
      .map((other) => findingView(content, other)),
  };
}

/** How many open findings an exception covers. */
async function covers({ db, tenant }: Context, exception: string | undefined): Promise<number> {
  if (exception === undefined) return 0;
  const { n } = await db
    .selectFrom('findings')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('tenant', '=', tenant)
    .where('exception_id', '=', exception)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  return n;
}

/** The calls behind an asset's data, those that the control reads first. */
function factsOf(content: Content, { asset, calls }: AssetDetail, uses: ReadonlySet<string>): Detail['facts'] {
  const facts = calls.map((call) => {
    const operation = operationName(call);
    const field = fieldOf(content, asset.kind, operation);
    return {
      operation,
      params: call.params,
      account: call.account,
      region: call.region,
      collectedAt: call.collected_at.toISOString(),
      complete: call.complete,
      error:
        call.error_code === null
          ? null
          : { code: call.error_code, message: call.error_message ?? '', permission: call.permission },
      field,
      data: field === null ? ownData(content, asset.kind, asset.data) : (asset.data[field] ?? null),
    };
  });
  return facts.sort((a, b) => Number(uses.has(b.operation)) - Number(uses.has(a.operation)));
}

/** Field of the asset's data that an operation's answer lies in; null for the one that lists it. */
function fieldOf(content: Content, kind: string, operation: string): string | null {
  for (const { calls } of content.catalogs) {
    for (const call of calls) {
      if (call.each?.kind === kind && call.as !== undefined && operationName(call) === operation) return call.as;
    }
  }
  return null;
}

/** The list item itself, without the answers of the calls made for it. */
function ownData(content: Content, kind: string, data: JsonObject): JsonObject {
  const fields = new Set(
    content.catalogs.flatMap(({ calls }) => calls.filter((call) => call.each?.kind === kind).map((call) => call.as)),
  );
  return Object.fromEntries(Object.entries(data).filter(([name]) => !fields.has(name) && !name.startsWith('$')));
}

/** What an event of the history says beyond its kind. */
function noteOf(detail: JsonObject): string | null {
  const { resolution, reason, missing } = detail;
  if (typeof resolution === 'string') return resolution;
  if (typeof reason === 'string') return reason;
  if (isObject(missing)) return [missing.operation, missing.code].filter((part) => typeof part === 'string').join(' ');
  return null;
}

/** A relation as the API shows it. */
export function relatedView(content: Content, one: AssetDetail['neighbours'][number]): Detail['related'][number] {
  return {
    type: one.type,
    direction: one.direction,
    origin: one.origin,
    id: one.id,
    asset: one.asset === undefined ? null : assetRef(content, one.asset),
  };
}
