import { z } from 'zod';
import { isTimeZone } from '../../response/index.ts';
import type { Route } from './route.ts';
import { raw } from './values.ts';

const settings = z
  .object({
    organization: z.string().max(100).describe('Name shown in the console'),
    language: z.enum(['en', 'ko']).describe('Of reports and of users who chose none'),
    segmentDays: z.number().int().min(1).max(3650).describe('How long raw facts are kept'),
    versionDays: z.number().int().min(1).max(3650).describe('How long changed asset versions are kept'),
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'a name of the IANA time zone database')
      .describe('Whose hours and weekdays detections go by: a name of the IANA time zone database'),
    eventDays: z.number().int().min(1).max(3650).describe('How long events are kept'),
    historyHours: z
      .number()
      .int()
      .min(0)
      .max(8760)
      .describe(
        'Older than that when they become known, incidents and watched events are told together as history; 0: never',
      ),
    sessionHours: z.number().int().min(1).max(720).describe('How long a sign-in lasts without use'),
    fetchAdvisories: z
      .boolean()
      .describe('Fetch vulnerability advisories every day; off where they are imported by hand'),
    advisorySource: z
      .union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)])
      .describe('Mirror that advisories are fetched from; empty: each feed where its maker publishes it'),
    consoleUrl: z
      .union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)])
      .describe('Where people find the console, for links in messages; empty: where the server listens'),
  })
  .meta({ id: 'Settings' });

const health = z.object({ status: z.enum(['ok', 'starting', 'failing']), reason: z.string().nullable() });

export const operationRoutes = {
  getSettings: {
    method: 'GET',
    path: '/settings',
    tag: 'settings',
    summary: 'Settings of the organisation',
    access: 'read',
    response: settings,
  },
  setSettings: {
    method: 'PUT',
    path: '/settings',
    tag: 'settings',
    summary: 'Change settings; what is left out stays',
    access: 'admin',
    body: settings.partial(),
    response: settings,
  },
  health: {
    method: 'GET',
    path: '/healthz',
    tag: 'operation',
    summary: 'The process lives',
    access: 'public',
    response: health,
    root: true,
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    tag: 'operation',
    summary: 'The store answers and the jobs run; 503 otherwise',
    access: 'public',
    response: health,
    root: true,
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    tag: 'operation',
    summary: 'Prometheus metrics',
    access: 'read',
    response: ['text/plain'],
    root: true,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    tag: 'operation',
    summary: 'This document',
    access: 'public',
    response: raw,
    root: true,
  },
} as const satisfies Record<string, Route>;
