import {
  type StatusCounts as AssessedCounts,
  type AssessedNode,
  type Assessment,
  assessFramework,
  type Evidence,
} from '../compliance/index.ts';
import type { StatusCounts } from '../findings/counts.ts';
import type { Framework } from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Content } from './content.ts';
import type { Context, Output } from './context.ts';

export type EvidenceView = Output<Routes['addEvidence']>;
export type FrameworkView = Output<Routes['listFrameworks']>['items'][number];
type Node = Output<Routes['getFramework']>['tree'][number];

/** How a framework stands now, by the results counted for each control. */
export function assess(
  context: Context,
  framework: Framework,
  evidence: readonly EvidenceView[],
  counts: ReadonlyMap<string, StatusCounts>,
): Assessment {
  const { content, now } = context;
  return assessFramework({
    framework,
    controls: [...content.controls.values()],
    counts: new Map([...counts].map(([control, of]) => [control, assessedCounts(of)])),
    evidence: evidence.map(
      ({ requirement, statement, link, by, validUntil }): Evidence => ({
        requirement,
        statement,
        by,
        validUntil,
        ...(link === null ? {} : { link }),
      }),
    ),
    now,
  });
}

/** Evidence given by hand for a framework and not taken back, newest first. */
export async function evidenceFor(context: Context, framework: string): Promise<EvidenceView[]> {
  return (await evidenceByFramework(context, framework)).get(framework) ?? [];
}

/** The same for every framework, or one, by its id. */
export async function evidenceByFramework(
  { db, tenant, now }: Context,
  framework?: string,
): Promise<Map<string, EvidenceView[]>> {
  let query = db
    .selectFrom('evidence')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('removed_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id');
  if (framework !== undefined) query = query.where('framework', '=', framework);
  const given = new Map<string, EvidenceView[]>();
  for (const row of await query.execute()) {
    const until = row.valid_until ?? row.created_at;
    const of = given.get(row.framework) ?? [];
    given.set(row.framework, of);
    of.push({
      id: row.id,
      requirement: row.requirement,
      statement: row.statement,
      link: row.link,
      by: row.created_by,
      createdAt: row.created_at.toISOString(),
      validUntil: until.toISOString(),
      expired: until <= now,
    });
  }
  return given;
}

/** The head of a framework with its numbers. */
export function frameworkView({ framework, states, score }: Assessment): FrameworkView {
  const { id, title, publisher, version, extent, source } = framework;
  const requirements = Object.values(states).reduce((sum, count) => sum + count, 0);
  return { id, title, publisher, version, extent, source, requirements, counts: states, score };
}

/** The tree of a framework as the API shows it. */
export function treeView(content: Content, nodes: readonly AssessedNode[], evidence: readonly EvidenceView[]): Node[] {
  return nodes.map((node): Node => {
    const { id, title } = node;
    const shared = { id, title, text: node.text ?? null, state: node.state };
    if (node.type === 'section') {
      return {
        ...shared,
        type: 'section',
        counts: node.states,
        score: node.score,
        assessment: null,
        technical: null,
        results: null,
        controls: [],
        evidenceNeeded: null,
        evidenceState: null,
        evidence: [],
        answeredBy: [],
        children: treeView(content, node.children, evidence),
      };
    }
    return {
      ...shared,
      type: 'requirement',
      counts: { ...noStates(), [node.state]: 1 },
      score: null,
      assessment: node.assessment,
      technical: node.technical,
      results: storedCounts(node.counts),
      controls: node.controls.map((control) => ({
        id: control.id,
        title: control.title,
        severity: control.severity,
        kind: content.controls.get(control.id)?.kind ?? '',
        results: control.counts === undefined ? null : storedCounts(control.counts),
      })),
      evidenceNeeded: node.evidenceAsked ?? null,
      evidenceState: node.evidence.state,
      evidence: evidence.filter((one) => one.requirement === id),
      answeredBy: node.answeredBy ?? [],
      children: [],
    };
  });
}

function noStates(): Node['counts'] {
  return { passing: 0, failing: 0, unknown: 0, manual: 0, evidenced: 0, 'not-applicable': 0, 'not-covered': 0 };
}

function assessedCounts({ 'not-applicable': notApplicable, ...counts }: StatusCounts): AssessedCounts {
  return { ...counts, notApplicable };
}

function storedCounts({ notApplicable, ...counts }: AssessedCounts): StatusCounts {
  return { ...counts, 'not-applicable': notApplicable };
}
