import { z } from 'zod';
import { assetRef, relatedAsset } from './asset-values.ts';
import { scan } from './connections.ts';
import { finding } from './findings.ts';
import type { Route } from './route.ts';
import { software } from './software-values.ts';
import {
  count,
  flag,
  pageOf,
  paging,
  raw,
  searchText,
  several,
  severity,
  severityCounts,
  text,
  time,
} from './values.ts';

const runningPlace = z
  .object({
    asset: assetRef,
    by: z.enum(['digest', 'reference']).describe('`reference`: by a tag that may have moved since'),
  })
  .meta({ id: 'RunningPlace' });

const image = z
  .object({
    id: z.string().describe('Digest of its manifest'),
    kind: z
      .enum(['oci.image', 'oci.bom', 'code.folder'])
      .describe(
        '`oci.bom`: a bill of materials that was uploaded; of the image itself nothing is known. `code.folder`: a folder of sources',
      ),
    name: z.string().describe('As it was asked for: `registry.example/team/app:1.2`'),
    registry: z.string().describe('`local` for archives and folders'),
    repository: z.string(),
    tags: z.array(z.string()),
    platform: z.string().nullable().describe('`linux/amd64`'),
    size: count.nullable().describe('Bytes of its layers as they lie in the registry'),
    created: time.nullable().describe('As its configuration says; builds that can be repeated set it to 1970'),
    ...software.shape,
    trust: z
      .enum(['trusted', 'untrusted', 'unsigned', 'unknown'])
      .describe(
        '`untrusted`: signed, and no signature holds; `unknown`: nobody looked for signatures, or no policy says whom to trust',
      ),
    running: z.array(runningPlace).describe('Where it runs, as far as scans of clouds tell: the first ten'),
    runningCount: count,
  })
  .meta({ id: 'Image' });

const layer = z
  .object({
    digest: z.string(),
    diffId: z.string(),
    size: count,
    createdBy: z.string().nullable(),
    packages: count.describe('Packages that it brought'),
    open: severityCounts.describe('Open vulnerabilities in them'),
    secrets: count,
    files: count.describe('Files worth a look: setuid, writable by everybody, credentials'),
  })
  .meta({ id: 'ImageLayer' });

const secret = z
  .object({
    where: z.string().describe('`file`, `env`, `history`, `label`'),
    place: z.string().describe('Path or name'),
    line: z.number().int().nullable(),
    layer: z.string().nullable(),
    hidden: z.boolean().describe('Removed by a later layer: whoever has the image still has it'),
    detector: z.string(),
    masked: z.string(),
  })
  .meta({ id: 'ImageSecret' });

const judgement = z.object({ code: z.string(), text });

const trustVerdict = z
  .object({
    verdict: z.enum(['trusted', 'untrusted', 'undecided']),
    rule: z.string().nullable().describe('Pattern of the rule of the policy that was applied; null where none fits'),
    signatures: z.object({ status: z.enum(['pass', 'fail', 'unknown', 'not-applicable']), ...judgement.shape }),
    attestation: z.object({ status: z.enum(['pass', 'fail', 'unknown', 'not-applicable']), ...judgement.shape }),
    reasons: z.array(
      z.object({
        kind: z.string().describe('`cosign`, `sigstore`, `notation`, ...'),
        source: z.string().describe('Digest of the manifest that holds it'),
        status: z.enum(['valid', 'invalid', 'undecided', 'ignored']),
        signer: z.string().optional().describe('Once that is proven'),
        predicateType: z.string().optional(),
        ...judgement.shape,
        notes: z.array(judgement),
      }),
    ),
    attestations: z.array(
      z.object({
        predicateType: z.string(),
        signer: z.string(),
        source: z.string(),
        provenance: z
          .object({
            builder: z.string().optional(),
            buildType: z.string().optional(),
            source: z.string().optional(),
            commit: z.string().optional(),
            builtAt: z.string().optional(),
          })
          .optional(),
      }),
    ),
  })
  .meta({ id: 'TrustVerdict' });

const trustPolicy = z
  .object({
    policy: z
      .string()
      .max(1_000_000)
      .describe('YAML, as for the command line, with texts in place of files; empty: none'),
    updatedAt: time.nullable(),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'TrustPolicy' });

const lifeStage = z
  .object({
    stage: z.enum(['built', 'tested', 'signed', 'pushed', 'deployed']),
    known: z.boolean().describe('False: no source of ours tells, which does not mean that it did not happen'),
    at: time.nullable(),
    by: z.string().nullable().describe('Builder, signer, account'),
    where: z.string().nullable(),
    source: text.describe('Who says so, and whether that is proven'),
    proven: z.boolean().describe('By a signature that holds; false: only said'),
  })
  .meta({ id: 'LifeStage' });

const imageDetail = z
  .object({
    ...image.shape,
    mediaType: z.string(),
    annotations: z.record(z.string(), z.string()),
    config: z.object({
      user: z.string().nullable(),
      entrypoint: z.array(z.string()),
      command: z.array(z.string()),
      environment: z.array(z.string()).describe('`NAME=value`, secrets replaced'),
      labels: z.record(z.string(), z.string()),
      ports: z.array(z.string()),
      volumes: z.array(z.string()),
      workingDirectory: z.string().nullable(),
      healthcheck: z.array(z.string()).nullable(),
      stopSignal: z.string().nullable(),
    }),
    layers: z.array(layer),
    findings: z.array(finding).describe('Open findings of controls, worst first'),
    secrets: z.array(secret).nullable().describe('Null where they were not looked for'),
    signatures: z.array(raw).nullable().describe('Signatures and attestations as read; null where nobody looked'),
    verdict: trustVerdict.nullable().describe('By the trust policy; null where there is none'),
    life: z.array(lifeStage),
    relations: z.array(relatedAsset),
  })
  .meta({ id: 'ImageDetail' });

const host = z
  .object({
    id: z.string(),
    name: z.string(),
    kernel: z.string().nullable(),
    architecture: z.string().nullable(),
    ...software.shape,
  })
  .meta({ id: 'Host' });

const vulnerableBy = {
  q: searchText.optional(),
  severity: several(severity).optional().describe('Has an open vulnerability of any of these'),
  exploited: flag.optional().describe('Has one that is known to be exploited'),
  fixable: flag.optional().describe('Has one that an update mends'),
  endOfLife: flag.optional().describe('Its distribution is past the end of its life'),
};

const assetId = z.object({ id: z.string().min(1).max(2000) });

export const imageRoutes = {
  listImages: {
    method: 'GET',
    path: '/images',
    tag: 'images',
    summary: 'Container images, of highest risk first unless sorted otherwise',
    access: 'read',
    query: z.object({
      ...vulnerableBy,
      registry: z.string().max(300).optional(),
      repository: z.string().max(500).optional(),
      trust: z.enum(['trusted', 'untrusted', 'unsigned', 'unknown']).optional(),
      running: flag.optional().describe('Runs somewhere that we know of'),
      sort: z.enum(['risk', 'created', 'scanned']).default('risk'),
      ...paging,
    }),
    response: pageOf(image),
  },
  countImages: {
    method: 'GET',
    path: '/images/summary',
    tag: 'images',
    summary: 'How many images and hosts there are, and what is wrong with them',
    access: 'read',
    shared: true,
    response: z
      .object({
        images: count,
        hosts: count,
        packages: count.describe('Different packages'),
        vulnerabilities: count.describe('Different vulnerabilities that stand open'),
        exploited: count.describe('Of them: known to be exploited'),
        open: severityCounts.describe('Open findings of vulnerabilities'),
        endOfLife: count.describe('Images and hosts whose distribution is past the end of its life'),
        unjudged: count.describe('Images and hosts that hold packages of which nothing is known'),
        registries: z.array(z.object({ registry: z.string(), images: count })),
      })
      .meta({ id: 'ImageSummary' }),
  },
  getImage: {
    method: 'GET',
    path: '/images/:id',
    tag: 'images',
    summary: 'One image: configuration, layers, findings, signatures, and what is known of its life',
    access: 'read',
    params: assetId,
    response: imageDetail,
  },
  getTrustPolicy: {
    method: 'GET',
    path: '/trust-policy',
    tag: 'images',
    summary: 'Whom the organisation trusts with which images',
    access: 'read',
    response: trustPolicy,
  },
  setTrustPolicy: {
    method: 'PUT',
    path: '/trust-policy',
    tag: 'images',
    summary: 'Change whom to trust; every image is judged anew by the signatures that were collected last',
    access: 'admin',
    body: trustPolicy.pick({ policy: true }),
    response: trustPolicy,
  },
  listHosts: {
    method: 'GET',
    path: '/hosts',
    tag: 'images',
    summary: 'Hosts, of highest risk first',
    access: 'read',
    query: z.object({ ...vulnerableBy, ...paging }),
    response: pageOf(host),
  },
  getHost: {
    method: 'GET',
    path: '/hosts/:id',
    tag: 'images',
    summary: 'One host with what was read of it and its open findings of controls',
    access: 'read',
    params: assetId,
    response: z
      .object({ ...host.shape, data: raw, findings: z.array(finding), relations: z.array(relatedAsset) })
      .meta({ id: 'HostDetail' }),
  },
  scanImage: {
    method: 'POST',
    path: '/images',
    tag: 'images',
    summary: 'Read an image of a registry and judge it; answers the scan that does',
    access: 'write',
    body: z.object({
      reference: z.string().min(1).max(1000).describe('`registry.example/team/app:1.2`, or by digest'),
      platform: z.string().max(100).optional(),
    }),
    response: scan,
  },
} as const satisfies Record<string, Route>;
