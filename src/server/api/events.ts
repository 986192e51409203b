import { z } from 'zod';
import { activity, loss } from './incidents.ts';
import type { Route } from './route.ts';
import { count, idParams, raw, searchText, text, time } from './values.ts';

/** What came in by one way and what became of it. */
const feed = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum([
      'cloudtrail-s3',
      'cloudtrail-sqs',
      'cloudtrail-lookup',
      'flow-logs-s3',
      'aws-findings',
      'event-hubs',
      'azure-storage',
      'pubsub',
      'http',
      'syslog',
    ]),
    enabled: z.boolean(),
    connection: z.string().nullable(),
    settings: z.record(z.string(), raw).describe('Without secrets'),
    state: z.enum(['running', 'waiting', 'failing', 'off']),
    error: text.nullable(),
    newest: time.nullable().describe('Time of the newest event'),
    checkedAt: time.nullable(),
    lagSeconds: z.number().nullable(),
    taken: count,
    duplicates: count,
    lost: z.array(loss),
  })
  .meta({ id: 'EventFeed' });

const feedBody = z.object({
  name: z.string().min(1).max(100),
  type: feed.shape.type,
  enabled: z.boolean().default(true),
  connection: z.string().max(200).nullable().default(null),
  settings: z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean()])).default({}),
  secret: z.string().max(8000).optional().describe('A connection string or key; kept encrypted and never shown'),
});

const eventFilters = {
  source: z.string().max(50).optional(),
  action: z.string().max(300).optional(),
  actor: z.string().max(2000).optional(),
  account: z.string().max(200).optional(),
  region: z.string().max(100).optional(),
  ip: z.string().max(100).optional(),
  asset: z.string().max(2000).optional(),
  outcome: z.enum(['success', 'failure', 'unknown']).optional(),
  q: searchText.optional(),
  since: time.optional(),
  until: time.optional(),
};

export const eventRoutes = {
  postEvents: {
    method: 'POST',
    path: '/v1/events',
    root: true,
    unaudited: true,
    tag: 'events',
    summary:
      'Takes events in: NDJSON, a JSON list or {"Records": [...]}, gzip or not. 429 where the server cannot keep up: send again later',
    access: 'upload',
    query: z.object({ source: z.string().max(50).optional(), feed: z.string().max(200).optional() }),
    body: ['application/x-ndjson', 'application/json', 'application/gzip'],
    response: z.object({ taken: count, duplicates: count, lost: count }),
  },
  searchEvents: {
    method: 'GET',
    path: '/events',
    tag: 'events',
    summary: 'Stored events, newest first',
    access: 'read',
    query: z.object({
      ...eventFilters,
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({
      items: z.array(activity),
      next: z.string().nullable(),
      seconds: z.number(),
      oldest: time.nullable().describe('Oldest event stored'),
    }),
  },
  getEvent: {
    method: 'GET',
    path: '/events/:id',
    tag: 'events',
    summary: 'One stored event with its record',
    access: 'read',
    params: idParams,
    query: z.object({ time: time.optional().describe('Finds it sooner') }),
    response: z.object({ event: activity, record: raw }),
  },
  queryEvents: {
    method: 'POST',
    path: '/events/query',
    tag: 'events',
    summary: 'One SELECT over the table `events`, under limits of time, memory and rows',
    access: 'write',
    body: z.object({ sql: z.string().min(1).max(20_000), limit: z.number().int().min(1).max(10_000).default(1000) }),
    response: z.object({
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      rows: z.array(z.array(raw)),
      cut: z.boolean(),
      seconds: z.number(),
    }),
  },
  eventHistogram: {
    method: 'GET',
    path: '/events/histogram',
    tag: 'events',
    summary: 'Matching events over time, in equal steps',
    access: 'read',
    query: z.object({ ...eventFilters, steps: z.coerce.number().int().min(1).max(200).default(60) }),
    response: z.object({ steps: z.array(z.object({ at: time, count })), total: count }),
  },
  liveEvents: {
    method: 'GET',
    path: '/events/live',
    tag: 'events',
    summary:
      'Events and alerts as they pass (server-sent events); what a reader is too slow for is left out and counted',
    access: 'read',
    query: z.object({
      source: z.string().max(50).optional(),
      action: z.string().max(300).optional(),
      actor: z.string().max(2000).optional(),
      account: z.string().max(200).optional(),
    }),
    response: ['text/event-stream'],
  },
  eventSources: {
    method: 'GET',
    path: '/events/sources',
    tag: 'events',
    summary: 'The kinds of logs that are understood, and what of each came in the last day',
    access: 'read',
    response: z.object({
      items: z.array(
        z.object({ id: z.string(), title: text, provider: z.string(), lastDay: count, newest: time.nullable() }),
      ),
    }),
  },
  listEnrichment: {
    method: 'GET',
    path: '/enrichment',
    tag: 'events',
    summary: 'Files in the data folder that know something of addresses and domains',
    access: 'read',
    response: z.object({
      items: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(['mmdb', 'cloud-ranges', 'tor', 'vpn', 'threats', 'not-used']),
          entries: count.nullable().describe('Null for databases'),
          malformed: count.describe('Lines that could not be read'),
          madeAt: time,
          readAt: time,
          problem: z.enum(['too-large', 'malformed', 'unknown-kind']).nullable(),
          kept: z.boolean().describe('What was read before goes on being used in place of a new file that cannot be'),
        }),
      ),
    }),
  },
  listFeeds: {
    method: 'GET',
    path: '/feeds',
    tag: 'events',
    summary: 'Where events come from, and how that goes',
    access: 'read',
    response: z.object({ items: z.array(feed) }),
  },
  createFeed: {
    method: 'POST',
    path: '/feeds',
    tag: 'events',
    summary: 'Take events from one more place',
    access: 'admin',
    body: feedBody,
    response: feed,
  },
  updateFeed: {
    method: 'PUT',
    path: '/feeds/:id',
    tag: 'events',
    summary: 'Change where events are taken from',
    access: 'admin',
    params: idParams,
    body: feedBody,
    response: feed,
  },
  deleteFeed: {
    method: 'DELETE',
    path: '/feeds/:id',
    tag: 'events',
    summary: 'Take no more events from there; what is stored stays',
    access: 'admin',
    params: idParams,
    response: null,
  },
} as const satisfies Record<string, Route>;
