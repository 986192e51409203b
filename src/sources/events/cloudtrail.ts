import { type Activity, isObject, type Json, type JsonObject } from '../../model/index.ts';
import { awsRequestFields } from './aws-requests.ts';
import { actorOf } from './cloudtrail-actor.ts';
import { assetsOf } from './cloudtrail-assets.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

/** Calls by which somebody signs in or becomes somebody else. */
const signIns = new Set([
  'ConsoleLogin',
  'SwitchRole',
  'ExitRole',
  'CredentialChallenge',
  'CredentialVerification',
  'UserAuthentication',
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetFederationToken',
  'GetSessionToken',
  'GetSigninToken',
]);

const text = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** AWS CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const cloudtrail: EventSource = {
  id: 'cloudtrail',
  title: { en: 'AWS CloudTrail', ko: 'AWS CloudTrail' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'cloudtrail' }],
  recognises: (record) =>
    typeof record['eventName'] === 'string' &&
    typeof record['eventSource'] === 'string' &&
    (isObject(record['userIdentity']) || 'awsRegion' in record || 'eventVersion' in record),
  read(record) {
    const time = timeOf(record['eventTime']);
    if (time === undefined) return undefined;
    return { id: text(record['eventID']) ?? hashId(record), time, name: text(record['eventName']) ?? '' };
  },
  nameField: 'eventName',
  computed: awsRequestFields,
  quick: {
    'hwaseong.actor': (record) => actorOf(record).id || undefined,
    'hwaseong.actor.type': (record) => actorOf(record).type,
    'hwaseong.session': (record) => actorOf(record).session,
    'hwaseong.account': (record) => accountOf(record) || undefined,
    'hwaseong.region': regionOf,
    'hwaseong.service': (record) => text(record['eventSource']),
    'hwaseong.action': (record) => text(record['eventName']),
    'hwaseong.outcome': (record) => outcomeOf(record).outcome,
    'hwaseong.error': (record) => outcomeOf(record).error,
    'hwaseong.ip': addressOf,
    'hwaseong.agent': (record) => text(record['userAgent']),
  },
  describe({ id, time, record }): Activity {
    const action = text(record['eventName']) ?? '';
    return {
      id,
      source: 'cloudtrail',
      time: isoTime(time),
      action,
      service: text(record['eventSource']) ?? '',
      ...outcomeOf(record),
      actor: actorOf(record),
      account: accountOf(record),
      region: regionOf(record),
      ip: addressOf(record),
      agent: text(record['userAgent']),
      assets: assetsOf(record),
      classUid: signIns.has(action) ? ocsfClass.authentication : ocsfClass.api,
    };
  },
};

/** The account in whose trail it stands; of a call into another account that is the one called. */
function accountOf(record: JsonObject): string {
  const identity = record['userIdentity'];
  return text(record['recipientAccountId']) ?? (isObject(identity) ? text(identity['accountId']) : undefined) ?? '';
}

function regionOf(record: JsonObject): string {
  return text(record['awsRegion']) ?? 'global';
}

/** Services that call on behalf of somebody put their name in the field of the address. */
function addressOf(record: JsonObject): string | undefined {
  return addressIn(text(record['sourceIPAddress']));
}

/** Sign-ins have no error code: their answer says Success or Failure. */
function outcomeOf(record: JsonObject): Pick<Activity, 'outcome' | 'error'> {
  const error = text(record['errorCode']);
  if (error !== undefined) return { outcome: 'failure', error };
  const answer = record['responseElements'];
  if (isObject(answer)) {
    const verdict = answer[String(record['eventName'])];
    if (verdict === 'Failure') return { outcome: 'failure', error: text(record['errorMessage']) ?? 'Failure' };
  }
  if (text(record['errorMessage']) !== undefined) {
    return { outcome: 'failure', error: text(record['errorMessage']) as string };
  }
  return { outcome: 'success' };
}
