import { type Activity, isObject, type Json, type JsonObject } from '../../model/index.ts';
import { entryId } from './gcp.ts';
import { asText, lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass, textOf } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

// Each record has one event, alone in its list.
const eventNames = ['name', 'events.0.name', 'protoPayload.metadata.event.0.eventName'];
const eventTypes = ['type', 'events.0.type', 'protoPayload.metadata.event.0.eventType'];
const layout = {
  fields: {
    name: eventNames,
    eventName: eventNames,
    type: eventTypes,
    eventType: eventTypes,
    'actor.email': ['actor.email', 'protoPayload.authenticationInfo.principalEmail'],
    ipAddress: ['ipAddress', 'protoPayload.requestMetadata.callerIp'],
    'id.customerId': ['id.customerId', 'resource.labels.organization_id'],
  },
  computed: {
    // A list of {name, value} in the API's answer and in Google's log; rules ask by name.
    parameters: parametersOf,
    new_value: (record: JsonObject) => parameter(record, 'NEW_VALUE'),
    old_value: (record: JsonObject) => parameter(record, 'OLD_VALUE'),
    setting_name: (record: JsonObject) => parameter(record, 'SETTING_NAME'),
    eventService: serviceOf,
    // The names in Google's log are answered for the API's answers too.
    'protoPayload.serviceName': serviceOf,
    'protoPayload.metadata.event': (record: JsonObject): Json => {
      const parameters = parametersOf(record);
      const named = { eventName: look.value(record, 'name') ?? null, eventType: look.value(record, 'type') ?? null };
      return isObject(parameters) ? { ...parameters, ...named } : named;
    },
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);
const rawLook = lookupOf({});

/**
 * Google Workspace activity, one event a record: `envelope.ts` takes the API's answers apart.
 * https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list
 */
export const gsuite: EventSource = {
  id: 'gsuite',
  title: { en: 'Google Workspace activity', ko: 'Google Workspace 활동' },
  provider: 'gws',
  logsources: [
    // Entries of Google's log that rules ask for by their method's name.
    { product: 'gcp', service: 'gcp.audit' },
    ...['admin', 'login', 'token', 'drive', 'groups', 'mobile', 'saml', 'rules'].flatMap((application) => [
      { product: 'gcp', service: `google_workspace.${application}` },
      { product: 'google_workspace', service: `google_workspace.${application}` },
    ]),
  ],
  ...layout,
  recognises(record) {
    const id = record['id'];
    if (isObject(id) && typeof id['applicationName'] === 'string') return true;
    if (record['kind'] === 'admin#reports#activity') return true;
    const payload = record['protoPayload'];
    return isObject(payload) && /^(admin|login|cloudidentity)\.googleapis\.com$/.test(textOf(payload['serviceName']));
  },
  read(record) {
    const time = timeOf(look.value(record, 'id.time', 'timestamp', 'receiveTimestamp'));
    if (time === undefined) return undefined;
    const unique = look.text(record, 'id.uniqueQualifier');
    const name = look.text(record, 'name') ?? '';
    // One activity holds several events under one qualifier.
    const id = unique === undefined ? entryId(record, time, look) : `${unique}-${time}-${hashId(record).slice(0, 12)}`;
    return { id: id ?? hashId(record), time, name };
  },
  nameField: 'name',
  describe({ id, time, name, record }): Activity {
    const failed = /fail|denied|blocked/i.test(name);
    const application = look.text(record, 'id.applicationName') ?? look.text(record, 'eventService')?.split('.')[0];
    return {
      id,
      source: 'gsuite',
      time: isoTime(time),
      action: name,
      service: application ?? 'Google Workspace',
      outcome: failed ? 'failure' : 'success',
      ...(failed ? { error: asText(parameter(record, 'login_failure_type')) ?? name } : {}),
      actor: actorOf(record),
      account: look.text(record, 'id.customerId') ?? '',
      region: 'global',
      ip: addressIn(look.text(record, 'ipAddress')),
      agent: look.text(record, 'protoPayload.requestMetadata.callerSuppliedUserAgent'),
      assets: targetsOf(record),
      classUid: application === 'login' ? ocsfClass.authentication : ocsfClass.api,
    };
  },
};

/** `admin.googleapis.com` */
function serviceOf(record: JsonObject): string | undefined {
  const payload = record['protoPayload'];
  if (isObject(payload) && typeof payload['serviceName'] === 'string') return payload['serviceName'];
  const application = look.text(record, 'id.applicationName');
  return application === undefined ? undefined : `${application}.googleapis.com`;
}

function actorOf(record: JsonObject): Activity['actor'] {
  const id = look.text(record, 'actor.email', 'actor.profileId', 'actor.key');
  if (id === undefined) return { type: 'unknown', id: '', name: '' };
  const robot = id.endsWith('gserviceaccount.com') || record['callerType'] === 'KEY';
  return { type: robot ? 'service-account' : 'user', id: id.toLowerCase(), name: id };
}

/** Whom or what the event was about. */
function targetsOf(record: JsonObject): string[] {
  const names = ['USER_EMAIL', 'GROUP_EMAIL', 'doc_id', 'client_id', 'app_name', 'affected_email_address'];
  return names.map((name) => asText(parameter(record, name))).filter((value) => value !== undefined);
}

function parametersOf(record: JsonObject): Json | undefined {
  const raw =
    record['parameters'] ??
    look.value(record, 'events.0.parameters') ??
    rawLook.value(record, 'protoPayload.metadata.event.0.parameter');
  if (!Array.isArray(raw)) return raw;
  const entries = raw.filter(isObject).map((one) => [textOf(one['name']), parameterValue(one)] as const);
  return Object.fromEntries(entries);
}

function parameter(record: JsonObject, name: string): Json | undefined {
  const parameters = parametersOf(record);
  return isObject(parameters) && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/** A parameter has its value under a name that says its type. */
function parameterValue(parameter: JsonObject): Json {
  for (const key of [
    'value',
    'multiValue',
    'boolValue',
    'intValue',
    'multiStrValue',
    'messageValue',
    'multiMessageValue',
  ]) {
    if (parameter[key] !== undefined) return parameter[key];
  }
  return null;
}
