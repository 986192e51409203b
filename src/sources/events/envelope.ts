import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { hasField } from './azure.ts';
import { isTooDeep } from './event.ts';
import { flowsIn, isFlowCarrier } from './nsg-tuples.ts';
import { textRecord } from './text-lines.ts';

/** Envelopes within envelopes that are opened: a message in a list in a notification is three. */
const MOST_WRAPPED = 6;

/** Fields under which lists of records travel, by who writes them: CloudTrail, Azure, Graph, Kubernetes, Google, AWS' APIs. */
const lists = [
  'Records',
  'records',
  'value',
  'items',
  'entries',
  'Findings',
  'findings',
  'Events',
  'events',
  'logEvents',
  'receivedMessages',
];

/** Records as they came out of their envelopes, and how many could not be taken out. */
export interface Opened {
  records: JsonObject[];
  malformed: number;
  tooLarge: number;
}

/**
 * The records in a JSON value: itself, the elements of a list, or what an envelope carries, such as a batch of CloudTrail,
 * an answer of an API, a message of EventBridge, CloudWatch Logs, SNS or Pub/Sub, or an AKS log line.
 */
export function recordsIn(value: Json): Opened {
  const opened: Opened = { records: [], malformed: 0, tooLarge: 0 };
  open(value, 0, opened);
  return opened;
}

function open(value: Json | undefined, wrapped: number, opened: Opened): void {
  if (wrapped > MOST_WRAPPED) opened.tooLarge += 1;
  else if (Array.isArray(value)) for (const one of value) open(one, wrapped + 1, opened);
  else if (!isObject(value)) opened.malformed += 1;
  else {
    const inner = carriedBy(value);
    if (inner !== undefined) open(inner, wrapped + 1, opened);
    else if (isTooDeep(value)) opened.tooLarge += 1;
    else opened.records.push(value);
  }
}

/** What an envelope carries; undefined for a record. */
function carriedBy(value: JsonObject): Json | undefined {
  // Nearly everything is a record of CloudTrail.
  if (typeof value['eventName'] === 'string' && typeof value['eventSource'] === 'string') return undefined;
  for (const name of lists) if (Array.isArray(value[name]) && isList(value, name)) return value[name];
  if (typeof value['CloudTrailEvent'] === 'string') return parsed(value['CloudTrailEvent']);
  if (typeof value['detail-type'] === 'string' && isObject(value['detail'])) return value['detail'];
  if (value['Type'] === 'Notification' && typeof value['Message'] === 'string') return parsed(value['Message']);
  if (isObject(value['message'])) {
    const { data } = value['message'];
    if (typeof data === 'string') return parsed(Buffer.from(data, 'base64').toString('utf8'));
  }
  if (typeof value['message'] === 'string' && isCloudWatch(value)) return textOrJson(value['message']);
  const audit = value['AuditData'] ?? value['auditData'];
  if (typeof audit === 'string') return parsed(audit);
  if (isObject(audit) && hasField(audit, 'Operation')) return audit;
  if (typeof value['category'] === 'string' && /^kube-audit/i.test(value['category'])) return aksEvent(value);
  if (isFlowCarrier(value)) return flowsIn(value);
  // An activity of Workspace holds one event or several.
  const events = value['events'];
  if (isObject(value['id']) && Array.isArray(events) && events.length > 1)
    return events.map((one) => ({ ...value, events: [one] }));
  return undefined;
}

/** A record may have a list of that name itself: Workspace's activity has `events`, a webhook may have `items`. */
function isList(value: JsonObject, name: string): boolean {
  const list = value[name] as Json[];
  if (name === 'Records') return true;
  if (name === 'logEvents') return value['messageType'] === 'DATA_MESSAGE';
  if (name === 'events' && isObject(value['id'])) return false;
  if (name === 'findings' || name === 'Findings') return list.every(isObject);
  return (
    !(
      'eventName' in value ||
      'verb' in value ||
      'protoPayload' in value ||
      'action' in value ||
      'operationName' in value
    ) && list.every(isObject)
  );
}

function isCloudWatch(value: JsonObject): boolean {
  return (
    'timestamp' in value &&
    ('id' in value || 'eventId' in value || 'ingestionTime' in value || Object.keys(value).length === 2)
  );
}

/** An event of AKS comes as text in a diagnostic record, which says which cluster it was. */
function aksEvent(value: JsonObject): Json | undefined {
  const properties = value['properties'];
  const log = isObject(properties) ? properties['log'] : undefined;
  const event = typeof log === 'string' ? parsed(log) : log;
  if (!isObject(event)) return event ?? null;
  const cluster = typeof value['resourceId'] === 'string' ? { cluster: value['resourceId'].toLowerCase() } : {};
  return { ...event, ...cluster };
}

function textOrJson(text: string): Json {
  return text.startsWith('{') ? parsed(text) : (textRecord(text) ?? null);
}

/** Null where the text is no JSON: it counts as malformed. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
