import { z } from 'zod';
import { fixStatuses, packageTypes } from '../../model/index.ts';
import { assetRef } from './asset-values.ts';
import { count, severity, severityCounts, text, time } from './values.ts';

/** Shapes that images, hosts, packages and vulnerabilities share. */

export const packageType = z.enum(packageTypes).meta({ id: 'PackageType' });
const fixStatus = z
  .enum(fixStatuses)
  .meta({ id: 'FixStatus', description: '`affected`: no fix is known; the others as the vendor says' });

const distribution = z
  .object({
    id: z.string().describe('`ID` of os-release(5)'),
    version: z.string(),
    name: z.string().describe('As people call it'),
    endOfLife: time.nullable().describe('When its vendor stops mending it; null where we do not know'),
    ended: z.boolean().nullable().describe('Past that day; null where we do not know'),
  })
  .meta({ id: 'Distribution' });

/** What is installed somewhere, and what is known of it. */
export const software = z.object({
  packages: count,
  open: severityCounts.describe('Vulnerabilities: open and accepted by nobody'),
  fixable: count.describe('Of them: those that an update mends'),
  exploited: count.describe('Of them: those in CISA’s catalogue of known exploited vulnerabilities'),
  excepted: count.describe('Vulnerabilities accepted for a time'),
  controls: severityCounts.describe('Open findings of controls'),
  risk: z.number().describe('Of its worst finding, 0 to 100'),
  distribution: distribution.nullable(),
  scannedAt: time,
  judgedAt: time
    .nullable()
    .describe('When it was last compared with the advisories; null: never, so that nothing is known'),
  advisories: time.nullable().describe('Date of the advisories it was compared with'),
  unjudged: z
    .array(
      z.object({
        ecosystem: z.string(),
        code: z.enum([
          'no-feed',
          'release-unknown',
          'version-malformed',
          'name-unknown',
          'distribution-unknown',
          'no-advisories',
        ]),
        packages: count,
        examples: z.array(z.string()),
      }),
    )
    .describe('Packages of which nothing is known: not the same as nothing wrong'),
  unread: z
    .array(z.object({ path: z.string(), code: z.string(), reason: z.string() }))
    .describe('Files that may hold packages and could not be read'),
});

const epss = z
  .object({ probability: z.number(), percentile: z.number() })
  .meta({ id: 'Epss', description: 'FIRST EPSS: how likely it is exploited within 30 days, 0 to 1' });

const exploited = z
  .object({ added: z.string(), due: z.string().nullable(), ransomware: z.boolean() })
  .meta({ id: 'Exploited', description: 'Its entry among CISA’s known exploited vulnerabilities' });

/** A vulnerability as lists show it. */
export const vulnerability = z
  .object({
    id: z.string().describe('The CVE where there is one'),
    aliases: z.array(z.string()),
    title: text,
    severity,
    score: z.number().nullable(),
    epss: epss.nullable(),
    exploited: exploited.nullable(),
    published: time.nullable(),
  })
  .meta({ id: 'Vulnerability' });

/** One vulnerability in one package of one image or host: a finding, in the words of packages. */
export const affected = z
  .object({
    finding: z.string().describe('Id of the finding'),
    vulnerability,
    asset: assetRef,
    package: z.object({ name: z.string(), type: packageType, purl: z.string() }),
    installed: z.string(),
    fixed: z.array(z.string()).describe('Versions that mend it, the nearest first; empty: none is known'),
    fixStatus,
    severity,
    risk: z.number(),
    paths: z.array(z.string()),
    layers: z.array(z.string()).describe('Diff ids of the layers that brought it'),
    excepted: z.boolean(),
    stale: z.boolean().describe('The newest judgement could not tell'),
    firstSeen: time,
  })
  .meta({ id: 'Affected' });

export const packageRef = z
  .object({
    purl: z.string(),
    type: packageType,
    name: z.string(),
    version: z.string(),
    assets: count.describe('Images and hosts that have it'),
  })
  .meta({ id: 'Package' });
