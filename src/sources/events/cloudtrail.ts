import { type Activity, isObject, type JsonObject } from '../../model/index.ts';
import { awsRequestFields } from './aws-requests.ts';
import { actorOf } from './cloudtrail-actor.ts';
import { assetsOf } from './cloudtrail-assets.ts';
import { isFolded, text, top } from './cloudtrail-record.ts';
import { addressIn, hashId, isoTime, ocsfClass, textOf } from './record.ts';
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

/** AWS CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const cloudtrail: EventSource = {
  id: 'cloudtrail',
  title: { en: 'AWS CloudTrail', ko: 'AWS CloudTrail' },
  provider: 'aws',
  logsources: [{ product: 'aws', service: 'cloudtrail' }],
  caseless: isFolded,
  recognises: (record) =>
    typeof top(record, 'eventName') === 'string' &&
    typeof top(record, 'eventSource') === 'string' &&
    // Notifications of S3 look alike: their source is `aws:s3`.
    !textOf(top(record, 'eventSource')).startsWith('aws:') &&
    [top(record, 'userIdentity'), top(record, 'awsRegion'), top(record, 'eventVersion')].some(
      (one) => one !== undefined,
    ),
  read(record) {
    const time = timeOf(top(record, 'eventTime'));
    if (time === undefined) return undefined;
    return { id: text(top(record, 'eventID')) ?? hashId(record), time, name: text(top(record, 'eventName')) ?? '' };
  },
  nameField: 'eventName',
  computed: {
    ...awsRequestFields,
    // Stores that records pass through on their way write an empty code where there was none.
    errorCode: (record) => (record['errorCode'] === '' ? undefined : record['errorCode']),
  },
  quick: {
    'hwaseong.actor': (record) => actorOf(record).id || undefined,
    'hwaseong.actor.type': (record) => actorOf(record).type,
    'hwaseong.session': (record) => actorOf(record).session,
    'hwaseong.account': (record) => accountOf(record) || undefined,
    'hwaseong.region': regionOf,
    'hwaseong.service': (record) => text(top(record, 'eventSource')),
    'hwaseong.action': (record) => text(top(record, 'eventName')),
    'hwaseong.outcome': (record) => outcomeOf(record).outcome,
    'hwaseong.error': (record) => outcomeOf(record).error,
    'hwaseong.ip': addressOf,
    'hwaseong.agent': (record) => text(top(record, 'userAgent')),
  },
  describe({ id, time, record }): Activity {
    const action = text(top(record, 'eventName')) ?? '';
    return {
      id,
      source: 'cloudtrail',
      time: isoTime(time),
      action,
      service: text(top(record, 'eventSource')) ?? '',
      ...outcomeOf(record),
      actor: actorOf(record),
      account: accountOf(record),
      region: regionOf(record),
      ip: addressOf(record),
      agent: text(top(record, 'userAgent')),
      assets: assetsOf(record),
      classUid: signIns.has(action) ? ocsfClass.authentication : ocsfClass.api,
    };
  },
};

/** The account in whose trail it stands; of a call into another account that is the one called. */
function accountOf(record: JsonObject): string {
  const identity = top(record, 'userIdentity');
  return (
    text(top(record, 'recipientAccountId')) ?? (isObject(identity) ? text(identity['accountId']) : undefined) ?? ''
  );
}

function regionOf(record: JsonObject): string {
  return text(top(record, 'awsRegion')) ?? 'global';
}

/** Services that call on behalf of somebody put their name in the field of the address. */
function addressOf(record: JsonObject): string | undefined {
  return addressIn(text(top(record, 'sourceIPAddress')));
}

/** Sign-ins have no error code: their answer says Success or Failure. */
function outcomeOf(record: JsonObject): Pick<Activity, 'outcome' | 'error'> {
  const error = text(top(record, 'errorCode'));
  if (error !== undefined) return { outcome: 'failure', error };
  const answer = top(record, 'responseElements');
  if (isObject(answer)) {
    const verdict = answer[textOf(top(record, 'eventName'))];
    if (verdict === 'Failure') return { outcome: 'failure', error: text(top(record, 'errorMessage')) ?? 'Failure' };
  }
  if (text(top(record, 'errorMessage')) !== undefined) {
    return { outcome: 'failure', error: text(top(record, 'errorMessage')) as string };
  }
  return { outcome: 'success' };
}
