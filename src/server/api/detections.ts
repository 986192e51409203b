import { z } from 'zod';
import type { Route } from './route.ts';
import { count, flag, idParams, raw, searchText, severity, text, time } from './values.ts';

const detection = z
  .object({
    id: z.string(),
    title: text,
    why: text,
    severity,
    techniques: z.array(z.string()),
    tactics: z.array(z.string()),
    sources: z.array(z.string()),
    kind: z.enum(['rule', 'correlation']),
    origin: z.enum(['product', 'user']),
    author: z.string().nullable(),
    enabled: z.boolean(),
    alertsLastMonth: count,
    lastAlert: time.nullable(),
    state: z
      .enum(['firing', 'silent', 'no-events', 'off'])
      .describe('`no-events`: no event of its sources came in the last week'),
  })
  .meta({ id: 'Detection' });

const detectionException = z
  .object({
    id: z.string(),
    detection: z.string(),
    fields: z
      .array(z.object({ field: z.string(), value: z.string() }))
      .describe('All must hold; `*` stands for any run of characters'),
    reason: z.string(),
    expiresAt: time,
    expired: z.boolean(),
    createdBy: z.string(),
    createdAt: time,
    sigma: z.string().describe('The Sigma filter that it is'),
  })
  .meta({ id: 'DetectionException' });

const watch = z
  .object({
    id: z.string(),
    title: text,
    enabled: z.boolean(),
    events: z.array(z.string()).describe('Ids of known events: `aws.signin.ConsoleLogin`'),
    actor: z.string().nullable().describe('`*` stands for any run of characters'),
    account: z.string().nullable(),
    region: z.string().nullable(),
    ip: z.string().nullable().describe('An address or CIDR'),
    asset: z.string().nullable(),
    outcome: z.enum(['success', 'failure']).nullable(),
    severity,
    channels: z.array(z.string()).describe('Told beside those that the routing names'),
    named: z.boolean().describe('One of those that are watched from the start'),
    alertsLastMonth: count,
    lastAlert: time.nullable(),
  })
  .meta({ id: 'Watch' });

const watchBody = z.object({
  title: z.string().min(1).max(200),
  enabled: z.boolean().default(true),
  events: z.array(z.string().max(200)).min(1).max(200),
  actor: z.string().max(2000).nullable().default(null),
  account: z.string().max(200).nullable().default(null),
  region: z.string().max(100).nullable().default(null),
  ip: z.string().max(100).nullable().default(null),
  asset: z.string().max(2000).nullable().default(null),
  outcome: z.enum(['success', 'failure']).nullable().default(null),
  severity,
  channels: z.array(z.string().max(200)).max(50).default([]),
});

const replay = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    error: text.nullable(),
    read: count.describe('Events read so far'),
    total: count.nullable(),
    alerts: count,
    samples: z.array(z.object({ at: time, group: z.record(z.string(), z.string()), events: count })),
    byDay: z.array(z.object({ day: z.string(), count })),
  })
  .meta({ id: 'Replay' });

export const detectionRoutes = {
  listDetections: {
    method: 'GET',
    path: '/detections',
    tag: 'detections',
    summary: 'Every detection, with how often it fires',
    access: 'read',
    query: z.object({
      q: searchText.optional(),
      source: z.string().max(50).optional(),
      technique: z.string().max(20).optional(),
      enabled: flag.optional(),
    }),
    response: z.object({
      items: z.array(detection),
      rejected: z.array(z.object({ rule: z.string(), reason: text, place: z.string().nullable() })),
    }),
  },
  getDetection: {
    method: 'GET',
    path: '/detections/:id',
    tag: 'detections',
    summary: 'One detection with its Sigma text and exceptions',
    access: 'read',
    params: idParams,
    response: z.object({
      ...detection.shape,
      respond: text.nullable(),
      falsePositives: z.array(text),
      references: z.array(z.string()),
      groupBy: z.array(z.string()),
      periodSeconds: z.number(),
      sigma: z.string(),
      exceptions: z.array(detectionException),
    }),
  },
  setDetection: {
    method: 'PATCH',
    path: '/detections/:id',
    tag: 'detections',
    summary: 'Switch a detection on or off',
    access: 'write',
    params: idParams,
    body: z.object({ enabled: z.boolean() }),
    response: detection,
  },
  importDetections: {
    method: 'POST',
    path: '/detections/import',
    tag: 'detections',
    summary: 'Take Sigma rules in as they are; each is checked, and rejected ones are named with the reason',
    access: 'admin',
    body: z.object({
      yaml: z.string().min(1).max(900_000),
      enabled: z.boolean().default(false),
      dryRun: z.boolean().default(false),
    }),
    response: z.object({
      imported: z.array(z.string()),
      rejected: z.array(z.object({ rule: z.string(), reason: text, place: z.string().nullable() })),
    }),
  },
  deleteDetection: {
    method: 'DELETE',
    path: '/detections/:id',
    tag: 'detections',
    summary: 'Remove an imported detection',
    access: 'admin',
    params: idParams,
    response: null,
  },
  startReplay: {
    method: 'POST',
    path: '/replays',
    tag: 'detections',
    summary: 'What would a detection have raised over stored events? Raises nothing',
    access: 'write',
    body: z.object({
      detection: z.string().max(200).optional(),
      yaml: z.string().max(200_000).optional(),
      since: time,
      until: time,
    }),
    response: replay,
  },
  getReplay: {
    method: 'GET',
    path: '/replays/:id',
    tag: 'detections',
    summary: 'How a replay goes',
    access: 'read',
    params: idParams,
    response: replay,
  },
  cancelReplay: {
    method: 'DELETE',
    path: '/replays/:id',
    tag: 'detections',
    summary: 'Stop a replay',
    access: 'write',
    params: idParams,
    response: null,
  },
  listDetectionExceptions: {
    method: 'GET',
    path: '/detection-exceptions',
    tag: 'detections',
    summary: 'Exceptions of detections',
    access: 'read',
    response: z.object({ items: z.array(detectionException) }),
  },
  createDetectionException: {
    method: 'POST',
    path: '/detection-exceptions',
    tag: 'detections',
    summary: 'Let a detection be silent about something, with a reason and an end',
    access: 'write',
    body: z.object({
      detection: z.string().max(200),
      fields: z
        .array(z.object({ field: z.string().min(1).max(200), value: z.string().min(1).max(2000) }))
        .min(1)
        .max(20),
      reason: z.string().min(3).max(2000),
      expiresAt: time,
    }),
    response: detectionException,
  },
  deleteDetectionException: {
    method: 'DELETE',
    path: '/detection-exceptions/:id',
    tag: 'detections',
    summary: 'End an exception',
    access: 'write',
    params: idParams,
    response: null,
  },
  attackMatrix: {
    method: 'GET',
    path: '/attack',
    tag: 'detections',
    summary: 'ATT&CK tactics and techniques: which are covered, which were seen, which are silent for want of events',
    access: 'read',
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    response: z.object({
      tactics: z.array(
        z.object({
          id: z.string(),
          name: text,
          techniques: z.array(
            z.object({
              id: z.string(),
              name: text,
              detections: count,
              enabled: count,
              blind: count.describe('Enabled, but no event of their sources comes in'),
              alerts: count,
              state: z.enum(['seen', 'covered', 'silent', 'none']),
            }),
          ),
        }),
      ),
    }),
  },
  knownEvents: {
    method: 'GET',
    path: '/known-events',
    tag: 'detections',
    summary: 'Events worth knowing, with their words, category and ATT&CK technique',
    access: 'read',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          source: z.string(),
          service: z.string(),
          name: z.string(),
          title: text,
          category: z.string(),
          technique: z.string().nullable(),
          severity,
          named: z.boolean(),
          watched: z.boolean(),
          seenLastMonth: count,
        }),
      ),
    }),
  },
  listWatches: {
    method: 'GET',
    path: '/watches',
    tag: 'detections',
    summary: 'Watches',
    access: 'read',
    response: z.object({ items: z.array(watch) }),
  },
  createWatch: {
    method: 'POST',
    path: '/watches',
    tag: 'detections',
    summary: 'Watch events',
    access: 'write',
    body: watchBody,
    response: watch,
  },
  updateWatch: {
    method: 'PUT',
    path: '/watches/:id',
    tag: 'detections',
    summary: 'Change a watch',
    access: 'write',
    params: idParams,
    body: watchBody,
    response: watch,
  },
  deleteWatch: {
    method: 'DELETE',
    path: '/watches/:id',
    tag: 'detections',
    summary: 'End a watch',
    access: 'write',
    params: idParams,
    response: null,
  },
  listLists: {
    method: 'GET',
    path: '/lists',
    tag: 'detections',
    summary: 'Lists that detections ask (Sigma placeholders): trusted automation, allowed regions, ...',
    access: 'read',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          title: text,
          about: text,
          values: z.array(z.string()),
          changed: z.boolean(),
          usedBy: z.array(z.string()),
        }),
      ),
    }),
  },
  listCandidates: {
    method: 'GET',
    path: '/lists/trusted_automation/candidates',
    tag: 'detections',
    summary:
      'Who changed things in the last two weeks only ever with one tool, and is not on the list of trusted automation',
    access: 'read',
    response: z.object({
      items: z.array(
        z.object({
          value: z.string().describe('As the list names it'),
          name: z.string(),
          type: z.enum(['user', 'role', 'service-account']),
          source: z.string(),
          account: z.string(),
          accounts: count,
          tool: z.string(),
          deploys: z.boolean().describe('The tool is one that deploys'),
          events: count,
          changes: count.describe('Events that changed something'),
          addresses: count,
          first: time,
          last: time,
          alerts: count.describe('Raised by it in that time'),
        }),
      ),
    }),
  },
  setList: {
    method: 'PUT',
    path: '/lists/:id',
    tag: 'detections',
    summary: 'Set a list; null brings the default back',
    access: 'admin',
    params: idParams,
    body: z.object({ values: z.array(z.string().max(2000)).max(10_000).nullable() }),
    response: raw,
  },
} as const satisfies Record<string, Route>;
