import { z } from 'zod';
import type { Route } from './route.ts';
import { count, idParams, pageOf, paging, raw, severity, text, time } from './values.ts';

const channelTypes = ['slack', 'teams', 'email', 'webhook', 'pagerduty', 'syslog'] as const;

const quiet = z.object({
  from: z.string().regex(/^\d\d:\d\d$/),
  to: z.string().regex(/^\d\d:\d\d$/),
  timeZone: z.string().max(60),
  except: severity.describe('This and worse is told at once all the same'),
});

const channel = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(channelTypes),
    enabled: z.boolean(),
    language: z.enum(['en', 'ko', 'both']),
    settings: z.record(z.string(), raw).describe('Without secrets'),
    quiet: quiet.nullable(),
    digestMinutes: z.number().int().nullable().describe('Gathered for so long and told as one; null: at once'),
    state: z.enum(['ok', 'failing', 'unused', 'off']),
    error: text.nullable(),
    lastSent: time.nullable(),
    waiting: count,
  })
  .meta({ id: 'Channel' });

const channelBody = z.object({
  name: z.string().min(1).max(100),
  type: z.enum(channelTypes),
  enabled: z.boolean().default(true),
  language: z.enum(['en', 'ko', 'both']).default('both'),
  settings: z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean()])).default({}),
  secret: z
    .string()
    .max(8000)
    .optional()
    .describe('Webhook URL, signing key, routing key or password; kept encrypted and never shown'),
  quiet: quiet.nullable().default(null),
  digestMinutes: z.number().int().min(1).max(1440).nullable().default(null),
});

const routing = z
  .object({
    id: z.string(),
    channel: z.string(),
    severity: severity.describe('This and worse'),
    account: z.string().nullable(),
    asset: z.string().nullable().describe('Asset ids with `*`, or `tag:key=value`'),
  })
  .meta({ id: 'Routing' });

const delivery = z
  .object({
    id: z.string(),
    channel: z.string(),
    incident: z.string().nullable(),
    title: text,
    state: z.enum(['waiting', 'held', 'sent', 'failed']),
    attempts: count,
    createdAt: time,
    sentAt: time.nullable(),
    nextAt: time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Delivery' });

export const channelRoutes = {
  listChannels: {
    method: 'GET',
    path: '/channels',
    tag: 'channels',
    summary: 'Who is told, and how',
    access: 'read',
    response: z.object({ items: z.array(channel), routing: z.array(routing) }),
  },
  createChannel: {
    method: 'POST',
    path: '/channels',
    tag: 'channels',
    summary: 'Add a channel',
    access: 'admin',
    body: channelBody,
    response: channel,
  },
  updateChannel: {
    method: 'PUT',
    path: '/channels/:id',
    tag: 'channels',
    summary: 'Change a channel; without a secret the old one stays',
    access: 'admin',
    params: idParams,
    body: channelBody,
    response: channel,
  },
  deleteChannel: {
    method: 'DELETE',
    path: '/channels/:id',
    tag: 'channels',
    summary: 'Remove a channel',
    access: 'admin',
    params: idParams,
    response: null,
  },
  testChannel: {
    method: 'POST',
    path: '/channels/:id/test',
    tag: 'channels',
    summary: 'Send a test message now',
    access: 'admin',
    params: idParams,
    response: z.object({ sent: z.boolean(), error: text.nullable() }),
  },
  setRouting: {
    method: 'PUT',
    path: '/routing',
    tag: 'channels',
    summary: 'Which incidents go to which channel',
    access: 'admin',
    body: z.object({ items: z.array(routing.omit({ id: true })).max(500) }),
    response: z.object({ items: z.array(routing) }),
  },
  listDeliveries: {
    method: 'GET',
    path: '/deliveries',
    tag: 'channels',
    summary: 'What was told, newest first',
    access: 'read',
    query: z.object({ channel: z.string().max(200).optional(), incident: z.string().max(200).optional(), ...paging }),
    response: pageOf(delivery),
  },
  retryDelivery: {
    method: 'POST',
    path: '/deliveries/:id/retry',
    tag: 'channels',
    summary: 'Try a failed delivery again',
    access: 'write',
    params: idParams,
    response: delivery,
  },
} as const satisfies Record<string, Route>;
