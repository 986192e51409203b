import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { isObject } from '../../model/index.ts';
import type { Lookup } from './lookup.ts';
import { numberOf } from './record.ts';

/** google.rpc.Code: https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const rpcCodes = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** How an audited call went: a status other than 0, or a permission that was not granted, is a failure. */
export function rpcOutcome(status: Json | undefined, granted: Json | undefined): Pick<Activity, 'outcome' | 'error'> {
  const code = isObject(status) ? numberOf(status['code']) : 0;
  if (code > 0) return { outcome: 'failure', error: rpcCodes[code] ?? String(code) };
  const denied = Array.isArray(granted) ? granted.includes(false) : granted === false;
  return denied ? { outcome: 'failure', error: 'PERMISSION_DENIED' } : { outcome: 'success' };
}

/** The project, folder or organisation that a log entry belongs to. */
export function projectOf(record: JsonObject, look: Lookup): string {
  const labelled = look.text(record, 'resource.labels.project_id');
  if (labelled !== undefined) return labelled;
  const holder = /^(projects|folders|organizations|billingAccounts)\/([^/]+)/.exec(look.text(record, 'logName') ?? '');
  if (holder === null) return '';
  return holder[1] === 'projects' ? (holder[2] as string) : `${holder[1]}/${holder[2]}`;
}

/** The region of a log entry's resource: that of its zone where a zone is named. */
export function regionOf(record: JsonObject, look: Lookup): string {
  const place = look.text(
    record,
    'resource.labels.region',
    'resource.labels.location',
    'resource.labels.zone',
    'protoPayload.resourceLocation.currentLocations',
  );
  return place === undefined || place === '' ? 'global' : place.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1');
}

/** An id that holds for one entry: `insertId` tells entries of one time apart. */
export function entryId(record: JsonObject, time: number, look: Lookup): string | undefined {
  const insertId = look.text(record, 'insertId');
  return insertId === undefined ? undefined : `${insertId}-${time}`;
}

/**
 * The field that public rules mean: `gcp.audit.method_name` follows Elastic's names, `data.protoPayload.methodName` those of
 * entries that were exported as messages.
 */
export function publicNames(field: string): string {
  if (field.startsWith('gcp.audit.')) {
    return `protoPayload.${field.slice('gcp.audit.'.length).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
  }
  if (!field.startsWith('data.')) return field;
  // Some put what lies beside the payload below it.
  return field.slice('data.'.length).replace(/^protoPayload\.(resource|logName|severity|labels)(?=\.|$)/, '$1');
}
