import { z } from 'zod';
import { assetRef, relatedAsset } from './asset-values.ts';
import type { Route } from './route.ts';
import {
  category,
  count,
  flag,
  idParams,
  pageOf,
  paging,
  raw,
  searchText,
  several,
  severity,
  severityCounts,
  text,
  time,
} from './values.ts';

const findingClass = z
  .enum(['control', 'vulnerability'])
  .meta({ id: 'FindingClass', description: 'What a finding rests on: a control, or advisories on a package' });

export const finding = z
  .object({
    id: z.string(),
    rule: z.string().describe('Id of the control, or of the vulnerability'),
    class: findingClass,
    title: text,
    severity,
    risk: z.number().describe('0 to 100: severity weighed by exposure'),
    status: z.enum(['open', 'resolved']),
    resolution: z.enum(['fixed', 'not-applicable', 'removed']).nullable(),
    stale: z.boolean().describe('Open, but the newest judgement could not tell'),
    excepted: z.boolean(),
    asset: assetRef,
    discriminator: z.string().describe('Tells the elements of one asset apart; empty for the whole asset'),
    firstSeen: time,
    lastSeen: time,
    resolvedAt: time.nullable(),
  })
  .meta({ id: 'Finding' });

const exception = z
  .object({
    id: z.string(),
    finding: z.string().nullable(),
    rule: z.string().nullable(),
    account: z.string().nullable(),
    assetPattern: z.string().nullable().describe('Asset ids with `*` for any run of characters'),
    reason: z.string(),
    owner: z.string().nullable(),
    expiresAt: time.nullable(),
    expired: z.boolean(),
    createdBy: z.string(),
    createdAt: time,
    covers: count.describe('Open findings it covers now'),
  })
  .meta({ id: 'Exception' });

/** A fact that a judgement read, with the call it came from. */
const usedFact = z
  .object({
    operation: z.string().describe('`s3:GetBucketAcl`'),
    params: z.record(z.string(), raw),
    account: z.string(),
    region: z.string(),
    collectedAt: time,
    complete: z.boolean(),
    error: z.object({ code: z.string(), message: z.string(), permission: z.string().nullable() }).nullable(),
    field: z.string().nullable().describe('Where the answer lies in the asset data; null for the item itself'),
    data: raw.describe('The answer as kept in the asset'),
  })
  .meta({ id: 'UsedFact' });

export const remediation = z
  .object({ text, cli: z.string().nullable(), terraform: z.string().nullable() })
  .meta({ id: 'Remediation' });

export const mapping = z
  .object({ framework: z.string(), title: text, requirements: z.array(z.object({ id: z.string(), title: text })) })
  .meta({ id: 'FrameworkMapping' });

const findingDetail = z
  .object({
    ...finding.shape,
    why: text,
    remediation,
    maps: z.array(mapping),
    evidence: z.record(z.string(), raw),
    unknown: z
      .object({ operation: z.string(), code: z.string(), permission: z.string().nullable() })
      .nullable()
      .describe('What was missing in the newest judgement, where it is stale'),
    judgedAt: time.nullable(),
    assetData: raw,
    assetTags: z.record(z.string(), z.string()),
    facts: z.array(usedFact),
    history: z.array(
      z.object({
        at: time,
        type: z.enum(['opened', 'resolved', 'reopened', 'stale', 'confirmed', 'excepted', 'exception-ended']),
        actor: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    exception: exception.nullable(),
    related: z.array(relatedAsset),
    others: z.array(finding).describe('Other findings of the same asset'),
  })
  .meta({ id: 'FindingDetail' });

const filters = {
  status: z.enum(['open', 'resolved', 'all']).default('open'),
  class: findingClass.optional().describe('Absent: both'),
  severity: several(severity).optional(),
  rule: z.string().max(200).optional(),
  kind: z.string().max(200).optional(),
  account: z.string().max(200).optional(),
  region: z.string().max(100).optional(),
  category: category.optional(),
  asset: z.string().max(2000).optional(),
  requirement: z.string().max(200).optional().describe('`framework/requirement`: findings of its controls'),
  q: searchText.optional(),
  stale: flag.optional(),
  excepted: flag.optional().describe('Absent: both'),
  since: time.optional().describe('First seen at or after'),
};

export const findingRoutes = {
  listFindings: {
    method: 'GET',
    path: '/findings',
    tag: 'findings',
    summary: 'Findings, worst first unless sorted otherwise',
    access: 'read',
    query: z.object({
      ...filters,
      sort: z.enum(['risk', 'severity', 'lastSeen', 'firstSeen']).default('risk'),
      ...paging,
    }),
    response: pageOf(finding),
  },
  groupFindings: {
    method: 'GET',
    path: '/findings/groups',
    tag: 'findings',
    summary: 'Findings counted by one property, largest group first',
    access: 'read',
    shared: true,
    query: z.object({ ...filters, by: z.enum(['rule', 'account', 'region', 'kind', 'category', 'severity']) }),
    response: z.object({
      groups: z.array(
        z.object({
          key: z.string(),
          title: text.nullable().describe('People’s word for the key, where there is one'),
          severity: severity.describe('The worst in the group'),
          count,
          stale: count,
          bySeverity: severityCounts,
        }),
      ),
      exact: z.boolean().describe('False where more matched than were counted'),
    }),
  },
  getFinding: {
    method: 'GET',
    path: '/findings/:id',
    tag: 'findings',
    summary: 'One finding with proof, fix, history and what is related',
    access: 'read',
    params: idParams,
    response: findingDetail,
  },
  exportFindings: {
    method: 'GET',
    path: '/findings/export',
    tag: 'findings',
    summary: 'All findings that match, as a file',
    access: 'read',
    query: z.object({
      ...filters,
      format: z.enum(['csv', 'json', 'ocsf', 'sarif', 'html']),
      language: z.enum(['en', 'ko']).default('en'),
    }),
    response: ['text/csv', 'application/json', 'application/x-ndjson', 'application/sarif+json', 'text/html'],
  },
  listExceptions: {
    method: 'GET',
    path: '/exceptions',
    tag: 'findings',
    summary: 'Exceptions, newest first',
    access: 'read',
    response: z.object({ items: z.array(exception) }),
  },
  createException: {
    method: 'POST',
    path: '/exceptions',
    tag: 'findings',
    summary: 'Accept a risk for a time: of one finding, or of a rule over an account or assets',
    access: 'write',
    body: z
      .object({
        finding: z.string().max(64).optional(),
        rule: z.string().max(200).optional(),
        account: z.string().max(200).optional(),
        assetPattern: z.string().max(2000).optional(),
        reason: z.string().min(3).max(2000),
        owner: z.string().max(200).optional(),
        expiresAt: time,
      })
      .refine((given) => (given.finding === undefined) !== (given.rule === undefined), {
        message: 'give either a finding or a rule',
        path: ['finding'],
      }),
    response: exception,
  },
  deleteException: {
    method: 'DELETE',
    path: '/exceptions/:id',
    tag: 'findings',
    summary: 'End an exception',
    access: 'write',
    params: idParams,
    response: null,
  },
} as const satisfies Record<string, Route>;
