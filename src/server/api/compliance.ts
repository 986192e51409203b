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
      .object({ passing: count, judged: count })
      .describe('Requirements whose controls pass, of those that controls judge; unknown ones count as judged'),
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

const requirementControl = z
  .object({
    id: z.string(),
    title: text,
    severity,
    kind: z.string(),
    results: statusCounts.nullable().describe('Null where it was not run yet'),
  })
  .meta({ id: 'RequirementControl' });

const node = z
  .object({
    type: z.enum(['section', 'requirement']),
    id: z.string(),
    title: text,
    text: text.nullable(),
    state: state.describe('Of a section: as weak as its weakest part'),
    counts: stateCounts.describe('Of the requirements below, or of the requirement itself'),
    score: z.object({ passing: count, judged: count }).nullable().describe('Of a section'),
    assessment: z
      .enum(['automated', 'partial', 'manual'])
      .nullable()
      .describe('Of a requirement: controls, both, people'),
    technical: state.nullable().describe('What the controls of a requirement say without evidence'),
    results: statusCounts.nullable().describe('Results of the controls of a requirement'),
    controls: z.array(requirementControl),
    evidenceNeeded: text.nullable().describe('What to hand in'),
    evidenceState: z.enum(['not-needed', 'missing', 'valid', 'expired']).nullable(),
    evidence: z.array(evidence),
    answeredBy: z.array(z.string()).describe('Requirements that answer this one; it is then not counted again'),
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
    shared: true,
    response: z.object({ items: z.array(framework) }),
  },
  getFramework: {
    method: 'GET',
    path: '/compliance/:framework',
    tag: 'compliance',
    summary: 'One framework as a tree of requirements with controls and evidence',
    access: 'read',
    shared: true,
    params: frameworkParams,
    query: z.object({ account: z.string().max(200).optional() }),
    response: z
      .object({
        ...framework.shape,
        tree: z.array(node),
        strays: z
          .array(z.object({ control: z.string(), requirement: z.string() }))
          .describe('Requirements that controls name and the framework does not have'),
      })
      .meta({ id: 'FrameworkDetail' }),
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
      statement: z.string().trim().min(1).max(4000),
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
