import {
  type AffectedRow,
  type BearerRow,
  countOpen,
  nothingOpen,
  type OpenCounts,
  runningPlaces,
  type VulnerabilityRow,
} from '../../findings/affected/index.ts';
import { assetsById } from '../../inventory/query.ts';
import {
  type Distribution,
  type FixStatus,
  fixStatuses,
  isObject,
  type Json,
  type JsonObject,
  type PackageType,
  type VulnerabilityFacts,
} from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { Context, Output } from '../context.ts';
import { assetRef } from '../findings.ts';

export type ImageView = Output<Routes['listImages']>['items'][number];
export type HostView = Output<Routes['listHosts']>['items'][number];
export type AffectedView = Output<Routes['listAffected']>['items'][number];
type VulnerabilityView = AffectedView['vulnerability'];

/** Places shown with an image in a list. */
const MOST_PLACES = 10;

/** Images as the API shows them. */
export async function imageViews(context: Context, rows: readonly BearerRow[]): Promise<ImageView[]> {
  const { db, tenant, content } = context;
  const ids = rows.map(({ asset }) => asset);
  const [open, places] = await Promise.all([countOpen(db, tenant, ids), runningPlaces(db, tenant, ids)]);
  const byImage = Map.groupBy(places, ({ image }) => image);
  const shown = [...byImage.values()].flatMap((of) => of.slice(0, MOST_PLACES));
  const assets = new Map(
    (
      await assetsById(
        db,
        tenant,
        shown.map(({ from }) => from),
      )
    ).map((row) => [row.id, row]),
  );
  return rows.map((row) => {
    const running = byImage.get(row.asset) ?? [];
    return {
      id: row.asset,
      kind: kindOf(row.kind),
      name: row.name,
      registry: row.registry ?? row.account,
      repository: row.repository ?? '',
      tags: texts(row.data.tags),
      platform: platformOf(row.data.platform),
      size: number(row.data.size),
      created: row.made_at?.toISOString() ?? null,
      ...softwareOf(row, open.get(row.asset), context.now),
      trust: row.trust,
      running: running.slice(0, MOST_PLACES).flatMap(({ from, by }) => {
        const asset = assets.get(from);
        return asset === undefined ? [] : [{ asset: assetRef(content, asset), by }];
      }),
      runningCount: running.length,
    };
  });
}

function kindOf(kind: string): ImageView['kind'] {
  return kind === 'oci.bom' || kind === 'code.folder' ? kind : 'oci.image';
}

/** Hosts as the API shows them. */
export async function hostViews(context: Context, rows: readonly BearerRow[]): Promise<HostView[]> {
  const open = await countOpen(
    context.db,
    context.tenant,
    rows.map(({ asset }) => asset),
  );
  return rows.map((row) => ({
    id: row.asset,
    name: row.name,
    kernel: kernelOf(row.data.kernel),
    architecture: text(row.data.architecture),
    ...softwareOf(row, open.get(row.asset), context.now),
  }));
}

function softwareOf(row: BearerRow, open: OpenCounts = nothingOpen(), now: Date) {
  const never = { ecosystem: '', code: 'no-advisories' as const, packages: row.packages, examples: [] };
  return {
    packages: row.packages,
    open: open.vulnerabilities,
    fixable: open.fixable,
    exploited: open.exploited,
    excepted: open.excepted,
    controls: open.controls,
    risk: open.risk,
    distribution: distributionView(row.distribution, row.end_of_life, now),
    scannedAt: row.scanned_at.toISOString(),
    judgedAt: row.judged_at?.toISOString() ?? null,
    advisories: row.advisories_at?.toISOString() ?? null,
    unjudged: row.judged_at === null && row.packages > 0 ? [never] : row.unjudged,
    unread: row.unread,
  };
}

function distributionView(distribution: Distribution | null, endOfLife: Date | null, now: Date) {
  if (distribution === null) return null;
  const { id, version, name } = distribution;
  return {
    ...{ id, version, name: name ?? [id, version].filter((part) => part !== '').join(' ') },
    endOfLife: endOfLife?.toISOString() ?? null,
    ended: endOfLife === null ? null : endOfLife <= now,
  };
}

function platformOf(platform: Json | undefined): string | null {
  if (typeof platform === 'string') return platform;
  if (!isObject(platform)) return null;
  const parts = [platform.os, platform.architecture, platform.variant].flatMap((part) => text(part) ?? []);
  return parts.length === 0 ? null : parts.join('/');
}

function kernelOf(kernel: Json | undefined): string | null {
  return isObject(kernel) ? text(kernel.release) : text(kernel);
}

/** A vulnerability as lists show it. */
function vulnerabilityView(
  id: string,
  of: { facts: VulnerabilityFacts; title: string; severity: VulnerabilityView['severity'] } | null,
  severity: VulnerabilityView['severity'],
): VulnerabilityView {
  const facts = of?.facts;
  const title = of?.title ?? id;
  return {
    id,
    aliases: facts?.aliases ?? [],
    title: { en: title, ko: title },
    severity: of?.severity ?? severity,
    score: facts?.cvss?.score ?? null,
    epss: facts?.epss ?? null,
    exploited:
      facts?.exploited === undefined
        ? null
        : { added: facts.exploited.added, due: facts.exploited.due ?? null, ransomware: facts.exploited.ransomware },
    published: timeText(facts?.published),
  };
}

function timeText(value: string | undefined): string | null {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A finding of a vulnerability in the words of packages. */
export function affectedView({ content }: Context, row: AffectedRow): AffectedView {
  const { evidence } = row;
  return {
    finding: row.id,
    vulnerability: vulnerabilityView(row.rule, row.vulnerability, row.severity),
    asset: assetRef(content, { ...row, id: row.asset, name: row.asset_name }),
    package: {
      name: text(evidence.package) ?? '',
      type: (text(evidence.type) ?? 'generic') as PackageType,
      purl: text(evidence.purl) ?? '',
    },
    installed: text(evidence.installed) ?? '',
    fixed: texts(evidence.fixed),
    fixStatus: fixStatusOf(evidence),
    severity: row.severity,
    risk: row.risk,
    paths: texts(evidence.paths),
    layers: texts(evidence.layers),
    excepted: row.exception_id !== null,
    stale: row.stale,
    firstSeen: row.first_seen.toISOString(),
  };
}

function fixStatusOf({ fixStatus }: JsonObject): FixStatus {
  const known = fixStatuses.find((status) => status === fixStatus);
  return known ?? 'affected';
}

/** A vulnerability with where it is, as the list over everything shows it. */
export function listedView(
  row: VulnerabilityRow,
  fixed: readonly string[],
): Output<Routes['listVulnerabilities']>['items'][number] {
  return {
    ...vulnerabilityView(row.id, row, row.severity),
    risk: row.risk,
    images: row.images,
    hosts: row.hosts,
    packages: row.packages,
    fixed: [...fixed],
    firstSeen: row.first_seen.toISOString(),
  };
}

/** The text that a value is; null where it is none. */
export function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts in a list; none where it is no list. */
export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The whole number that a value is; null where it is none. */
export function number(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
