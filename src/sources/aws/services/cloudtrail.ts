import type { ItemOrigin, JsonObject } from '../../../model/index.ts';
import { pointsToArn } from '../relations.ts';
import { arn, partitionOf, type ServiceTable, text } from '../service-table.ts';

export const cloudtrail: ServiceTable = {
  service: 'cloudtrail',
  client: () => import('@aws-sdk/client-cloudtrail'),
  calls: [
    {
      // Asked in every region with the shadows of trails from elsewhere: a trail is one asset, in its home region.
      operation: 'DescribeTrails',
      permission: 'cloudtrail:DescribeTrails',
      scope: 'regional',
      items: 'trailList',
      makes: {
        kind: 'aws.cloudtrail.trail',
        category: 'security',
        title: { en: 'CloudTrail trail', ko: 'CloudTrail 추적' },
        id: trailId,
        name: (item) => text(item, 'Name'),
        region: homeRegion,
        relations: [
          {
            type: 'logs-to',
            kind: 'aws.s3.bucket',
            to: (item, origin) =>
              text(item, 'S3BucketName') === ''
                ? []
                : [`arn:${partitionOf(homeRegion(item, origin))}:s3:::${text(item, 'S3BucketName')}`],
          },
          {
            type: 'logs-to',
            kind: 'aws.logs.log-group',
            to: (item) => [text(item, 'CloudWatchLogsLogGroupArn').replace(/:\*$/, '')],
          },
          pointsToArn('notifies', 'aws.sns.topic', 'SnsTopicARN'),
          pointsToArn('encrypted-by', 'aws.kms.key', 'KmsKeyId'),
        ],
      },
    },
    {
      operation: 'GetTrailStatus',
      permission: 'cloudtrail:GetTrailStatus',
      scope: 'regional',
      each: { kind: 'aws.cloudtrail.trail', params: { Name: 'TrailARN' } },
      as: 'status',
    },
    {
      operation: 'GetEventSelectors',
      permission: 'cloudtrail:GetEventSelectors',
      scope: 'regional',
      each: { kind: 'aws.cloudtrail.trail', params: { TrailName: 'TrailARN' } },
      as: 'eventSelectors',
    },
    {
      // IAM's events are kept in the partition's home region alone. LookupEvents takes one name at a time, and the whole
      // day of an account may hold a hundred thousand events: asked for by name, the few that matter come in seconds.
      operation: 'LookupEvents',
      permission: 'cloudtrail:LookupEvents',
      scope: 'global',
      each: { kind: 'aws.account', params: {} },
      requests: (now) =>
        raisingCalls.map((name) => ({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
          StartTime: new Date(now.getTime() - day),
          EndTime: now,
        })),
      parse: ({ Events }) => ({ Events: Array.isArray(Events) ? (Events as JsonObject[]).map(summary) : [] }),
      items: 'Events',
      as: 'raisingCalls',
    },
  ],
};

const day = 24 * 3_600_000;

/** IAM calls by which somebody who may make them gets more rights: over oneself, or over somebody whose rights one can use. */
const raisingCalls = [
  'AddUserToGroup',
  'AttachGroupPolicy',
  'AttachRolePolicy',
  'AttachUserPolicy',
  'CreateAccessKey',
  'CreateLoginProfile',
  'CreatePolicyVersion',
  'DeleteRolePermissionsBoundary',
  'DeleteUserPermissionsBoundary',
  'PutGroupPolicy',
  'PutRolePolicy',
  'PutUserPolicy',
  'SetDefaultPolicyVersion',
  'UpdateAssumeRolePolicy',
  'UpdateLoginProfile',
];

/**
 * Who called what, when and how it went. What else the record holds is left out: it is the event log's, and may be long.
 * Throws where the record is none.
 */
function summary({ EventId, EventName, EventTime, CloudTrailEvent }: JsonObject): JsonObject {
  const record = JSON.parse(String(CloudTrailEvent)) as JsonObject;
  const { userIdentity = null, sourceIPAddress = null, errorCode = null } = record;
  return { EventId, EventName, EventTime, userIdentity, sourceIPAddress, errorCode } as JsonObject;
}

/** The organisation's trail is seen by each member account; there it is an asset of that account, beside the trail itself. */
function trailId(trail: JsonObject, origin: ItemOrigin): string {
  const id = text(trail, 'TrailARN') || arn('cloudtrail', origin, `trail/${text(trail, 'Name')}`);
  const foreign = trail.IsOrganizationTrail === true && !id.includes(`:${origin.account}:`);
  return foreign ? `aws:${origin.account}/${id}` : id;
}

function homeRegion(trail: JsonObject, origin: ItemOrigin): string {
  return text(trail, 'HomeRegion') || origin.region;
}
