import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { top } from './cloudtrail-record.ts';
import { textOf } from './record.ts';

/** Most assets told of one event: a call may name a thousand instances. */
const MOST_ASSETS = 100;

/** Where an asset's id stands in a call, and the ARN that it makes. */
type Form = (id: string, place: { partition: string; region: string; account: string }) => string;

const regional =
  (service: string, type: string, separator = '/'): Form =>
  (id, { partition, region, account }) =>
    `arn:${partition}:${service}:${region}:${account}:${type}${separator}${id}`;
const accountWide =
  (service: string, type: string): Form =>
  (id, { partition, account }) =>
    `arn:${partition}:${service}::${account}:${type}/${id}`;

const ec2 = (type: string) => regional('ec2', type);
/** Images and snapshots can be shared: their ARNs name no account. */
const ec2Shared =
  (type: string): Form =>
  (id, { partition, region }) =>
    `arn:${partition}:ec2:${region}::${type}/${id}`;
const bucket: Form = (id, { partition }) => `arn:${partition}:s3:::${id}`;

/** Parameters that name what a call is about, by service. Services are the part of `eventSource` before `.amazonaws.com`. */
const named: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  s3: { bucketName: bucket },
  ec2: {
    instanceId: ec2('instance'),
    imageId: ec2Shared('image'),
    snapshotId: ec2Shared('snapshot'),
    volumeId: ec2('volume'),
    groupId: ec2('security-group'),
    securityGroupId: ec2('security-group'),
    vpcId: ec2('vpc'),
    subnetId: ec2('subnet'),
    routeTableId: ec2('route-table'),
    networkAclId: ec2('network-acl'),
    internetGatewayId: ec2('internet-gateway'),
    natGatewayId: ec2('natgateway'),
    networkInterfaceId: ec2('network-interface'),
    transitGatewayId: ec2('transit-gateway'),
    flowLogId: ec2('vpc-flow-log'),
    keyName: ec2('key-pair'),
    launchTemplateId: ec2('launch-template'),
    allocationId: ec2('elastic-ip'),
  },
  iam: {
    userName: accountWide('iam', 'user'),
    roleName: accountWide('iam', 'role'),
    groupName: accountWide('iam', 'group'),
    instanceProfileName: accountWide('iam', 'instance-profile'),
  },
  lambda: { functionName: regional('lambda', 'function', ':') },
  rds: {
    dBInstanceIdentifier: regional('rds', 'db', ':'),
    dBClusterIdentifier: regional('rds', 'cluster', ':'),
    dBSnapshotIdentifier: regional('rds', 'snapshot', ':'),
    dBClusterSnapshotIdentifier: regional('rds', 'cluster-snapshot', ':'),
  },
  kms: {
    keyId: (id, place) =>
      id.startsWith('alias/') ? regional('kms', '', '')(id, place) : regional('kms', 'key')(id, place),
  },
  cloudtrail: { name: regional('cloudtrail', 'trail'), trailName: regional('cloudtrail', 'trail') },
  guardduty: { detectorId: regional('guardduty', 'detector') },
  ecr: { repositoryName: regional('ecr', 'repository') },
  eks: { name: regional('eks', 'cluster'), clusterName: regional('eks', 'cluster') },
  ecs: { cluster: regional('ecs', 'cluster') },
  dynamodb: { tableName: regional('dynamodb', 'table') },
  logs: { logGroupName: regional('logs', 'log-group', ':') },
  sqs: { queueName: regional('sqs', '', '') },
  redshift: { clusterIdentifier: regional('redshift', 'cluster', ':') },
  elasticfilesystem: { fileSystemId: regional('elasticfilesystem', 'file-system') },
  ssm: { instanceId: ec2('instance'), target: (id, place) => (id.startsWith('i-') ? ec2('instance')(id, place) : '') },
  route53: {
    hostedZoneId: (id, { partition }) => `arn:${partition}:route53:::hostedzone/${id.replace('/hostedzone/', '')}`,
  },
  'ec2-instance-connect': { instanceId: ec2('instance') },
  elasticache: { cacheClusterId: regional('elasticache', 'cluster', ':') },
  kinesis: { streamName: regional('kinesis', 'stream') },
  config: { configurationRecorderName: regional('config', 'configuration-recorder') },
  events: { name: regional('events', 'rule') },
  es: { domainName: regional('es', 'domain') },
  codebuild: { projectName: regional('codebuild', 'project') },
  sagemaker: { notebookInstanceName: regional('sagemaker', 'notebook-instance') },
  backup: { backupVaultName: regional('backup', 'backup-vault', ':') },
};

/** Parameters whose ARN is a property of what is made and not what the call is about. */
const properties =
  /^(role|executionRole|taskRole|serviceRole|policy|permissionsBoundary|kmsKey|target|topic|snsTopic|cloudWatchLogs.*)Arn$/i;

/**
 * Ids of the assets that a call is about: the resources that the record lists, and those that its parameters and answer
 * name, as ARNs. Policies that AWS keeps for everybody are none.
 */
export function assetsOf(record: JsonObject): string[] {
  const found = new Set<string>();
  const add = (id: string) => {
    if (found.size < MOST_ASSETS && id !== '' && id.length <= 2048 && !/^arn:[\w-]+:iam::aws:/.test(id)) found.add(id);
  };
  for (const resource of listOf(top(record, 'resources'))) {
    if (isObject(resource))
      for (const key of ['ARN', 'arn']) if (typeof resource[key] === 'string') add(bucketOf(resource[key]));
  }
  const service = textOf(top(record, 'eventSource')).replace(/\.amazonaws\.com(\.cn)?$/, '');
  const said = top(record, 'userIdentity');
  const identity = isObject(said) ? said : {};
  const region = textOf(top(record, 'awsRegion'));
  const place = {
    partition: region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
    region,
    account: textOf(top(record, 'recipientAccountId')) || textOf(identity['accountId']),
  };
  const forms = Object.hasOwn(named, service) ? (named[service] as Readonly<Record<string, Form>>) : {};
  const parameters = top(record, 'requestParameters');
  const answer = top(record, 'responseElements');
  if (isObject(parameters)) addFrom(parameters, 0);
  // What is made has its name in the answer only; what is asked for by name is in both.
  if (isObject(answer) && top(record, 'readOnly') !== true) addFrom(answer, 0);
  return [...found];

  function addFrom(value: JsonObject, depth: number): void {
    for (const [key, one] of Object.entries(value)) {
      if (typeof one === 'string') addNamed(key, one);
      else if (Array.isArray(one)) {
        for (const element of one.slice(0, MOST_ASSETS)) {
          if (typeof element === 'string') addNamed(singular(key), element);
          else if (isObject(element) && depth < 4) addFrom(element, depth + 1);
        }
      } else if (isObject(one) && depth < 4) addFrom(one, depth + 1);
    }
  }

  function addNamed(key: string, id: string): void {
    if (id.startsWith('arn:')) {
      const self = service === 'iam' || service === 'sts' || service === 'kms';
      if (
        /arn$|^resource|^secretId$|^keyId$|^functionName$|^topic|^name$|^trailName$/i.test(key) &&
        (self || !properties.test(key))
      )
        add(bucketOf(id));
      return;
    }
    if (!Object.hasOwn(forms, key) || id.length > 256) return;
    add((forms[key] as Form)(id, place));
  }
}

/** An object of a bucket is no asset of the inventory; its bucket is. */
function bucketOf(arn: string): string {
  const bucketPart = /^(arn:[\w-]+:s3:::[^/*]+)\//.exec(arn);
  return bucketPart?.[1] ?? arn;
}

function singular(key: string): string {
  return key.endsWith('Ids') || key.endsWith('Names') || key.endsWith('Arns') ? key.slice(0, -1) : key;
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
