import { z } from 'zod';
import type { Route } from './route.ts';
import { count, several, text, time } from './values.ts';

const registry = z
  .object({
    id: z.string(),
    name: z.string().describe('`registry.example:5000`'),
    connection: z.string().nullable().describe('Null where only single images of it were scanned'),
    repositories: count.nullable().describe('Null where nobody walked through it'),
    images: count.describe('Scanned'),
    stale: count.nullable().describe('Images that nobody pulled or pushed for long, by its controls'),
    untagged: count.nullable(),
    mutable: z.boolean().nullable().describe('Tags can be moved to other images; null where not known'),
    anonymous: z.boolean().nullable().describe('Anybody can pull; null where not known'),
    open: count.describe('Open findings of controls over the registry and its repositories'),
    walkedAt: time.nullable(),
    error: text.nullable(),
  })
  .meta({ id: 'Registry' });

const arn = z.string().min(1).max(600);

const proposals = z
  .object({
    type: z
      .enum(['distribution', 'harbor', 'ecr'])
      .describe('`distribution`: it has no settings that something could be proposed for'),
    repositories: count,
    unknown: count.describe('Repositories of which it is not known what lies in them, or what cleans them up'),
    removes: count.describe('Manifests that would be removed'),
    bytes: count.describe('Of them, at most: layers that others share stay'),
    cleanups: z.array(
      z.object({
        repository: z.string(),
        removes: count,
        stays: count,
        bytes: count,
        tags: z.array(z.string()).describe('The first that would go'),
      }),
    ),
    policies: z.array(
      z.object({
        name: z
          .string()
          .describe('`lifecycle-policy.json`, `repository-policy.json`, `retention.json`, `robot-pipeline.json`'),
        text: z.string().describe('JSON, as the registry takes it'),
        place: z.string().describe('Repository or project that it is for, the first of several'),
        places: count,
      }),
    ),
    more: z.object({ cleanups: count, policies: count }).describe('Beyond those listed'),
  })
  .meta({ id: 'RegistryProposals' });

export const registryRoutes = {
  listRegistries: {
    method: 'GET',
    path: '/registries',
    tag: 'images',
    summary: 'Registries with their state',
    access: 'read',
    response: z.object({ items: z.array(registry) }),
  },
  getRegistryProposals: {
    method: 'GET',
    path: '/registries/proposals',
    tag: 'images',
    summary: 'Policies that would clean a registry up and guard it, and what they would remove; nothing is applied',
    access: 'read',
    query: z.object({
      registry: z.string().min(1).max(300),
      keep: z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(20)
        .describe('Newest images of each repository that stay'),
      pipeline: several(arn).optional().describe('Who is to push, in a repository policy of ECR'),
      runtime: several(arn).optional().describe('Who is to pull'),
      breakGlass: several(arn).optional().describe('Whom the policy denies nothing'),
    }),
    response: proposals,
  },
  getHarborScanner: {
    method: 'GET',
    path: '/harbor/api/v1/metadata',
    tag: 'images',
    summary: 'Scanner adapter of Harbor: what it can do',
    access: 'upload',
    response: ['application/vnd.scanner.adapter.metadata+json'],
    root: true,
  },
  startHarborScan: {
    method: 'POST',
    path: '/harbor/api/v1/scan',
    tag: 'images',
    summary: 'Scanner adapter of Harbor: scan an image of a registry that is connected',
    access: 'upload',
    body: ['application/vnd.scanner.adapter.scan.request+json', 'application/json'],
    response: ['application/vnd.scanner.adapter.scan.response+json', 'application/vnd.scanner.adapter.error+json'],
    root: true,
  },
  getHarborReport: {
    method: 'GET',
    path: '/harbor/api/v1/scan/:id/report',
    tag: 'images',
    summary: 'Scanner adapter of Harbor: the report on an image; 302 as long as it is being scanned',
    access: 'upload',
    params: z.object({ id: z.string().min(1).max(64) }),
    query: z.object({ sbom_media_type: z.string().max(200).optional() }),
    response: [
      'application/vnd.security.vulnerability.report',
      'application/vnd.security.sbom.report+json',
      'application/vnd.scanner.adapter.error+json',
    ],
    root: true,
  },
  receiveRegistryEvent: {
    method: 'POST',
    path: '/registry-events/:kind',
    tag: 'images',
    summary:
      'Notice of a registry that an image was pushed: Distribution notifications, Harbor webhooks, ECR by EventBridge. Images pushed are scanned',
    access: 'upload',
    params: z.object({ kind: z.enum(['distribution', 'harbor', 'ecr']) }),
    query: z.object({
      connection: z
        .string()
        .max(100)
        .optional()
        .describe('Name of the connection to scan by, where the registry calls itself otherwise than we do'),
    }),
    body: [
      'application/json',
      'application/vnd.docker.distribution.events.v1+json',
      'application/vnd.docker.distribution.events.v2+json',
      'application/cloudevents+json',
    ],
    response: z.object({ queued: z.array(z.string()).describe('References to be scanned'), ignored: count }),
    unaudited: true,
  },
} as const satisfies Record<string, Route>;
