import { countByLayer, listBearers, runningPlaces } from '../../findings/affected/index.ts';
import { listFindings } from '../../findings/list.ts';
import { readBom } from '../../inventory/boms.ts';
import { assetDetail, assetsById } from '../../inventory/query.ts';
import {
  countsBySeverity,
  isObject,
  type Json,
  type JsonObject,
  type Package,
  type SeverityCounts,
  UNKNOWN_FIELD,
} from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { Context, Output } from '../context.ts';
import { relatedView } from '../finding-detail.ts';
import { findingView } from '../findings.ts';
import { readVerdict } from '../trust/judge-origins.ts';
import { lifeOf } from './life.ts';
import { imageViews, number, text, texts } from './views.ts';

type Detail = Output<Routes['getImage']>;

/** Most findings of controls shown with one image or host. */
const MOST_FINDINGS = 200;

/** Everything that is known of one image; undefined where there is none. */
export async function imageDetail(context: Context, id: string): Promise<Detail | undefined> {
  const { db, tenant, content, now } = context;
  const [row] = await listBearers(db, tenant, { listed: 'image', asset: id }, { sort: 'risk', limit: 1, now });
  const asset = row === undefined ? undefined : await assetDetail(db, tenant, id);
  if (row === undefined || asset === undefined) return undefined;
  const [[view], findings, stored, byLayer, places] = await Promise.all([
    imageViews(context, [row]),
    controlFindings(context, id),
    readBom(db, tenant, id),
    countByLayer(db, tenant, id),
    runningPlaces(db, tenant, [id]),
  ]);
  if (view === undefined) return undefined;
  const { data } = asset.asset;
  const verdict = await readVerdict(context, id);
  const running = await assetsById(
    db,
    tenant,
    places.map(({ from }) => from),
  );
  return {
    ...view,
    mediaType: text(data.mediaType) ?? '',
    annotations: textMap(data.annotations),
    config: configView(data.config),
    layers: layerViews(data, stored?.bom.packages ?? [], byLayer),
    findings,
    secrets: listOf(data, 'secrets')?.map(secretView) ?? null,
    signatures: listOf(data, 'signatures') ?? null,
    verdict,
    life: lifeOf(
      data,
      view.registry,
      running.map(({ name, first_seen }) => ({ name, firstSeen: first_seen })),
      verdict,
    ),
    relations: asset.neighbours.map((one) => relatedView(content, one)),
  };
}

/** Open findings of controls over an image or host, worst first. */
export async function controlFindings({ db, tenant, content, now }: Context, asset: string) {
  const { items } = await listFindings(db, tenant, { asset, class: 'control' }, { limit: MOST_FINDINGS, now });
  return items.map((row) => findingView(content, row));
}

/** A list of the data; undefined where it was not asked for, or not answered. */
function listOf(data: JsonObject, field: string): JsonObject[] | undefined {
  const value = data[field];
  const unknown = data[UNKNOWN_FIELD];
  if (!Array.isArray(value) || (isObject(unknown) && unknown[field] !== undefined && value.length === 0))
    return undefined;
  return value.filter(isObject);
}

function configView(value: Json | undefined): Detail['config'] {
  const config = isObject(value) && isObject(value.config) ? value.config : {};
  const keys = (map: Json | undefined) => (isObject(map) ? Object.keys(map).sort() : []);
  const healthcheck = isObject(config.Healthcheck) ? texts(config.Healthcheck.Test) : null;
  return {
    user: text(config.User),
    entrypoint: texts(config.Entrypoint),
    command: texts(config.Cmd),
    environment: texts(config.Env),
    labels: textMap(config.Labels),
    ports: keys(config.ExposedPorts),
    volumes: keys(config.Volumes),
    workingDirectory: text(config.WorkingDir),
    healthcheck,
    stopSignal: text(config.StopSignal),
  };
}

function textMap(value: Json | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function layerViews(
  data: JsonObject,
  packages: readonly Package[],
  open: ReadonlyMap<string, SeverityCounts>,
): Detail['layers'] {
  const brought = countBy(packages.map(({ locations }) => locations[0]?.layer));
  const secrets = countBy((listOf(data, 'secrets') ?? []).map(({ layer }) => text(layer) ?? undefined));
  const files = countBy((listOf(data, 'files') ?? []).map(({ layer }) => text(layer) ?? undefined));
  const layers = (Array.isArray(data.layers) ? data.layers : []).filter(isObject);
  return layers.map((layer) => {
    const diffId = text(layer.diffId) ?? '';
    return {
      digest: text(layer.digest) ?? '',
      diffId,
      size: number(layer.size) ?? 0,
      createdBy: text(layer.createdBy),
      packages: brought.get(diffId) ?? 0,
      open: open.get(diffId) ?? countsBySeverity(),
      secrets: secrets.get(diffId) ?? 0,
      files: files.get(diffId) ?? 0,
    };
  });
}

function countBy(keys: readonly (string | undefined)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function secretView(secret: JsonObject): NonNullable<Detail['secrets']>[number] {
  return {
    where: text(secret.where) ?? '',
    place: text(secret.name) ?? '',
    line: number(secret.line),
    layer: text(secret.layer),
    hidden: secret.hidden === true,
    detector: text(secret.detector) ?? '',
    masked: text(secret.masked) ?? '',
  };
}
