import type { Exception } from '../findings/exceptions.ts';
import type { FindingFilter } from '../findings/filter.ts';
import type { StoredFinding } from '../findings/stored-finding.ts';
import type { Category, Control, Rule, Text } from '../model/index.ts';
import type { Routes } from './api/index.ts';
import type { Content } from './content.ts';
import type { Input, Output } from './context.ts';
import { trustRule } from './trust/judge-origins.ts';

export type FindingView = Output<Routes['listFindings']>['items'][number];
export type ExceptionView = Output<Routes['createException']>;
export type AssetRef = FindingView['asset'];
type Query = Omit<Input<Routes['exportFindings']>['query'], 'format' | 'language'>;

/** A finding as the API shows it. A finding whose control was removed keeps its id for a title. */
export function findingView(content: Content, row: StoredFinding): FindingView {
  return {
    id: row.id,
    rule: row.rule,
    class: row.class,
    title: titleOf(content, row),
    severity: row.severity,
    risk: row.risk,
    status: row.status,
    resolution: row.resolution,
    stale: row.stale,
    excepted: row.exception_id !== null,
    asset: assetRef(content, { ...row, id: row.asset, name: row.asset_name }),
    discriminator: row.discriminator,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

function titleOf(content: Content, { rule, rule_title }: StoredFinding): Text {
  const title = rule_title ?? rule;
  return (content.controls.get(rule) ?? trustRule(rule))?.title ?? { en: title, ko: title };
}

/** An asset as other things point at it. */
export function assetRef(
  content: Content,
  row: {
    id: string;
    kind: string;
    provider: string;
    account: string;
    region: string;
    name: string;
    category: Category | null;
  },
): AssetRef {
  const kind = content.kind(row.kind);
  return {
    id: row.id,
    kind: row.kind,
    kindTitle: kind.title,
    provider: row.provider,
    account: row.account,
    region: row.region,
    name: row.name,
    category: row.category ?? kind.category,
  };
}

/** The filter that a query asks for. */
export function filterOf(content: Content, query: Query): FindingFilter {
  const { status, class: of, severity, kind, account, region, category, asset, q, stale, excepted, since } = query;
  const rules = rulesOf(content, query);
  return {
    status,
    ...(of === undefined ? {} : { class: of }),
    ...(severity === undefined ? {} : { severity }),
    ...(rules === undefined ? {} : { rules }),
    ...(kind === undefined ? {} : { kind }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(category === undefined ? {} : { category }),
    ...(asset === undefined ? {} : { asset }),
    ...(q === undefined ? {} : { q }),
    ...(stale === undefined ? {} : { stale }),
    ...(excepted === undefined ? {} : { excepted }),
    ...(since === undefined ? {} : { since: new Date(since) }),
  };
}

/** A requirement stands for the controls that speak to it. */
function rulesOf(content: Content, { rule, requirement }: Query): string[] | undefined {
  if (requirement === undefined) return rule === undefined ? undefined : [rule];
  const cut = requirement.indexOf('/');
  const [framework, id] = [requirement.slice(0, cut), requirement.slice(cut + 1)];
  const rules = [...content.controls.values()]
    .filter((control) => control.maps?.[framework]?.includes(id))
    .map((control) => control.id);
  return rule === undefined ? rules : rules.filter((one) => one === rule);
}

/** An exception as the API shows it. */
export function exceptionView(row: Exception & { covers: number }, now: Date): ExceptionView {
  return {
    id: row.id,
    finding: row.finding_id,
    rule: row.rule,
    account: row.account,
    assetPattern: row.asset_pattern,
    reason: row.reason,
    owner: row.owner,
    expiresAt: row.expires_at?.toISOString() ?? null,
    expired: row.expires_at !== null && row.expires_at <= now,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    covers: row.covers,
  };
}

/** What a control maps to, with titles. */
export function mappingsOf(content: Content, control: Pick<Control, 'maps'> | undefined) {
  return Object.entries(control?.maps ?? {}).map(([framework, requirements]) => ({
    framework,
    title: content.frameworks.get(framework)?.title ?? { en: framework, ko: framework },
    requirements: requirements.map((id) => ({ id, title: content.requirementTitle(framework, id) })),
  }));
}

/** How the findings of a rule are put right. */
export function remediationOf(control: Pick<Rule, 'remediation'>) {
  const { text, cli, terraform } = control.remediation;
  return { text, cli: cli ?? null, terraform: terraform ?? null };
}
