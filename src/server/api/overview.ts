import { z } from 'zod';
import { finding } from './findings.ts';
import type { Route } from './route.ts';
import { count, day, searchText, severity, severityCounts, statusCounts, text, time } from './values.ts';

const staleness = z
  .object({
    account: z.string(),
    accountName: z.string(),
    region: z.string(),
    oldest: time.describe('The oldest answer that still stands here'),
    newest: time,
    incomplete: count.describe('Calls whose newest answer is not complete'),
  })
  .meta({ id: 'Staleness' });

export const overviewRoutes = {
  getOverview: {
    method: 'GET',
    path: '/overview',
    tag: 'overview',
    summary: 'What matters today',
    access: 'read',
    shared: true,
    query: z.object({
      account: z.string().max(200).optional(),
      days: z.coerce.number().int().min(1).max(90).default(30),
    }),
    response: z
      .object({
        now: time,
        sample: z.boolean(),
        connections: count,
        assets: count,
        vulnerabilities: z
          .object({ open: severityCounts, excepted: count, new7d: severityCounts, resolved7d: count })
          .describe('The same of vulnerabilities in packages, which the other numbers leave out'),
        open: severityCounts.describe('Open findings of controls, accepted by nobody'),
        excepted: count,
        stale: count,
        new24h: severityCounts,
        new7d: severityCounts,
        resolved7d: count,
        top: z.array(finding).describe('The ten of highest risk, of controls'),
        trend: z.array(z.object({ day, opened: count, resolved: count, open: severityCounts })),
        coverage: statusCounts,
        staleness: z.array(staleness),
        running: z.array(z.string()).describe('Ids of scans that run now'),
      })
      .meta({ id: 'Overview' }),
  },
  search: {
    method: 'GET',
    path: '/search',
    tag: 'overview',
    summary: 'For the palette: a few assets, findings and controls that match',
    access: 'read',
    query: z.object({ q: searchText.min(1), limit: z.coerce.number().int().min(1).max(20).default(8) }),
    response: z.object({
      assets: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          kind: z.string(),
          kindTitle: text,
          account: z.string(),
          region: z.string(),
        }),
      ),
      findings: z.array(z.object({ id: z.string(), title: text, severity, asset: z.string() })),
      controls: z.array(z.object({ id: z.string(), title: text, severity })),
    }),
  },
} as const satisfies Record<string, Route>;
