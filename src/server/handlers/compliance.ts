import { complianceReport, eachAssessed } from '../../compliance/index.ts';
import { resultCounts } from '../../findings/counts.ts';
import type { Framework } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { storableText } from '../../platform/store/index.ts';
import { readAccounts } from '../accounts.ts';
import type { Routes } from '../api/index.ts';
import { assess, evidenceByFramework, evidenceFor, frameworkView, treeView } from '../compliance.ts';
import { actorName, type Context, type HandlersOf } from '../context.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { readSettings } from '../settings.ts';

type ComplianceRoutes = Pick<
  Routes,
  'listFrameworks' | 'getFramework' | 'getFrameworkReport' | 'addEvidence' | 'deleteEvidence'
>;

/** Frameworks: how they stand, evidence given by hand, reports. */
export const complianceHandlers: HandlersOf<ComplianceRoutes> = {
  async listFrameworks(_input, context) {
    const [counts, evidence] = await Promise.all([countsOf(context, {}), evidenceByFramework(context)]);
    const items = [...context.content.frameworks.values()].map((framework) =>
      frameworkView(assess(context, framework, evidence.get(framework.id) ?? [], counts)),
    );
    return { items };
  },

  async getFramework({ params, query }, context) {
    const framework = named(context, params.framework);
    const [counts, evidence] = await Promise.all([countsOf(context, query), evidenceFor(context, framework.id)]);
    const assessment = assess(context, framework, evidence, counts);
    return {
      ...frameworkView(assessment),
      tree: treeView(context.content, assessment.nodes, evidence),
      strays: assessment.strays.mappings,
    };
  },

  async getFrameworkReport({ params, query }, context) {
    const framework = named(context, params.framework);
    const evidence = await evidenceFor(context, framework.id);
    const assessment = assess(context, framework, evidence, await countsOf(context, query));
    const { organization } = await readSettings(context);
    const report = complianceReport(assessment, {
      language: query.language,
      organisation: organization,
      scope: query.account === undefined ? await accounts(context) : [query.account],
      preparedBy: actorName(context) ?? '',
    });
    return {
      type: query.format === 'html' ? 'text/html; charset=utf-8' : 'text/csv; charset=utf-8',
      filename: `${framework.id}-${context.now.toISOString().slice(0, 10)}.${query.format}`,
      body: report[query.format],
    };
  },

  async addEvidence({ params, body }, context) {
    const { db, tenant, now } = context;
    const framework = named(context, params.framework);
    const assessment = assess(context, framework, [], new Map());
    const takes = [...eachAssessed(assessment.nodes)].some(
      ({ requirement }) => requirement.id === body.requirement && requirement.answeredBy === undefined,
    );
    if (!takes) throw noSuchRequirement(framework.id, body.requirement);
    const id = newId();
    await db
      .insertInto('evidence')
      .values({
        tenant,
        id,
        framework: framework.id,
        requirement: body.requirement,
        statement: storableText(body.statement),
        link: body.link ?? null,
        valid_until: body.validUntil,
        created_at: now,
        created_by: actorName(context) ?? '',
      })
      .execute();
    context.note({ target: id, detail: { framework: framework.id, requirement: body.requirement } });
    const made = (await evidenceFor(context, framework.id)).find((one) => one.id === id);
    if (made === undefined) throw refuse('not-found');
    return made;
  },

  async deleteEvidence({ params: { id } }, context) {
    const removed = await context.db
      .updateTable('evidence')
      .set({ removed_at: context.now, removed_by: actorName(context) })
      .where('tenant', '=', context.tenant)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (removed === undefined) throw refuse('not-found');
    return null;
  },
};

function named({ content }: Context, id: string): Framework {
  const framework = content.frameworks.get(id);
  if (framework === undefined) throw refuse('not-found');
  return framework;
}

function countsOf({ db, tenant }: Context, { account }: { account?: string | undefined }) {
  return resultCounts(db, tenant, account === undefined ? {} : { account });
}

async function accounts(context: Context): Promise<string[]> {
  return (await readAccounts(context)).map(({ id, name }) => (name === id ? id : `${name} (${id})`));
}

function noSuchRequirement(framework: string, requirement: string): Refusal {
  return new Refusal(400, 'requirement-unknown', {
    en: `${framework} has no requirement "${requirement}" that takes evidence.`,
    ko: `${framework}에 증적을 제출할 수 있는 요구사항 "${requirement}"이(가) 없습니다.`,
  });
}
