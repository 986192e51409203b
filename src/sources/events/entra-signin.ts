import type { Activity, Json, JsonObject } from '../../model/index.ts';
import { hasField, kindOf } from './azure.ts';
import { lookupOf } from './lookup.ts';
import { addressBeforePort, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

const code = ['properties.status.errorCode', 'status.errorCode', 'resultType'];

const protocolNames: Readonly<Record<string, string>> = { deviceCode: 'Device Code', ropc: 'ROPC' };

const layout = {
  caseless: true,
  within: 'properties',
  fields: {
    ResultType: ['resultType', 'properties.status.errorCode', 'status.errorCode'],
    ResultDescription: ['resultDescription', 'properties.status.failureReason', 'status.failureReason'],
    'Status.errorCode': code,
    'Status.failureReason': ['properties.status.failureReason', 'status.failureReason', 'resultDescription'],
    'Status.additionalDetails': ['properties.status.additionalDetails', 'status.additionalDetails'],
    Username: ['properties.userPrincipalName', 'userPrincipalName', 'identity'],
    Application: ['properties.appDisplayName', 'appDisplayName'],
    ClientApp: ['properties.clientAppUsed', 'clientAppUsed'],
    IPAddress: ['properties.ipAddress', 'ipAddress', 'callerIpAddress'],
    callerIpAddress: ['callerIpAddress', 'properties.ipAddress', 'ipAddress'],
    LocationDetails: ['properties.location', 'locationDetails', 'location'],
    RiskEventTypes: [
      'properties.riskEventTypes_v2',
      'riskEventTypes_v2',
      'properties.riskEventTypes',
      'riskEventTypes',
    ],
    operationName: ['operationName', 'Category'],
    tenantId: ['tenantId', 'AADTenantId', 'properties.homeTenantId', 'homeTenantId', 'properties.resourceTenantId'],
  },
  computed: {
    // Sigma rules ask for the word; Azure gives the number, and zero is success.
    Status: (record: JsonObject): Json | undefined => {
      const number = look.text(record, 'ResultType');
      return number === undefined ? undefined : number === '0' ? 'Success' : 'Failure';
    },
    // Public rules ask the message for how somebody signed in.
    'properties.message': (record: JsonObject): Json => {
      const protocol = look.text(record, 'authenticationProtocol') ?? '';
      const said = [
        look.text(record, 'operationName'),
        look.text(record, 'ResultDescription'),
        protocolNames[protocol],
      ];
      return said.filter((one) => one !== undefined);
    },
    // Two letters in the diagnostic record, a place in the API's answer.
    Location: (record: JsonObject): Json | undefined => {
      const place = look.value(record, 'LocationDetails');
      return place ?? look.value(record, 'CountryOrRegion');
    },
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Microsoft Entra sign-ins of people, service principals and managed identities: https://learn.microsoft.com/entra/identity/monitoring-health/reference-azure-monitor-sign-ins-log-schema */
export const entraSignin: EventSource = {
  id: 'entra-signin',
  title: { en: 'Microsoft Entra sign-ins', ko: 'Microsoft Entra 로그인' },
  provider: 'entra',
  logsources: [
    { product: 'azure', service: 'signinlogs' },
    { product: 'azure', service: 'signinevents' },
  ],
  ...layout,
  recognises: (record) => /signinlogs$/.test(kindOf(record)) || isGraphSignIn(record),
  read(record) {
    const time = timeOf(look.value(record, 'createdDateTime', 'time', 'TimeGenerated'));
    if (time === undefined) return undefined;
    const id = look.text(record, 'properties.id', 'id', 'OriginalRequestId');
    return { id: id ?? hashId(record), time, name: 'Sign-in activity' };
  },
  place: (record) => ({
    country: look.text(record, 'LocationDetails.countryOrRegion'),
    city: look.text(record, 'LocationDetails.city'),
    latitude: numberIn(look.value(record, 'LocationDetails.geoCoordinates.latitude')),
    longitude: numberIn(look.value(record, 'LocationDetails.geoCoordinates.longitude')),
    asn: numberIn(look.value(record, 'autonomousSystemNumber')),
  }),
  describe({ id, time, record }): Activity {
    const number = look.text(record, 'ResultType');
    return {
      id,
      source: 'entra-signin',
      time: isoTime(time),
      action: 'Sign-in activity',
      service: look.text(record, 'appDisplayName', 'resourceDisplayName') ?? 'Microsoft Entra ID',
      outcome: number === undefined ? 'unknown' : number === '0' ? 'success' : 'failure',
      ...(number === undefined || number === '0' ? {} : { error: number }),
      actor: actorOf(record),
      account: look.text(record, 'tenantId') ?? '',
      region: 'global',
      ip: addressBeforePort(look.text(record, 'IPAddress')),
      agent: look.text(record, 'userAgent'),
      assets: [],
      classUid: ocsfClass.authentication,
    };
  },
};

/** A number, which some exports write as text. */
function numberIn(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function isGraphSignIn(record: JsonObject): boolean {
  return (
    hasField(record, 'createdDateTime') &&
    hasField(record, 'appId', 'appDisplayName', 'resourceDisplayName') &&
    hasField(record, 'conditionalAccessStatus', 'clientAppUsed', 'isInteractive', 'signInEventTypes')
  );
}

function actorOf(record: JsonObject): Activity['actor'] {
  const session = look.text(record, 'sessionId', 'uniqueTokenIdentifier');
  const person = look.text(record, 'userPrincipalName');
  if (person !== undefined) {
    return { type: 'user', id: person.toLowerCase(), name: look.text(record, 'userDisplayName') ?? person, session };
  }
  const app = look.text(record, 'servicePrincipalId', 'appId');
  const user = look.text(record, 'userId');
  if (user !== undefined && !/^0{8}-/.test(user))
    return { type: 'user', id: user, name: look.text(record, 'userDisplayName') ?? user, session };
  if (app === undefined) return { type: 'unknown', id: '', name: '' };
  return {
    type: 'service-account',
    id: app,
    name: look.text(record, 'servicePrincipalName', 'appDisplayName') ?? app,
    session,
  };
}
