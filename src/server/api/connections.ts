import { z } from 'zod';
import type { Route } from './route.ts';
import { count, idParams, pageOf, paging, severityCounts, text, time } from './values.ts';

const region = z
  .string()
  .max(40)
  .regex(/^[a-z0-9-]+$/);
const roleArn = z
  .string()
  .max(200)
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);

/** How the server gets in. Secrets go in and never come out. */
const credentials = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('keys'),
    accessKeyId: z.string().min(16).max(128).regex(/^\w+$/),
    secretAccessKey: z.string().min(16).max(256),
    sessionToken: z.string().max(8192).optional(),
  }),
  z.object({
    type: z.literal('role'),
    roleArn,
    base: z
      .object({ accessKeyId: z.string().min(16).max(128).regex(/^\w+$/), secretAccessKey: z.string().min(16).max(256) })
      .optional()
      .describe('Keys that may assume the role; without them the identity of the server’s own machine is used'),
  }),
  z.object({
    type: z.literal('password').describe('Of a registry: a robot account that may pull'),
    username: z.string().max(300),
    password: z.string().min(1).max(16_384),
  }),
]);

/** How a registry is walked. */
const registry = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .describe('`https://registry.example:5000`; plain HTTP only where it says so'),
  kind: z.enum(['auto', 'distribution', 'harbor', 'ecr', 'nexus', 'jfrog']).default('auto'),
  repositories: z.array(z.string().min(1).max(300)).max(200).default([]).describe('Patterns with `*`; empty for all'),
  tags: z.number().int().min(1).max(1000).default(3).describe('So many newest tags of each repository are scanned'),
});

const settings = {
  name: z.string().min(1).max(100),
  regions: z.array(region).max(100).describe('Only these; empty for every enabled region'),
  organization: z
    .object({
      role: z
        .string()
        .min(1)
        .max(64)
        .regex(/^[\w+=,.@/-]+$/),
    })
    .nullable()
    .describe('Also scan every account of the organisation through this role'),
  schedule: z.string().max(100).nullable().describe('Cron (UTC), null for by hand only'),
  enabled: z.boolean(),
};

export const scan = z
  .object({
    id: z.string(),
    connection: z.string(),
    connectionName: z.string(),
    state: z.enum(['queued', 'running', 'done', 'incomplete', 'failed', 'cancelled']),
    trigger: z.enum(['user', 'schedule', 'upload', 'event', 'sample']),
    target: z
      .string()
      .nullable()
      .describe('The one image that it is of; null: everything that the connection leads to'),
    phase: z.enum(['waiting', 'collecting', 'building', 'judging', 'finished']),
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    progress: z.object({
      accountsDone: count,
      accountsTotal: count,
      callsDone: count,
      callsKnown: count,
      facts: count,
      errors: count,
      current: z.string().nullable().describe('`account / region / service` at work now'),
    }),
    counts: z
      .object({ assets: count, results: count, opened: count, resolved: count, open: severityCounts })
      .nullable(),
    error: text.nullable(),
    problems: z
      .array(
        z.object({
          account: z.string(),
          region: z.string(),
          operation: z.string(),
          code: z.string(),
          message: z.string(),
          permission: z.string().nullable(),
          count,
        }),
      )
      .describe('Calls that failed, grouped; with what permission would have let them through'),
  })
  .meta({ id: 'Scan' });

const connection = z
  .object({
    id: z.string(),
    provider: z
      .enum(['aws', 'registry', 'oci', 'host', 'code'])
      .describe('`oci`, `host`, `code`: facts are uploaded, nothing is fetched'),
    ...settings,
    registry: registry.nullable().describe('For registries'),
    sample: z.boolean(),
    credentials: z
      .object({
        type: z.enum(['keys', 'role', 'password', 'none']),
        accessKeyId: z.string().nullable().describe('Masked'),
        username: z.string().nullable(),
        roleArn: z.string().nullable(),
      })
      .describe('Without secrets'),
    externalId: z.string(),
    accounts: z.array(z.string()),
    createdAt: time,
    lastScan: scan.nullable(),
    nextScan: time.nullable(),
  })
  .meta({ id: 'Connection' });

/** Whether a connection may have such credentials: of a registry in a cloud those of the cloud, too. */
export function fits(provider: string, credentials: { type: string } | undefined): boolean {
  return credentials === undefined || credentials.type !== 'password' || provider === 'registry';
}

export const connectionRoutes = {
  listConnections: {
    method: 'GET',
    path: '/connections',
    tag: 'connections',
    summary: 'Connections with their last scan',
    access: 'read',
    response: z.object({ items: z.array(connection) }),
  },
  getConnection: {
    method: 'GET',
    path: '/connections/:id',
    tag: 'connections',
    summary: 'One connection',
    access: 'read',
    params: idParams,
    response: connection,
  },
  createConnection: {
    method: 'POST',
    path: '/connections',
    tag: 'connections',
    summary: 'Add a connection to a cloud or a registry; its ExternalId is made here',
    access: 'admin',
    body: z
      .object({
        provider: z.enum(['aws', 'registry']).default('aws'),
        registry: registry.optional().describe('Needed for a registry'),
        name: settings.name,
        credentials: credentials.optional().describe('May follow once the role exists'),
        regions: settings.regions.default([]),
        organization: settings.organization.default(null),
        schedule: settings.schedule.default('0 */6 * * *'),
        enabled: settings.enabled.default(true),
      })
      .refine(({ provider, registry: given }) => (provider === 'registry') === (given !== undefined), {
        message: 'give the address of the registry, and of a registry alone',
        path: ['registry'],
      })
      .refine(({ provider, credentials: given }) => fits(provider, given), {
        message: 'credentials of another kind than the connection',
        path: ['credentials'],
      }),
    response: connection,
  },
  updateConnection: {
    method: 'PATCH',
    path: '/connections/:id',
    tag: 'connections',
    summary: 'Change a connection',
    access: 'admin',
    params: idParams,
    body: z.object({
      name: settings.name.optional(),
      credentials: credentials.optional(),
      regions: settings.regions.optional(),
      registry: registry.optional(),
      organization: settings.organization.optional(),
      schedule: settings.schedule.optional(),
      enabled: settings.enabled.optional(),
    }),
    response: connection,
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/connections/:id',
    tag: 'connections',
    summary: 'Remove a connection with everything that was collected through it',
    access: 'admin',
    params: idParams,
    response: null,
  },
  testConnection: {
    method: 'POST',
    path: '/connections/:id/test',
    tag: 'connections',
    summary: 'Try the credentials',
    access: 'admin',
    params: idParams,
    response: z.object({
      ok: z.boolean(),
      account: z.string().nullable(),
      identity: z.string().nullable().describe('ARN of who we are there'),
      error: text.nullable(),
    }),
  },
  startScan: {
    method: 'POST',
    path: '/connections/:id/scan',
    tag: 'connections',
    summary: 'Scan now; answers the running scan where there is one',
    access: 'write',
    params: idParams,
    response: scan,
  },
  getAwsPolicy: {
    method: 'GET',
    path: '/connections/aws/policy',
    tag: 'connections',
    summary: 'The least a role must be allowed',
    access: 'read',
    query: z.object({
      format: z.enum(['json', 'cloudformation', 'terraform']).default('json'),
      connection: z.string().max(200).optional().describe('Fills in its ExternalId'),
      trustedAccount: z
        .string()
        .regex(/^\d{12}$/)
        .optional(),
    }),
    response: z.object({ format: z.string(), filename: z.string(), policy: z.string() }),
  },
  listScans: {
    method: 'GET',
    path: '/scans',
    tag: 'connections',
    summary: 'Scans, newest first',
    access: 'read',
    query: z.object({ connection: z.string().max(200).optional(), ...paging }),
    response: pageOf(scan),
  },
  getScan: {
    method: 'GET',
    path: '/scans/:id',
    tag: 'connections',
    summary: 'One scan with its progress',
    access: 'read',
    params: idParams,
    response: scan,
  },
  cancelScan: {
    method: 'POST',
    path: '/scans/:id/cancel',
    tag: 'connections',
    summary: 'Stop a scan; what is known stays as it was',
    access: 'write',
    params: idParams,
    response: scan,
  },
  uploadFacts: {
    method: 'POST',
    path: '/facts',
    tag: 'connections',
    summary: 'Facts and collections of a scan made elsewhere, one JSON record a line; judged on arrival',
    access: 'upload',
    query: z.object({
      connection: z.string().min(1).max(100).describe('Name of the connection they belong to; made if new'),
    }),
    body: ['application/x-ndjson', 'application/zstd'],
    response: scan,
  },
  deleteSample: {
    method: 'DELETE',
    path: '/sample',
    tag: 'connections',
    summary: 'Remove the sample organisation',
    access: 'admin',
    response: null,
  },
  createSample: {
    method: 'POST',
    path: '/sample',
    tag: 'connections',
    summary: 'Bring the sample organisation back',
    access: 'admin',
    response: scan,
  },
} as const satisfies Record<string, Route>;
