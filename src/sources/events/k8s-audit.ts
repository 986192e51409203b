import { type Activity, isObject, type Json, type JsonObject } from '../../model/index.ts';
import { entryId, projectOf, publicNames } from './gcp.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, numberOf, ocsfClass, textOf } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

/** HTTP status of a gRPC code, for the ones that an API server's answers become in Google's log. */
const httpStatus: Readonly<Record<number, number>> = {
  0: 200,
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  10: 409,
  13: 500,
  14: 503,
  16: 401,
};

const podSpecs = [
  'requestObject.spec',
  'requestObject.spec.template.spec',
  'requestObject.spec.jobTemplate.spec.template.spec',
];

const layout = {
  fields: {
    requestObject: ['requestObject', 'protoPayload.request'],
    responseObject: ['responseObject', 'protoPayload.response'],
    'user.username': ['user.username', 'protoPayload.authenticationInfo.principalEmail'],
    username: ['user.username', 'protoPayload.authenticationInfo.principalEmail'],
    sourceIPs: ['sourceIPs', 'protoPayload.requestMetadata.callerIp', 'protoPayload.requestMetadata.callerIP'],
    userAgent: ['userAgent', 'protoPayload.requestMetadata.callerSuppliedUserAgent'],
    annotations: ['annotations', 'labels'],
    // Google's own resource, where rules ask for it by its type.
    'resource.type': 'resource.type',
    'resource.labels': 'resource.labels',
  },
  alias: publicNames,
  computed: {
    verb: verbOf,
    objectRef,
    responseStatus,
    // Names that public rules use without the path.
    apiGroup: (record: JsonObject) => part(objectRef(record), 'apiGroup'),
    resource: (record: JsonObject) => part(objectRef(record), 'resource'),
    subresource: (record: JsonObject) => part(objectRef(record), 'subresource'),
    namespace: (record: JsonObject) => part(objectRef(record), 'namespace'),
    hostPath: (record: JsonObject) => look.value(record, ...podSpecs.map((spec) => `${spec}.volumes.hostPath.path`)),
    capabilities: (record: JsonObject) =>
      look.value(record, ...podSpecs.map((spec) => `${spec}.containers.securityContext.capabilities.add`)),
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/**
 * Kubernetes API server audit events, as the server writes them (also in EKS and AKS) and as Google's log wraps them:
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ . What carries them is opened in `envelope.ts`, which
 * adds `cluster` where it says which one.
 */
export const k8sAudit: EventSource = {
  id: 'k8s-audit',
  title: { en: 'Kubernetes audit log', ko: '쿠버네티스 감사 로그' },
  provider: 'kubernetes',
  logsources: [
    { product: 'kubernetes', service: 'audit', category: 'application' },
    { product: 'kubernetes', service: 'k8s-audit' },
    // Google's log entries, which rules ask for by their method's name.
    { product: 'gcp', service: 'gcp.audit' },
  ],
  ...layout,
  recognises: (record) =>
    (record['kind'] === 'Event' && textOf(record['apiVersion']).startsWith('audit.k8s.io/')) ||
    (typeof record['verb'] === 'string' &&
      (isObject(record['objectRef']) || typeof record['requestURI'] === 'string' || 'auditID' in record)) ||
    isGoogle(record),
  read(record) {
    const time = timeOf(
      look.value(
        record,
        'stageTimestamp',
        'requestReceivedTimestamp',
        'timestamp',
        'receiveTimestamp',
        'metadata.creationTimestamp',
      ),
    );
    if (time === undefined) return undefined;
    return { id: idOf(record, time), time, name: verbOf(record) ?? '' };
  },
  nameField: 'verb',
  describe({ id, time, record }): Activity {
    const target = objectRef(record) ?? {};
    const code = Number(part(responseStatus(record), 'code') ?? Number.NaN);
    const denied = look.text(record, 'annotations.authorization.k8s.io/decision') === 'forbid';
    const failed = code >= 400 || denied;
    const reason = look.text(record, 'responseStatus.reason');
    const resource = [part(target, 'resource'), part(target, 'subresource')]
      .filter((one) => one !== undefined)
      .join('/');
    return {
      id,
      source: 'k8s-audit',
      time: isoTime(time),
      action: [verbOf(record), resource || look.text(record, 'requestURI')].filter(Boolean).join(' '),
      service: part(target, 'apiGroup') ?? 'core',
      outcome: failed ? 'failure' : Number.isNaN(code) ? 'unknown' : 'success',
      ...(failed ? { error: reason ?? (denied ? 'Forbidden' : String(code)) } : {}),
      actor: actorOf(record),
      account: clusterOf(record),
      region: labelOf(record, 'location') ?? 'global',
      ip: addressIn(look.text(record, 'sourceIPs')),
      agent: look.text(record, 'userAgent'),
      assets: assetOf(record, target),
      classUid: ocsfClass.api,
    };
  },
};

function isGoogle(record: JsonObject): boolean {
  const payload = record['protoPayload'];
  if (!isObject(payload)) return false;
  return payload['serviceName'] === 'k8s.io' || textOf(payload['methodName']).startsWith('io.k8s.');
}

function idOf(record: JsonObject, time: number): string {
  if (typeof record['auditID'] === 'string') return `${record['auditID']}/${textOf(record['stage'])}`;
  return entryId(record, time, look) ?? hashId(record);
}

/** `create`, also of `io.k8s.core.v1.pods.exec.create`. */
function verbOf(record: JsonObject): string | undefined {
  if (typeof record['verb'] === 'string') return record['verb'];
  return methodOf(record)?.split('.').at(-1);
}

function methodOf(record: JsonObject): string | undefined {
  const payload = record['protoPayload'];
  return isObject(payload) && typeof payload['methodName'] === 'string' ? payload['methodName'] : undefined;
}

/** What was acted on; Google says it as `core/v1/namespaces/default/pods/web/exec`, else the method says the kind. */
function objectRef(record: JsonObject): JsonObject | undefined {
  if (isObject(record['objectRef'])) return record['objectRef'];
  const payload = record['protoPayload'];
  if (!isObject(payload)) return undefined;
  if (typeof payload['resourceName'] !== 'string') return kindInMethod(record);
  const steps = payload['resourceName'].split('/').slice(0, 10);
  const [group, version, ...path] = steps;
  const inNamespace = path[0] === 'namespaces' && path.length > 2;
  const [resource, name, subresource] = inNamespace ? path.slice(2) : path;
  return {
    ...(group === undefined || group === 'core' ? {} : { apiGroup: group }),
    ...(version === undefined ? {} : { apiVersion: version }),
    ...(inNamespace ? { namespace: path[1] as string } : {}),
    ...(resource === undefined ? {} : { resource }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

/** `pods` of `io.k8s.core.v1.pods.create`, `pods` and `exec` of `io.k8s.core.v1.pods.exec.create`. */
function kindInMethod(record: JsonObject): JsonObject | undefined {
  const parts = /^io\.k8s\.(?:[\w.-]+\.)?v\d\w*\.([a-z]+)(?:\.([a-z]+))?\.[a-z]+$/.exec(methodOf(record) ?? '');
  if (parts === null) return undefined;
  const [, resource = '', subresource] = parts;
  return { resource, ...(subresource === undefined ? {} : { subresource }) };
}

function responseStatus(record: JsonObject): JsonObject | undefined {
  if (isObject(record['responseStatus'])) return record['responseStatus'];
  if (!isGoogle(record)) return undefined;
  const { status, response } = record['protoPayload'] as JsonObject;
  // A refusal is a Status object in place of the resource, where Google's own status says nothing.
  if (!isObject(status) && isObject(response) && response['status'] === 'Failure') {
    return { code: typeof response['code'] === 'number' ? response['code'] : 500 };
  }
  const code = isObject(status) ? numberOf(status['code']) || 0 : 0;
  const reason = isObject(status) && typeof status['message'] === 'string' ? { reason: status['message'] } : {};
  return { code: code >= 100 ? code : (httpStatus[code] ?? 500), ...reason };
}

/** A role of AWS behind a user of EKS is the same actor in both logs. */
function actorOf(record: JsonObject): Activity['actor'] {
  const name = look.text(record, 'user.username');
  if (name === undefined) return { type: 'unknown', id: '', name: '' };
  const session = look.text(
    record,
    'user.extra.authentication.kubernetes.io/credential-id',
    'user.extra.accessKeyId',
    'user.uid',
  );
  const principal = look.text(record, 'user.extra.canonicalArn');
  return { type: kindOfUser(name), id: principal ?? name, name, session };
}

function kindOfUser(name: string): Activity['actor']['type'] {
  if (name === 'system:anonymous' || name === 'system:unauthenticated') return 'anonymous';
  if (name.startsWith('system:serviceaccount:') || name.endsWith('gserviceaccount.com')) return 'service-account';
  return name.startsWith('system:') || name.startsWith('eks:') || name === 'aksService' ? 'service' : 'user';
}

/** Which cluster: the carrier's word, or Google's resource. */
function clusterOf(record: JsonObject): string {
  const said = look.text(record, 'cluster');
  if (said !== undefined) return said;
  const cluster = labelOf(record, 'cluster_name');
  const project = projectOf(record, rawLook);
  if (cluster === undefined) return project;
  return `//container.googleapis.com/projects/${project}/locations/${labelOf(record, 'location') ?? '-'}/clusters/${cluster}`;
}

/** `resource` means the object's kind to rules; Google's own `resource` is read as it is. */
const rawLook = lookupOf({});

function labelOf(record: JsonObject, name: string): string | undefined {
  return rawLook.text(record, `resource.labels.${name}`);
}

function assetOf(record: JsonObject, target: JsonObject): string[] {
  const resource = part(target, 'resource');
  if (resource === undefined) return [];
  const cluster = clusterOf(record);
  const place = [part(target, 'apiGroup') ?? 'core', resource, part(target, 'namespace') ?? '', nameIn(record, target)];
  return [`k8s:${[cluster, ...place].join('/')}`];
}

/** What is created has its name in the object, not in the path. */
function nameIn(record: JsonObject, target: JsonObject): string {
  return part(target, 'name') ?? look.text(record, 'requestObject.metadata.name', 'responseObject.metadata.name') ?? '';
}

function part(value: Json | undefined, name: string): string | undefined {
  if (!isObject(value)) return undefined;
  const one = value[name];
  return typeof one === 'string' && one !== '' ? one : typeof one === 'number' ? String(one) : undefined;
}
