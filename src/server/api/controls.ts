import { z } from 'zod';
import { mapping, remediation } from './findings.ts';
import type { Route } from './route.ts';
import { idParams, severity, statusCounts, text } from './values.ts';

const value = z.union([
  z.number().int(),
  z.string().max(2000),
  z.boolean(),
  z.array(z.union([z.number().int(), z.string().max(2000)])).max(1000),
]);

const control = z
  .object({
    id: z.string(),
    title: text,
    severity,
    provider: z.string(),
    kind: z.string(),
    kindTitle: text,
    frameworks: z.array(z.string()),
    adjustable: z.boolean().describe('Has parameters'),
    results: statusCounts,
  })
  .meta({ id: 'Control' });

const param = z
  .object({
    name: z.string(),
    title: text,
    type: z.enum(['int', 'string', 'bool', 'strings', 'ints']),
    default: value,
    organization: value.nullable().describe('Set for the organisation'),
    accounts: z.record(z.string(), value).describe('Set for single accounts, by account id'),
  })
  .meta({ id: 'ControlParam' });

const controlDetail = z
  .object({
    ...control.shape,
    why: text,
    remediation,
    uses: z.array(z.string()).describe('Operations whose answers it reads'),
    params: z.array(param),
    maps: z.array(mapping),
    expression: z.object({
      each: z.string().nullable(),
      when: z.string().nullable(),
      pass: z.string(),
    }),
  })
  .meta({ id: 'ControlDetail' });

export const controlRoutes = {
  listControls: {
    method: 'GET',
    path: '/controls',
    tag: 'controls',
    summary: 'Every control with its results',
    access: 'read',
    shared: true,
    response: z.object({ items: z.array(control) }),
  },
  getControl: {
    method: 'GET',
    path: '/controls/:id',
    tag: 'controls',
    summary: 'One control: text, fix, parameters, mappings',
    access: 'read',
    params: idParams,
    response: controlDetail,
  },
  setControlParams: {
    method: 'PUT',
    path: '/controls/:id/params',
    tag: 'controls',
    summary:
      'Set parameters for the organisation or one account; null takes a value back. What it changes is judged anew',
    access: 'write',
    params: idParams,
    body: z
      .object({
        scope: z.enum(['organization', 'account']),
        account: z.string().min(1).max(200).optional(),
        values: z.record(z.string().max(100), value.nullable()),
      })
      .refine((given) => (given.scope === 'account') === (given.account !== undefined), {
        message: 'an account belongs to the scope "account", and only to it',
        path: ['account'],
      }),
    response: controlDetail,
  },
} as const satisfies Record<string, Route>;
