import { z } from 'zod';
import type { Route } from './route.ts';
import { count, idParams, severity, statusCounts, text, time } from './values.ts';

const state = z.enum(['passing', 'failing', 'unknown', 'manual', 'evidenced', 'not-applicable', 'not-covered']).meta({
  id: 'RequirementState',
  description: '`manual` waits for evidence, `evidenced` has some that is still valid, `not-covered` has no control',
});

const stateCounts = z
  .object({
    passing: count,
    failing: count,
    unknown: count,
    manual: count,
    evidenced: count,
    'not-applicable': count,
    'not-covered': count,
  })
  .meta({ id: 'RequirementCounts' });

const framework = z
  .object({
    id: z.string(),
    title: text,
    publisher: z.string(),
    version: z.string(),
    extent: z.enum(['whole', 'touched']),
    source: z.string(),
    requirements: count,
    counts: stateCounts,
    score: z
      .number()
      .nullable()
      .describe('Share of passing and evidenced among all that were or should be judged, 0 to 1; null where none was'),
  })
  .meta({ id: 'Framework' });

const evidence = z
  .object({
    id: z.string(),
    requirement: z.string(),
    statement: z.string(),
    link: z.string().nullable(),
    by: z.string(),
    createdAt: time,
    validUntil: time,
    expired: z.boolean(),
  })
  .meta({ id: 'Evidence' });

const requirementControl = z.object({ id: z.string(), title: text, severity, kind: z.string(), results: statusCounts });

const node = z
  .object({
    id: z.string(),
    title: text,
    text: text.nullable(),
    assessment: z.enum(['automated', 'partial', 'manual']).nullable(),
    evidenceNeeded: text.nullable().describe('What to hand in'),
    state,
    counts: stateCounts.describe('Of the requirements below, or of itself'),
    controls: z.array(requirementControl),
    evidence: z.array(evidence),
    get children(): z.ZodArray<typeof node> {
      return z.array(node);
    },
  })
  .meta({ id: 'Requirement' });

const frameworkParams = z.object({ framework: z.string().min(1).max(100) });

export const complianceRoutes = {
  listFrameworks: {
    method: 'GET',
    path: '/compliance',
    tag: 'compliance',
    summary: 'Frameworks with how their requirements stand',
    access: 'read',
    response: z.object({ items: z.array(framework) }),
  },
  getFramework: {
    method: 'GET',
    path: '/compliance/:framework',
    tag: 'compliance',
    summary: 'One framework as a tree of requirements with controls and evidence',
    access: 'read',
    params: frameworkParams,
    query: z.object({ account: z.string().max(200).optional() }),
    response: z.object({ ...framework.shape, tree: z.array(node) }).meta({ id: 'FrameworkDetail' }),
  },
  getFrameworkReport: {
    method: 'GET',
    path: '/compliance/:framework/report',
    tag: 'compliance',
    summary: 'A report to file',
    access: 'read',
    params: frameworkParams,
    query: z.object({
      format: z.enum(['html', 'csv']).default('html'),
      language: z.enum(['en', 'ko']).default('en'),
      account: z.string().max(200).optional(),
    }),
    response: ['text/html', 'text/csv'],
  },
  addEvidence: {
    method: 'POST',
    path: '/compliance/:framework/evidence',
    tag: 'compliance',
    summary: 'Give evidence for a requirement by hand',
    access: 'write',
    params: frameworkParams,
    body: z.object({
      requirement: z.string().min(1).max(200),
      statement: z.string().min(3).max(10_000),
      link: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional(),
      validUntil: time,
    }),
    response: evidence,
  },
  deleteEvidence: {
    method: 'DELETE',
    path: '/evidence/:id',
    tag: 'compliance',
    summary: 'Take evidence back',
    access: 'write',
    params: idParams,
    response: null,
  },
} as const satisfies Record<string, Route>;
