import { z } from 'zod';
import { assetRef } from './asset-values.ts';
import { scan } from './connections.ts';
import type { Route } from './route.ts';
import { affected, packageRef, packageType, vulnerability } from './software-values.ts';
import { count, flag, pageOf, paging, searchText, several, severity, severityCounts, time } from './values.ts';

const listedVulnerability = z
  .object({
    ...vulnerability.shape,
    risk: z.number().describe('Of its worst finding'),
    images: count.describe('Images with an open finding of it'),
    hosts: count,
    packages: z.array(z.string()).describe('Names of the packages concerned: the first ten'),
    fixed: z.array(z.string()).describe('`package version` that mends it: the first ten'),
    firstSeen: time.describe('When it was first found here'),
  })
  .meta({ id: 'ListedVulnerability' });

const advisoryFeed = z
  .object({
    id: z.string(),
    updated: time.nullable().describe('When its data were what its maker publishes; null where it was never had'),
    records: count,
    title: z.string(),
    error: z.string().nullable().describe('Why the last update of it failed'),
  })
  .meta({ id: 'AdvisoryFeed' });

const advisories = z
  .object({
    present: z.boolean().describe('False: there is no database yet, and nothing can be told of any package'),
    date: time.nullable(),
    ageHours: z.number().nullable(),
    stale: z.boolean().describe('Some feed is older than a week'),
    size: count.nullable().describe('Bytes'),
    feeds: z.array(advisoryFeed),
    updating: z.boolean(),
    rejudged: z
      .object({ at: time, boms: count, opened: count, resolved: count, seconds: z.number() })
      .nullable()
      .describe('How the last comparison of everything with new advisories came out'),
  })
  .meta({ id: 'Advisories' });

const whichAffected = {
  asset: z.string().max(2000).optional(),
  vulnerability: z.string().max(200).optional(),
  purl: z.string().max(2000).optional(),
  status: z.enum(['open', 'resolved', 'all']).default('open'),
  severity: several(severity).optional(),
  exploited: flag.optional(),
  fixable: flag.optional(),
  excepted: flag.optional().describe('Absent: both'),
  layer: z.string().max(200).optional().describe('Diff id of the layer that brought the package'),
  q: searchText.optional().describe('In the id, package or image'),
};

export const vulnerabilityRoutes = {
  listVulnerabilities: {
    method: 'GET',
    path: '/vulnerabilities',
    tag: 'vulnerabilities',
    summary: 'Vulnerabilities over all images and hosts, of highest risk first unless sorted otherwise',
    access: 'read',
    query: z.object({
      q: searchText.optional().describe('In the id, its aliases, title or packages'),
      severity: several(severity).optional(),
      exploited: flag.optional(),
      fixable: flag.optional(),
      sort: z.enum(['risk', 'epss', 'assets', 'newest']).default('risk'),
      ...paging,
    }),
    response: pageOf(listedVulnerability),
  },
  getVulnerability: {
    method: 'GET',
    path: '/vulnerabilities/:id',
    tag: 'vulnerabilities',
    summary: 'One vulnerability; where it is found is listed by `/affected`',
    access: 'read',
    params: z.object({ id: z.string().min(1).max(200) }),
    response: z
      .object({
        ...listedVulnerability.shape,
        description: z.string().nullable(),
        vector: z.string().nullable().describe('CVSS'),
        severities: z.record(z.string(), severity).describe('By feed: sources differ'),
        cwes: z.array(z.string()),
        references: z.array(z.string()),
        open: severityCounts,
        resolved: count,
      })
      .meta({ id: 'VulnerabilityDetail' }),
  },
  listAffected: {
    method: 'GET',
    path: '/affected',
    tag: 'vulnerabilities',
    summary:
      'Vulnerabilities in packages of images and hosts, of highest risk first: of one image, of one vulnerability, or all',
    access: 'read',
    query: z.object({ ...whichAffected, ...paging }),
    response: pageOf(affected),
  },
  groupAffected: {
    method: 'GET',
    path: '/affected/packages',
    tag: 'vulnerabilities',
    summary: 'The same by package: what to update, and what that mends',
    access: 'read',
    query: z.object(whichAffected),
    response: z.object({
      groups: z.array(
        z
          .object({
            purl: z.string(),
            name: z.string(),
            type: packageType,
            installed: z.string(),
            paths: z.array(z.string()),
            update: z.string().nullable().describe('The version that mends all of them that can be mended'),
            mends: count.describe('Findings that an update mends'),
            open: severityCounts,
            risk: z.number(),
            vulnerabilities: z.array(z.string()),
            assets: count,
          })
          .meta({ id: 'AffectedPackage' }),
      ),
      exact: z.boolean().describe('False where more matched than were counted'),
    }),
  },
  listPackages: {
    method: 'GET',
    path: '/packages',
    tag: 'vulnerabilities',
    summary: 'Packages by name, over all images and hosts or of one',
    access: 'read',
    query: z.object({
      q: searchText.optional().describe('Name or package URL'),
      type: packageType.optional(),
      asset: z.string().max(2000).optional(),
      ...paging,
    }),
    response: pageOf(packageRef),
  },
  listPackagePlaces: {
    method: 'GET',
    path: '/packages/places',
    tag: 'vulnerabilities',
    summary: 'Images and hosts that have a package',
    access: 'read',
    query: z.object({ purl: z.string().min(1).max(2000), ...paging }),
    response: pageOf(z.object({ asset: assetRef })),
  },
  exportSbom: {
    method: 'GET',
    path: '/sbom',
    tag: 'vulnerabilities',
    summary: 'Bill of materials of an image or host, with what is known of its packages',
    access: 'read',
    query: z.object({
      asset: z.string().min(1).max(2000),
      format: z.enum(['cyclonedx', 'spdx']).default('cyclonedx'),
    }),
    response: ['application/vnd.cyclonedx+json', 'application/spdx+json'],
  },
  uploadSbom: {
    method: 'POST',
    path: '/sbom',
    tag: 'vulnerabilities',
    summary:
      'A bill of materials made elsewhere (CycloneDX, SPDX, or an attestation around one); compared with the advisories on arrival',
    access: 'upload',
    query: z.object({
      name: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .describe('What it is of; a later one of the same name takes its place. Without it, what the document says'),
      connection: z
        .string()
        .min(1)
        .max(100)
        .default('sbom')
        .describe('Name of the connection it belongs to; made if new'),
    }),
    body: [
      'application/json',
      'application/vnd.cyclonedx+json',
      'application/vnd.cyclonedx+xml',
      'application/spdx+json',
      'application/vnd.in-toto+json',
      'application/vnd.dsse.envelope.v1+json',
      'text/spdx',
      'application/octet-stream',
    ],
    response: scan,
  },
  getAdvisories: {
    method: 'GET',
    path: '/advisories',
    tag: 'vulnerabilities',
    summary: 'State of the advisory database',
    access: 'read',
    response: advisories,
  },
  updateAdvisories: {
    method: 'POST',
    path: '/advisories/update',
    tag: 'vulnerabilities',
    summary: 'Fetch the feeds now and compare everything anew; answers once it is queued',
    access: 'admin',
    response: advisories,
  },
  importAdvisories: {
    method: 'PUT',
    path: '/advisories',
    tag: 'vulnerabilities',
    summary: 'Take an advisory database that was made elsewhere (`hwaseong db`), for servers without a network',
    access: 'admin',
    body: ['application/octet-stream', 'application/zstd'],
    response: advisories,
  },
} as const satisfies Record<string, Route>;
