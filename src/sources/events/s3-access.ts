import type { Activity } from '../../model/index.ts';
import { lookupOf } from './lookup.ts';
import { addressIn, hashId, isoTime, ocsfClass } from './record.ts';
import { timeOf } from './time.ts';
import type { EventSource } from './types.ts';

/** Fields of a line in their order: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export const s3AccessFields = [
  'bucketOwner',
  'bucket',
  'time',
  'remoteIp',
  'requester',
  'requestId',
  'operation',
  'key',
  'requestUri',
  'httpStatus',
  'errorCode',
  'bytesSent',
  'objectSize',
  'totalTime',
  'turnAroundTime',
  'referrer',
  'userAgent',
  'versionId',
  'hostId',
  'signatureVersion',
  'cipherSuite',
  'authenticationType',
  'hostHeader',
  'tlsVersion',
  'accessPointArn',
  'aclRequired',
] as const;

const layout = {
  caseless: true,
  fields: {
    bucket: ['bucket', 'bucket_name'],
    bucket_name: ['bucket_name', 'bucket'],
    requestUri: ['requestUri', 'request_uri'],
    time: ['time', 'requestdatetime'],
    src_ip: 'remoteIp',
  },
} satisfies Partial<EventSource>;
const look = lookupOf(layout);

/** Amazon S3 server access logs, from their text or as JSON with the same names. */
export const s3Access: EventSource = {
  id: 's3-access',
  title: { en: 'AWS S3 access logs', ko: 'AWS S3 액세스 로그' },
  provider: 'aws',
  logsources: [
    { product: 'aws', service: 's3access' },
    { product: 'aws', service: 's3' },
  ],
  ...layout,
  recognises: (record) =>
    look.text(record, 'bucket') !== undefined &&
    look.text(record, 'remoteIp') !== undefined &&
    look.value(record, 'operation', 'requester', 'requestUri', 'bucketOwner') !== undefined,
  read(record) {
    const time = timeOf(look.value(record, 'time'));
    if (time === undefined) return undefined;
    // One request can be told by several lines, such as one a deleted key.
    return { id: hashId(record), time, name: look.text(record, 'operation') ?? '' };
  },
  nameField: 'operation',
  describe({ id, time, name, record }): Activity {
    const status = Number(look.text(record, 'httpStatus'));
    const error = look.text(record, 'errorCode');
    const failed = status >= 400;
    const bucket = look.text(record, 'bucket');
    return {
      id,
      source: 's3-access',
      time: isoTime(time),
      action: name,
      service: 's3.amazonaws.com',
      outcome: failed ? 'failure' : status > 0 ? 'success' : 'unknown',
      ...(failed ? { error: error ?? String(status) } : {}),
      actor: actorOf(look.text(record, 'requester')),
      account: /^arn:[\w-]+:(?:iam|sts)::(\d+):/.exec(look.text(record, 'requester') ?? '')?.[1] ?? '',
      region: 'global',
      ip: addressIn(look.text(record, 'remoteIp')),
      agent: look.text(record, 'userAgent'),
      assets: bucket === undefined ? [] : [`arn:aws:s3:::${bucket}`],
      classUid: ocsfClass.api,
    };
  },
};

/** Nobody is named where the request was not signed. */
function actorOf(requester: string | undefined): Activity['actor'] {
  if (requester === undefined || requester === '-') return { type: 'anonymous', id: '', name: '' };
  const session = /^arn:([\w-]+):sts::(\d+):assumed-role\/(.+)\/([^/]+)$/.exec(requester);
  if (session !== null) {
    const [, partition, account, role = '', name] = session;
    return { type: 'role', id: `arn:${partition}:iam::${account}:role/${role}`, name: role, session: name };
  }
  const user = /^arn:[\w-]+:iam::\d+:user\/(.+)$/.exec(requester)?.[1];
  if (user !== undefined) return { type: 'user', id: requester, name: user };
  return { type: /^svc:|\.amazonaws\.com$/.test(requester) ? 'service' : 'unknown', id: requester, name: requester };
}
