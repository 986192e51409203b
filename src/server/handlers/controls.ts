import { resultCounts, type StatusCounts } from '../../findings/counts.ts';
import { type Control, type ControlParam, fitsParam } from '../../model/index.ts';
import { jsonText } from '../../platform/store/index.ts';
import type { Routes } from '../api/index.ts';
import type { Content } from '../content.ts';
import { actorName, type Context, type HandlersOf, type Output } from '../context.ts';
import { mappingsOf, remediationOf } from '../findings.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { noResults } from '../no-results.ts';
import { readSetParams, type SetParams } from '../params.ts';

type ControlView = Output<Routes['listControls']>['items'][number];
type ControlDetail = Output<Routes['getControl']>;
type ParamValue = ControlDetail['params'][number]['default'];

/** What is judged by, and how it is adjusted. */
export const controlHandlers: HandlersOf<Pick<Routes, 'listControls' | 'getControl' | 'setControlParams'>> = {
  async listControls(_input, { db, tenant, content }) {
    const counts = await resultCounts(db, tenant);
    return { items: [...content.controls.values()].map((control) => view(content, control, counts.get(control.id))) };
  },

  getControl: ({ params: { id } }, context) => detail(context, id),

  async setControlParams({ params: { id }, body }, context) {
    const { db, tenant, content, now, jobs } = context;
    const control = content.controls.get(id);
    if (control === undefined) throw refuse('not-found');
    const account = body.account ?? '';
    for (const [name, value] of Object.entries(body.values)) {
      const param = Object.hasOwn(control.params ?? {}, name) ? control.params?.[name] : undefined;
      if (param === undefined || (value !== null && !fitsParam(param, value))) throw badParam(name, param);
    }
    await db.transaction().execute(async (trx) => {
      const before = await trx
        .selectFrom('params')
        .select('values')
        .where('tenant', '=', tenant)
        .where('control', '=', id)
        .where('account', '=', account)
        .forUpdate()
        .executeTakeFirst();
      const values = Object.fromEntries(
        Object.entries({ ...before?.values, ...body.values }).filter(([, value]) => value !== null),
      );
      const row = { values: jsonText(values), updated_at: now, updated_by: actorName(context) };
      await trx
        .insertInto('params')
        .values({ tenant, control: id, account, ...row })
        .onConflict((conflict) => conflict.columns(['tenant', 'control', 'account']).doUpdateSet(row))
        .execute();
    });
    context.note({ detail: { scope: body.scope, account: account || null, values: JSON.stringify(body.values) } });
    await jobs.enqueue('rejudge', { reason: `params of ${id}` });
    return detail(context, id);
  },
};

function view(content: Content, control: Control, counts: StatusCounts | undefined): ControlView {
  const kind = content.kind(control.kind);
  return {
    id: control.id,
    title: control.title,
    severity: control.severity,
    provider: kind.provider,
    kind: control.kind,
    kindTitle: kind.title,
    frameworks: Object.keys(control.maps ?? {}),
    adjustable: Object.keys(control.params ?? {}).length > 0,
    results: counts ?? noResults(),
  };
}

async function detail(context: Context, id: string): Promise<ControlDetail> {
  const { db, tenant, content } = context;
  const control = content.controls.get(id);
  if (control === undefined) throw refuse('not-found');
  const [counts, set] = await Promise.all([resultCounts(db, tenant), readSetParams(context)]);
  return {
    ...view(content, control, counts.get(id)),
    why: control.why,
    remediation: remediationOf(control),
    uses: control.uses,
    params: Object.entries(control.params ?? {}).map(([name, param]) => paramView(set, id, name, param)),
    maps: mappingsOf(content, control),
    expression: { each: control.each ?? null, when: control.when ?? null, pass: control.pass },
  };
}

function paramView(
  set: SetParams,
  control: string,
  name: string,
  param: ControlParam,
): ControlDetail['params'][number] {
  const accounts: Record<string, ParamValue> = {};
  for (const [account, values] of set.get(control) ?? []) {
    if (account !== '' && values[name] !== undefined) accounts[account] = values[name] as ParamValue;
  }
  const organization = set.get(control)?.get('')?.[name] as ParamValue | undefined;
  return {
    name,
    title: param.title,
    type: param.type,
    default: param.default,
    organization: organization ?? null,
    accounts,
  };
}

function badParam(name: string, param: ControlParam | undefined): Refusal {
  if (param === undefined) {
    return new Refusal(400, 'param-unknown', {
      en: `The control has no parameter "${name}".`,
      ko: `점검 항목에 매개변수 "${name}"이(가) 없습니다.`,
    });
  }
  return new Refusal(400, 'param-malformed', {
    en: `The value of "${name}" must be of type ${param.type}.`,
    ko: `"${name}" 값은 ${param.type} 형식이어야 합니다.`,
  });
}
