import {
  type Bom,
  type CallError,
  type FactRecord,
  GLOBAL,
  type Json,
  type JsonObject,
  recordsOf,
  type Scope,
} from '../../../model/index.ts';
import type { RedactionKey } from '../../../platform/redaction/index.ts';
import type { Readings } from '../../files/types.ts';
import type { ImageConfig, OpenImage } from '../types.ts';
import { accountsOf } from './accounts.ts';
import { malwareOf } from './malware.ts';
import { MAX_NOTABLE, notableFilesOf } from './notable-files.ts';
import { MAX_SECRETS, secretsInAnnotations, secretsInConfig, secretsInFiles, secretsSkipped } from './secrets.ts';
import { type Step, stepsOf } from './steps.ts';

export interface FactsOptions {
  tenant: string;
  connection: string;
  /** The installation's key, for marks of secrets. */
  redactionKey: RedactionKey;
  /** ISO 8601: when the reading began and ended. */
  startedAt: string;
  finishedAt: string;
  /** Malware was looked for. */
  malware: boolean;
  /** The signatures that were found, or why they could not be asked for; absent where nobody asked. */
  signatures?: { found: readonly Json[]; error?: CallError };
}

/** Everything that is known of one image, ready to be kept: secrets are masked, each call's facts stand before its collection. */
export function factsOf(image: OpenImage, readings: Readings, bom: Bom, options: FactsOptions): FactRecord[] {
  const scope: Scope = {
    tenant: options.tenant,
    connection: options.connection,
    provider: 'oci',
    account: image.registry,
    region: GLOBAL,
  };
  const params = { digest: image.digest };
  const told = secretsInConfig(image.config, options.redactionKey);
  const noted = secretsInAnnotations(image.annotations, options.redactionKey);
  const accounts = accountsOf(readings.readings);
  const malware = malwareOf(readings.readings);
  const unreadable = (paths: RegExp): CallError | undefined => {
    const [first] = readings.unread.filter(({ path }) => paths.test(path));
    if (first === undefined) return undefined;
    return { code: first.code === 'AccessDenied' ? first.code : 'Unread', message: `${first.path}: ${first.reason}` };
  };
  // A layer that could not be read to its end hides whatever lay in it. It is told under its own name, not under that of a file.
  const layers = new Set(['', ...image.layers.map(({ diffId }) => diffId)]);
  const cut = readings.unread.find(({ path }) => layers.has(path));
  const broken: CallError | undefined =
    cut === undefined ? undefined : { code: 'Unread', message: `${cut.path}: ${cut.reason}` };

  const out: FactRecord[] = [];
  const call = (operation: string, items: readonly Json[], error?: CallError) => {
    const { startedAt, finishedAt } = options;
    const answer = { items, error, startedAt, finishedAt };
    for (const record of recordsOf({ ...scope, service: 'oci', operation, params }, answer)) out.push(record);
  };
  const listed = (operation: string, items: readonly Json[], most: number, error?: CallError) => {
    const over: CallError = { code: 'TooMany', message: `more than ${most}` };
    call(operation, items.slice(0, most), error ?? (items.length > most ? over : undefined));
  };

  call('ReadImage', [imageItem({ ...image, annotations: noted.annotations }, told.config, bom)]);
  listed('ListFiles', notableFilesOf(readings.readings), MAX_NOTABLE, broken);
  const accountError = unreadable(/^etc\/(?:passwd|shadow|group)$/) ?? broken;
  call('ReadAccounts', accounts === undefined || accountError !== undefined ? [] : [accounts], accountError);
  listed(
    'ListSecrets',
    [...told.secrets, ...noted.secrets, ...secretsInFiles(readings.readings)],
    MAX_SECRETS,
    broken ?? secretsSkipped(readings.readings),
  );
  if (options.malware) listed('ListMalware', malware.found, MAX_NOTABLE, broken ?? malware.error);
  if (options.signatures !== undefined) call('ListSignatures', options.signatures.found, options.signatures.error);
  const [unread] = bom.unread;
  const missed = unread === undefined ? broken : { code: 'Unread', message: `${unread.path}: ${unread.reason}` };
  call('ListPackages', bom.packages as unknown as Json[], missed);
  return out;
}

/** What the image says of itself. `config` is the one without secrets. */
function imageItem(image: OpenImage, config: ImageConfig, bom: Bom): JsonObject {
  const steps = stepsOf(config);
  const madeBy = new Map(
    steps.flatMap((step) => (step.layerIndex === undefined ? [] : [[step.layerIndex, createdBy(step)] as const])),
  );
  const base = baseOf(image, config, steps);
  const item = {
    digest: image.digest,
    ...(image.index === undefined ? {} : { index: image.index }),
    name: image.name,
    registry: image.registry,
    repository: image.repository,
    tags: image.tags,
    mediaType: image.mediaType,
    annotations: image.annotations,
    config: { ...config, history: undefined, rootfs: undefined },
    steps,
    layers: image.layers.map(({ digest, diffId, size }, index) => ({
      digest,
      diffId,
      size,
      createdBy: madeBy.get(index) ?? '',
    })),
    size: image.layers.reduce((sum, { size }) => sum + size, 0),
    created: typeof config.created === 'string' ? config.created : null,
    platform: [config.os, config.architecture, config.variant]
      .filter((part) => typeof part === 'string' && part !== '')
      .join('/'),
    ...(base === undefined ? {} : { base }),
    ...(bom.distribution === undefined ? {} : { distribution: bom.distribution }),
  };
  // Through text, so that what is left out is gone and what is no JSON cannot be in it.
  return JSON.parse(JSON.stringify(item)) as JsonObject;
}

function createdBy({ instruction, text }: Step): string {
  return `${instruction} ${text}`.slice(0, 500);
}

/** The image that it was built from, where anything tells: annotations and labels of the OCI, or the comment of Buildah. */
export function baseOf(
  image: OpenImage,
  config: ImageConfig,
  steps: readonly Step[],
): { name: string; digest?: string } | undefined {
  const labels = config.config?.Labels;
  const read = (key: string): string => {
    const value = image.annotations[key] ?? (typeof labels === 'object' && labels !== null ? labels[key] : undefined);
    return typeof value === 'string' ? value : '';
  };
  const from = steps.findLast(({ instruction }) => instruction === 'FROM')?.text ?? '';
  const name = read('org.opencontainers.image.base.name') || from;
  const digest =
    read('org.opencontainers.image.base.digest') || (/@(sha(?:256|512):[0-9a-f]{64,128})$/.exec(name)?.[1] ?? '');
  if (name === '' && digest === '') return undefined;
  return { name, ...(digest === '' ? {} : { digest }) };
}
