import {
  type AffectedFilter,
  type AffectedGroup,
  fixesOf,
  groupAffected,
  listAffected,
  listVulnerabilities,
  type VulnerabilityFilter,
  vulnerabilitiesById,
  vulnerabilityPlace,
} from '../../findings/affected/index.ts';
import { groupFindings } from '../../findings/counts.ts';
import { eachFinding } from '../../findings/query.ts';
import { type SbomFinding, type SbomSubject, writeSbom } from '../../findings/sbom/index.ts';
import { readBom } from '../../inventory/boms.ts';
import { listPackages, type PackageFilter, placesOfPackage } from '../../inventory/packages.ts';
import { assetsById } from '../../inventory/query.ts';
import { countsBySeverity } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type HandlersOf, type Input, type Output } from '../context.ts';
import { assetRef } from '../findings.ts';
import { refuse } from '../http/refusal.ts';
import { highestVersion } from '../images/update-version.ts';
import { affectedView, listedView } from '../images/views.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { withRules } from '../rules.ts';
import { receiveSbom } from '../scans/upload-sbom.ts';
import { scanView, selectScans } from '../scans/view.ts';

type VulnerabilityRoutes = Pick<
  Routes,
  | 'listVulnerabilities'
  | 'getVulnerability'
  | 'listAffected'
  | 'groupAffected'
  | 'listPackages'
  | 'listPackagePlaces'
  | 'exportSbom'
  | 'uploadSbom'
>;

/** Vulnerabilities and packages over all images and hosts. */
export const vulnerabilityHandlers: HandlersOf<VulnerabilityRoutes> = {
  async listVulnerabilities({ query }, context) {
    const { db, tenant } = context;
    const { sort, limit, cursor, ...given } = query;
    const after = readCursor(cursor, ['string', sort === 'newest' ? 'string' : 'number', 'number']);
    if (
      after !== undefined &&
      (after[0] !== sort || (sort === 'newest' && Number.isNaN(Date.parse(String(after[1])))))
    ) {
      throw refuse('cursor-invalid');
    }
    const from = after === undefined ? {} : { after: [after[1] as string | number, after[2] as number] as const };
    const found = await listVulnerabilities(db, tenant, present<VulnerabilityFilter>(given), {
      sort,
      limit: limit + 1,
      ...from,
    });
    const rows = found.slice(0, limit);
    const fixes = await fixesOf(
      db,
      tenant,
      rows.map(({ id }) => id),
    );
    const last = rows.at(-1);
    const more = found.length > rows.length && last !== undefined;
    return {
      items: rows.map((row) => listedView(row, fixes.get(row.id) ?? [])),
      next: more ? writeCursor([sort, ...vulnerabilityPlace(last, sort)]) : null,
    };
  },

  async getVulnerability({ params: { id } }, context) {
    const { db, tenant, now } = context;
    const row = (await vulnerabilitiesById(db, tenant, [id])).get(id);
    if (row === undefined) throw refuse('not-found');
    const of = { class: 'vulnerability' as const, rules: [id] };
    const [fixes, open, resolved] = await Promise.all([
      fixesOf(db, tenant, [id]),
      groupFindings(db, tenant, { ...of, excepted: false }, 'severity', now),
      groupFindings(db, tenant, { ...of, status: 'resolved' }, 'severity', now),
    ]);
    const { facts } = row;
    const bySeverity = new Map(open.groups.map((group) => [group.key, group.count]));
    return {
      ...listedView(row, fixes.get(id) ?? []),
      description: facts.description ?? null,
      vector: facts.cvss?.vector ?? null,
      severities: facts.severities,
      cwes: facts.cwes ?? [],
      references: (facts.references ?? []).filter((address) => /^https?:\/\//i.test(address)),
      open: countsBySeverity((severity) => bySeverity.get(severity) ?? 0),
      resolved: resolved.groups.reduce((sum, { count }) => sum + count, 0),
    };
  },

  async listAffected({ query }, context) {
    const { db, tenant, now } = context;
    const { limit, cursor, ...given } = query;
    const after = readCursor(cursor, ['number', 'number']) as [number, number] | undefined;
    const page = { limit: limit + 1, now, ...(after === undefined ? {} : { after }) };
    const found = await listAffected(db, tenant, present<AffectedFilter>(given), page);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const more = found.length > rows.length && last !== undefined;
    return {
      items: rows.map((row) => affectedView(context, row)),
      next: more ? writeCursor([last.risk, Number(last.seq)]) : null,
    };
  },

  async groupAffected({ query }, { db, tenant, now }) {
    const { groups, exact } = await groupAffected(db, tenant, present<AffectedFilter>(query), now);
    return { groups: groups.map(groupView), exact };
  },

  async listPackages({ query }, { db, tenant }) {
    const { limit, cursor, ...given } = query;
    const after = readCursor(cursor, ['string', 'number']) as [string, number] | undefined;
    const page = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
    const found = await listPackages(db, tenant, present<PackageFilter>(given), page);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const more = found.length > rows.length && last !== undefined;
    return {
      items: rows.map(({ purl, type, name, version, assets }) => ({ purl, type, name, version, assets })),
      next: more ? writeCursor([last.name, Number(last.id)]) : null,
    };
  },

  listPackagePlaces: ({ query }, context) => packagePlaces(context, query),

  async exportSbom({ query: { asset, format } }, context) {
    const { db, tenant, now, version } = context;
    const stored = await readBom(db, tenant, asset);
    if (stored === undefined) throw refuse('not-found');
    const findings: SbomFinding[] = [];
    const rows = eachFinding(db, tenant, { asset, class: 'vulnerability', excepted: false }, now);
    for await (const { row, rule } of withRules(context, rows)) {
      findings.push({ rule, severity: row.severity, evidence: row.evidence });
    }
    const { name } = stored.of;
    const subject = subjectOf(stored.kind, name, asset);
    return {
      type: `application/${format === 'spdx' ? 'spdx' : 'vnd.cyclonedx'}+json`,
      filename: `${name}.${format === 'spdx' ? 'spdx' : 'cdx'}.json`,
      body: writeSbom(format, { subject, bom: stored.bom, findings, version, now }),
    };
  },

  async uploadSbom({ query: { name, connection }, body }, context) {
    const scan = await receiveSbom(context, { ...body, connection, name, by: actorName(context) });
    context.note({ target: scan, detail: { connection } });
    const row = await selectScans(context).where('scans.id', '=', scan).executeTakeFirst();
    if (row === undefined) throw refuse('not-found');
    return scanView(row);
  },
};

function subjectOf(kind: string, name: string, asset: string): SbomSubject {
  if (kind === 'oci.image') return { name, kind: 'container', digest: asset };
  return { name, kind: kind === 'host.linux' ? 'host' : 'folder' };
}

async function packagePlaces(
  { db, tenant, content }: Context,
  { purl, limit, cursor }: Input<Routes['listPackagePlaces']>['query'],
): Promise<Output<Routes['listPackagePlaces']>> {
  const [after = ''] = (readCursor(cursor, ['string']) ?? []) as string[];
  const found = await placesOfPackage(db, tenant, purl, { after, limit: limit + 1 });
  const ids = found.slice(0, limit);
  const assets = new Map((await assetsById(db, tenant, ids)).map((row) => [row.id, row]));
  const last = ids.at(-1);
  return {
    items: ids.flatMap((id) => {
      const row = assets.get(id);
      return row === undefined ? [] : [{ asset: assetRef(content, row) }];
    }),
    next: found.length > ids.length && last !== undefined ? writeCursor([last]) : null,
  };
}

function groupView(group: AffectedGroup): Output<Routes['groupAffected']>['groups'][number] {
  const { purl, name, type, installed, paths, fixed, bySeverity, risk, vulnerabilities, assets } = group;
  // The nearest version that mends each of them; the highest of these mends all.
  const nearest = fixed.flatMap(([first]) => first ?? []);
  return {
    ...{ purl, name, type, installed, paths, risk, vulnerabilities, assets },
    update: highestVersion(type, nearest),
    mends: group.mended,
    open: bySeverity,
  };
}

/** The filters of a query that were given. */
function present<T extends object>(given: { [name in keyof T]: T[name] | undefined }): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
