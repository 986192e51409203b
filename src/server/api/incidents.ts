import { z } from 'zod';
import { assetRef } from './asset-values.ts';
import type { Route } from './route.ts';
import { count, flag, idParams, pageOf, paging, raw, searchText, several, severity, text, time } from './values.ts';

export const activity = z
  .object({
    id: z.string(),
    source: z.string().describe('Id of the event source'),
    time,
    action: z.string(),
    title: text.nullable().describe('People’s word for the action, where it is a known event'),
    service: z.string(),
    outcome: z.enum(['success', 'failure', 'unknown']),
    error: z.string().nullable(),
    actor: z.object({ type: z.string(), id: z.string(), name: z.string(), session: z.string().nullable() }),
    account: z.string(),
    accountName: z.string(),
    region: z.string(),
    ip: z.string().nullable(),
    place: z
      .object({
        country: z.string().nullable(),
        city: z.string().nullable(),
        organisation: z.string().nullable(),
        cloud: z.string().nullable(),
        tags: z.array(z.string()).describe('`tor`, `vpn`, `internal`, names of threat lists'),
      })
      .nullable(),
    agent: z.string().nullable(),
    assets: z.array(z.string()),
  })
  .meta({ id: 'Activity' });

/** What was lost for one reason. `late`, `future` and `evicted`: stored and judged alone, but not counted with other events. */
export const loss = z.object({
  reason: z.enum(['malformed', 'too-large', 'unknown-source', 'late', 'future', 'gap', 'evicted', 'stream-cut']),
  count,
});

const alert = z
  .object({
    id: z.string(),
    detection: z.string(),
    title: text,
    severity,
    techniques: z.array(z.string()),
    group: z.record(z.string(), z.string()).describe('What tells it from other alerts of the detection'),
    actor: z.string(),
    account: z.string(),
    region: z.string(),
    ip: z.string().nullable(),
    assets: z.array(z.string()),
    source: z.string(),
    firstAt: time.describe('Of its earliest event'),
    lastAt: time,
    raisedAt: time.describe('When it was first stored'),
    events: count.describe('Events it rests on, as far as they are kept'),
    incident: z.string().nullable(),
    watch: z.string().nullable().describe('The watch that raised it'),
    excepted: z.boolean().describe('An exception made later covers it'),
  })
  .meta({ id: 'Alert' });

const incident = z
  .object({
    id: z.string(),
    title: text,
    severity,
    status: z.enum(['open', 'investigating', 'closed']),
    verdict: z.enum(['true-positive', 'benign', 'false-positive', 'undetermined']).nullable(),
    assignee: z.string().nullable(),
    actors: z.array(z.string()),
    accounts: z.array(z.string()),
    assets: z.array(z.string()),
    techniques: z.array(z.string()),
    alerts: count,
    firstAt: time,
    lastAt: time,
    openedAt: time,
    closedAt: time.nullable(),
  })
  .meta({ id: 'Incident' });

const timelineEntry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alert'), at: time, alert }),
  z.object({
    type: z.literal('event'),
    at: time,
    event: activity,
    alerts: z.array(z.string()).describe('Alerts that rest on it; none: what came before or after'),
  }),
  z.object({ type: z.literal('note'), at: time, by: z.string(), note: z.string() }),
  z.object({
    type: z.literal('change'),
    at: time,
    by: z.string(),
    what: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  z.object({
    type: z.literal('told'),
    at: time,
    channel: z.string(),
    state: z.enum(['sent', 'failed', 'waiting', 'held']),
  }),
]);

const incidentDetail = z
  .object({
    ...incident.shape,
    timeline: z.array(timelineEntry),
    cut: z.boolean().describe('More events lie around it than are shown'),
    respond: z.array(z.object({ detection: z.string(), title: text, text })),
    why: z.array(z.object({ detection: z.string(), title: text, text })),
    known: z.array(assetRef).describe('Its assets that the inventory knows'),
    openFindings: z.array(z.object({ id: z.string(), title: text, severity, asset: z.string() })),
  })
  .meta({ id: 'IncidentDetail' });

const alertDetail = z
  .object({
    ...alert.shape,
    why: text,
    respond: text.nullable(),
    evidence: z
      .array(z.object({ event: activity, record: raw, kept: z.boolean() }))
      .describe('`kept`: false where the event is no longer stored'),
    exceptionDraft: z
      .array(z.object({ field: z.string(), value: z.string() }))
      .describe('What an exception for the likes of it would ask for'),
  })
  .meta({ id: 'AlertDetail' });

const filters = {
  severity: several(severity).optional(),
  account: z.string().max(200).optional(),
  actor: z.string().max(2000).optional(),
  asset: z.string().max(2000).optional(),
  technique: z.string().max(20).optional(),
  q: searchText.optional(),
  since: time.optional(),
  until: time.optional(),
};

export const incidentRoutes = {
  listIncidents: {
    method: 'GET',
    path: '/incidents',
    tag: 'incidents',
    summary: 'Incidents, newest activity first',
    access: 'read',
    query: z.object({
      ...filters,
      status: several(z.enum(['open', 'investigating', 'closed'])).optional(),
      assignee: z.string().max(200).optional(),
      ...paging,
    }),
    response: pageOf(incident),
  },
  getIncident: {
    method: 'GET',
    path: '/incidents/:id',
    tag: 'incidents',
    summary: 'One incident with its timeline: alerts, their events, and what came before and after',
    access: 'read',
    params: idParams,
    response: incidentDetail,
  },
  updateIncident: {
    method: 'PATCH',
    path: '/incidents/:id',
    tag: 'incidents',
    summary: 'Work an incident: status, verdict, assignee, a note',
    access: 'write',
    params: idParams,
    body: z.object({
      status: z.enum(['open', 'investigating', 'closed']).optional(),
      verdict: z.enum(['true-positive', 'benign', 'false-positive', 'undetermined']).nullable().optional(),
      assignee: z.string().max(200).nullable().optional(),
      note: z.string().min(1).max(4000).optional(),
    }),
    response: incident,
  },
  listAlerts: {
    method: 'GET',
    path: '/alerts',
    tag: 'incidents',
    summary: 'Alerts, newest first',
    access: 'read',
    query: z.object({
      ...filters,
      detection: z.string().max(200).optional(),
      watch: z.string().max(200).optional(),
      excepted: flag.optional(),
      ...paging,
    }),
    response: pageOf(alert),
  },
  getAlert: {
    method: 'GET',
    path: '/alerts/:id',
    tag: 'incidents',
    summary: 'One alert with the events it rests on',
    access: 'read',
    params: idParams,
    response: alertDetail,
  },
  detectionOverview: {
    method: 'GET',
    path: '/incidents/overview',
    tag: 'incidents',
    summary: 'Open incidents and alerts by severity and day, events taken in and lost',
    access: 'read',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
    response: z.object({
      open: z.object({ critical: count, high: count, medium: count, low: count, info: count }),
      alertsByDay: z.array(
        z.object({ day: z.string(), critical: count, high: count, medium: count, low: count, info: count }),
      ),
      events: z.object({
        lastHour: count,
        lastDay: count,
        newest: time.nullable(),
        lost: count.describe('Of the last day, whatever the reason'),
        lostBy: z.array(loss).describe('The same by reason, most first'),
      }),
    }),
  },
} as const satisfies Record<string, Route>;
