import { Readable } from 'node:stream';
import { vulnerabilitiesById } from '../../findings/affected/index.ts';
import { groupFindings } from '../../findings/counts.ts';
import { createException, type ExceptionScope, listExceptions, removeException } from '../../findings/exceptions.ts';
import { type ExportFinding, exporters } from '../../findings/exports/index.ts';
import { listFindings } from '../../findings/list.ts';
import { eachFinding } from '../../findings/query.ts';
import type { StoredFinding } from '../../findings/stored-finding.ts';
import type { Text } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { Content } from '../content.ts';
import { actorName, type Context, type HandlersOf } from '../context.ts';
import { findingDetailView } from '../finding-detail.ts';
import { exceptionView, filterOf, findingView } from '../findings.ts';
import { refuse } from '../http/refusal.ts';
import { withRules } from '../rules.ts';
import { trustRule } from '../trust/judge-origins.ts';

type FindingRoutes = Pick<
  Routes,
  | 'listFindings'
  | 'groupFindings'
  | 'getFinding'
  | 'exportFindings'
  | 'listExceptions'
  | 'createException'
  | 'deleteException'
>;

/** Findings: listed, counted, shown, exported, accepted for a time. */
export const findingHandlers: HandlersOf<FindingRoutes> = {
  async listFindings({ query }, { db, tenant, content, now }) {
    const { sort, limit, cursor } = query;
    const page = { sort, limit, now, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await listFindings(db, tenant, filterOf(content, query), page);
    return { items: items.map((row) => findingView(content, row)), next };
  },

  async groupFindings({ query }, { db, tenant, content, now }) {
    const { groups, exact } = await groupFindings(db, tenant, filterOf(content, query), query.by, now);
    const rules = query.by === 'rule' ? groups.map(({ key }) => key).filter((key) => !content.controls.has(key)) : [];
    const known = await vulnerabilitiesById(db, tenant, rules.slice(0, MOST_TITLES));
    return {
      exact,
      groups: groups.map((group) => {
        const title = known.get(group.key)?.title;
        return {
          ...group,
          title: title === undefined ? groupTitle(content, query.by, group.key) : { en: title, ko: title },
        };
      }),
    };
  },

  async getFinding({ params: { id } }, context) {
    const detail = await findingDetailView(context, id);
    if (detail === undefined) throw refuse('not-found');
    return detail;
  },

  async exportFindings({ query }, context) {
    const { db, tenant, content, now, version } = context;
    const { format, language } = query;
    const exporter = exporters[format];
    const rows = eachFinding(db, tenant, filterOf(content, query), now);
    const pieces = exporter.write(exported(context, rows), { language, version, generatedAt: now.toISOString() });
    return {
      type: exporter.mediaType,
      filename: `findings-${now.toISOString().slice(0, 10)}.${exporter.extension}`,
      body: Readable.from(pieces),
    };
  },

  async listExceptions(_input, { db, tenant, now }) {
    return { items: (await listExceptions(db, tenant, now)).map((row) => exceptionView(row, now)) };
  },

  async createException({ body }, context) {
    const { db, tenant, now } = context;
    if (body.rule !== undefined && !(await isRule(context, body.rule))) throw refuse('rule-unknown');
    const { finding, rule, account, assetPattern, reason, owner, expiresAt } = body;
    const scope: ExceptionScope =
      finding === undefined
        ? {
            rule: rule ?? '',
            ...(account === undefined ? {} : { account }),
            ...(assetPattern === undefined ? {} : { assetPattern }),
          }
        : { finding };
    const given = {
      scope,
      reason,
      ...(owner === undefined ? {} : { owner }),
      expiresAt: new Date(expiresAt),
      createdBy: actorName(context) ?? '',
    };
    const { id } = await createException(db, tenant, given, now);
    context.note({ target: id, detail: { finding: finding ?? null, rule: rule ?? null, reason } });
    const made = (await listExceptions(db, tenant, now)).find((row) => row.id === id);
    if (made === undefined) throw refuse('not-found');
    return exceptionView(made, now);
  },

  async deleteException({ params: { id } }, context) {
    const { db, tenant, now } = context;
    if (!(await removeException(db, tenant, id, actorName(context) ?? '', now))) throw refuse('not-found');
    return null;
  },
};

/** Vulnerabilities whose titles are looked up for one list of groups. */
const MOST_TITLES = 2000;

/** Whether an exception may name it: a control, or a vulnerability that was found here. */
async function isRule({ db, tenant, content }: Context, rule: string): Promise<boolean> {
  return (
    content.controls.has(rule) ||
    trustRule(rule) !== undefined ||
    (await vulnerabilitiesById(db, tenant, [rule])).has(rule)
  );
}

function groupTitle(content: Content, by: string, key: string): Text | null {
  if (by === 'rule') return (content.controls.get(key) ?? trustRule(key))?.title ?? null;
  return by === 'kind' ? content.kind(key).title : null;
}

async function* exported(context: Context, rows: AsyncIterable<StoredFinding>): AsyncGenerator<ExportFinding> {
  for await (const { row, rule } of withRules(context, rows)) {
    yield {
      id: row.id,
      rule,
      severity: row.severity,
      status: row.status,
      excepted: row.exception_id !== null,
      asset: row.asset,
      assetName: row.asset_name,
      kind: row.kind,
      provider: row.provider,
      account: row.account,
      region: row.region,
      discriminator: row.discriminator,
      evidence: row.evidence,
      firstSeen: row.first_seen.toISOString(),
      lastSeen: row.last_seen.toISOString(),
    };
  }
}
