import {
  harborMetadata,
  harborReport,
  harborReportWanted,
  harborSbom,
  harborTarget,
  harborTypes,
  isHarborRefusal,
} from '../../findings/exports/harbor.ts';
import { writeSbom } from '../../findings/sbom/index.ts';
import { readBom } from '../../inventory/boms.ts';
import type { Json, JsonObject, Matched } from '../../model/index.ts';
import { parseReference } from '../../sources/image/reference.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type Download, type HandlersOf } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { readJson } from '../images/body.ts';
import { imageConnection } from '../images/targets.ts';
import { requestScan } from '../scans/request.ts';

type HarborRoutes = Pick<Routes, 'getHarborScanner' | 'startHarborScan' | 'getHarborReport'>;

/** Most bytes of a request: an image and a registry with a credential. */
const MOST_BYTES = 64 * 1024;

/** Seconds after which Harbor is to ask again for a report that is not there yet. */
const REFRESH_AFTER = '10';

/**
 * Harbor's scanner adapter (https://github.com/goharbor/pluggable-scanner-spec). Images are read by the connection to the registry that
 * Harbor names: whoever has a token must not lead the server elsewhere.
 */
export const harborHandlers: HandlersOf<HarborRoutes> = {
  async getHarborScanner(_input, { advisories, version, now }) {
    const status = await advisories.status(now);
    const database = status === undefined ? {} : { databaseUpdatedAt: status.asOf.toISOString() };
    return said(harborTypes.metadata, harborMetadata({ version, ...database }));
  },

  async startHarborScan({ body }, context) {
    const target = harborTarget(await readJson(body, MOST_BYTES));
    if (isHarborRefusal(target)) return said(harborTypes.error, target.error, target.status);
    const { connection, target: image } = await imageConnection(context, target.reference);
    const by = actorName(context);
    const scan = await requestScan(context, connection, { trigger: 'event', by, now: context.now, target: image });
    context.note({ target: scan, detail: { reference: image.reference } });
    return said(harborTypes.response, { id: scan }, 202);
  },

  async getHarborReport({ params: { id }, query }, context) {
    const { db, tenant } = context;
    const scan = await db
      .selectFrom('scans')
      .select(['state', 'target', 'finished_at'])
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    if (scan?.target == null) throw refuse('not-found');
    if (scan.state === 'queued' || scan.state === 'running') {
      return { ...said(harborTypes.error, {}, 302), headers: { 'refresh-after': REFRESH_AFTER } };
    }
    if (scan.state !== 'done' && scan.state !== 'incomplete') return failed('The image could not be scanned.');
    const wanted = harborReportWanted(context.accept, query.sbom_media_type);
    if ('status' in wanted) return said(harborTypes.error, wanted.error, wanted.status);
    return report(context, scan.target.reference, wanted, scan.finished_at ?? context.now);
  },
};

type Wanted = Exclude<ReturnType<typeof harborReportWanted>, { status: number }>;

async function report(context: Context, reference: string, wanted: Wanted, at: Date): Promise<Download> {
  const { db, tenant, version, now } = context;
  const { repository, digest = '' } = parseReference(reference);
  const stored = await readBom(db, tenant, digest);
  if (stored === undefined) return failed('Nothing is known of the image any more.');
  const artifact = { artifact: { repository, digest } };
  const about = { version, generatedAt: at.toISOString() };
  if (wanted.kind === 'sbom') {
    const format = wanted.mediaType.includes('spdx') ? 'spdx' : 'cyclonedx';
    const subject = { name: stored.of.name, kind: 'container' as const, digest };
    const document = JSON.parse(writeSbom(format, { subject, bom: stored.bom, version, now })) as JsonObject;
    return said(harborTypes.sbom, harborSbom(document, wanted.mediaType, artifact, about));
  }
  const matched = await match(context, stored.bom);
  if (matched === undefined) return failed('There is no advisory database yet.');
  return said(harborTypes.vulnerabilities, harborReport(matched, artifact, about));
}

async function match(
  { advisories }: Context,
  bom: Parameters<typeof writeSbom>[1]['bom'],
): Promise<Matched | undefined> {
  const database = await advisories.open();
  try {
    return database?.match(bom);
  } finally {
    database?.close();
  }
}

function failed(message: string): Download {
  return said(harborTypes.error, { error: { message } }, 500);
}

function said(type: string, body: Json, status = 200): Download {
  return { type, body: JSON.stringify(body), status };
}
