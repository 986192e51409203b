import { z } from 'zod';
import type { Route } from './route.ts';
import { count, text, time } from './values.ts';

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

export const registryRoutes = {
  listRegistries: {
    method: 'GET',
    path: '/registries',
    tag: 'images',
    summary: 'Registries with their state',
    access: 'read',
    response: z.object({ items: z.array(registry) }),
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
