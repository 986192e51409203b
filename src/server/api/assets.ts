import { z } from 'zod';
import { assetRef, relatedAsset } from './asset-values.ts';
import { finding } from './findings.ts';
import type { Route } from './route.ts';
import { category, count, pageOf, paging, raw, searchText, severityCounts, text, time } from './values.ts';

const asset = z
  .object({
    ...assetRef.shape,
    tags: z.record(z.string(), z.string()),
    firstSeen: time,
    lastSeen: time,
    goneAt: time.nullable(),
    open: severityCounts.describe('Open findings'),
  })
  .meta({ id: 'Asset' });

const region = z
  .object({
    provider: z.string(),
    name: z.string(),
    location: z
      .object({ lat: z.number(), lon: z.number(), city: text })
      .nullable()
      .describe('Null where the place of the region is not known to us'),
    assets: count,
    open: severityCounts,
    optIn: z
      .enum(['enabled', 'not-enabled', 'mixed', 'unknown'])
      .describe('Over the connected accounts; unknown until one was scanned'),
    allowed: z.boolean().describe('By the organisation’s allowed regions; true while none are set'),
  })
  .meta({ id: 'Region' });

export const assetRoutes = {
  listAssets: {
    method: 'GET',
    path: '/assets',
    tag: 'assets',
    summary: 'Assets by name',
    access: 'read',
    query: z.object({
      kind: z.string().max(200).optional(),
      account: z.string().max(200).optional(),
      region: z.string().max(100).optional(),
      category: category.optional(),
      q: searchText.optional(),
      tag: z.string().max(400).optional().describe('`key` or `key=value`'),
      gone: z.enum(['true', 'false']).default('false').describe('`true`: those that are no more'),
      ...paging,
    }),
    response: pageOf(asset),
  },
  getAsset: {
    method: 'GET',
    path: '/assets/detail',
    tag: 'assets',
    summary: 'One asset with its data, findings, relations and history',
    access: 'read',
    query: z.object({ id: z.string().min(1).max(2000) }),
    response: z
      .object({
        ...asset.shape,
        data: raw,
        findings: z.array(finding),
        relations: z.array(relatedAsset),
        history: z.array(
          z.object({
            at: time,
            changed: z
              .array(z.object({ path: z.string(), before: raw.optional(), after: raw.optional() }))
              .describe('Fields whose value changed; empty for the first version'),
          }),
        ),
      })
      .meta({ id: 'AssetDetail' }),
  },
  countKinds: {
    method: 'GET',
    path: '/assets/kinds',
    tag: 'assets',
    summary: 'Assets counted by kind',
    access: 'read',
    shared: true,
    query: z.object({ account: z.string().max(200).optional(), region: z.string().max(100).optional() }),
    response: z.object({
      kinds: z.array(z.object({ kind: z.string(), title: text, category, provider: z.string(), count })),
    }),
  },
  listRegions: {
    method: 'GET',
    path: '/assets/regions',
    tag: 'assets',
    summary: 'Every region of the provider: where assets are, and where there should be none',
    access: 'read',
    shared: true,
    response: z.object({ regions: z.array(region) }),
  },
  listAccounts: {
    method: 'GET',
    path: '/assets/accounts',
    tag: 'assets',
    summary: 'Accounts of all connections',
    access: 'read',
    shared: true,
    response: z.object({
      accounts: z.array(
        z
          .object({
            id: z.string(),
            name: z.string(),
            provider: z.string(),
            assets: count,
            open: severityCounts,
            sample: z.boolean(),
          })
          .meta({ id: 'Account' }),
      ),
    }),
  },
} as const satisfies Record<string, Route>;
