import { seededRandom } from '../benchmark.ts';

/**
 * A made-up trail of a large organisation, in the shape and proportions of real ones: services that assume roles and
 * decrypt, tools that describe and list without end, few changes, few failures, hardly a person. Records are about
 * 1.26 kB. The same seed gives the same trail.
 */
export interface Trail {
  /** The next records, one a line. */
  next(count: number): Buffer;
}

export interface TrailOptions {
  accounts?: number;
  actors?: number;
  /** Events in a second. */
  rate?: number;
  start?: number;
}

const regions = [
  'us-east-1',
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-northeast-2',
  'ap-northeast-1',
  'ap-southeast-1',
];

interface Call {
  service: string;
  name: string;
  share: number;
  readOnly: boolean;
  /** Texts with `#`, one of the few things that the actor works with, and `@`, its account. */
  request: Record<string, unknown> | null;
  answer?: Record<string, unknown>;
}

const read = (service: string, name: string, share: number, request: Call['request'] = null): Call => ({
  service,
  name,
  share,
  readOnly: true,
  request,
});
const change = (service: string, name: string, share: number, request: Call['request'], answer = {}): Call => ({
  service,
  name,
  share,
  readOnly: false,
  request,
  answer,
});

/** What is called, and how often of a thousand. */
const calls: readonly Call[] = [
  read('sts', 'AssumeRole', 190, {
    roleArn: 'arn:aws:iam::@:role/service-#',
    roleSessionName: 'session-#',
    durationSeconds: 3600,
  }),
  read('kms', 'Decrypt', 120, {
    encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::data-#/part-#' },
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }),
  read('kms', 'GenerateDataKey', 50, { keyId: 'arn:aws:kms:us-east-1:@:key/0000-#', keySpec: 'AES_256' }),
  read('ec2', 'DescribeInstances', 70, {
    instancesSet: {},
    filterSet: { items: [{ name: 'tag:role', valueSet: { items: [{ value: 'web-#' }] } }] },
  }),
  read('ec2', 'DescribeNetworkInterfaces', 35, {
    networkInterfaceIdSet: {},
    filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: 'vpc-#' }] } }] },
  }),
  read('ec2', 'DescribeVolumes', 25, { volumeSet: {}, filterSet: {} }),
  read('ec2', 'DescribeSecurityGroups', 25, {
    securityGroupSet: {},
    securityGroupIdSet: { items: [{ groupId: 'sg-#' }] },
    filterSet: {},
  }),
  read('ec2', 'DescribeTags', 20, {
    filterSet: { items: [{ name: 'resource-id', valueSet: { items: [{ value: 'i-#' }] } }] },
  }),
  read('s3', 'GetBucketLocation', 30, { bucketName: 'data-#', Host: 'data-#.s3.amazonaws.com', location: '' }),
  read('s3', 'GetBucketAcl', 25, { bucketName: 'data-#', Host: 'data-#.s3.amazonaws.com', acl: '' }),
  read('s3', 'ListBuckets', 15, { Host: 's3.amazonaws.com' }),
  read('s3', 'GetBucketEncryption', 15, { bucketName: 'data-#', Host: 'data-#.s3.amazonaws.com', encryption: '' }),
  read('sts', 'GetCallerIdentity', 40),
  read('dynamodb', 'DescribeTable', 35, { tableName: 'orders-#' }),
  read('monitoring', 'DescribeAlarms', 30, { alarmNames: ['latency-#'], maxRecords: 100 }),
  read('logs', 'DescribeLogStreams', 30, {
    logGroupName: '/aws/lambda/worker-#',
    orderBy: 'LastEventTime',
    descending: true,
  }),
  read('elasticloadbalancing', 'DescribeTargetHealth', 35, {
    targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:@:targetgroup/web-#',
  }),
  read('autoscaling', 'DescribeAutoScalingGroups', 25, { autoScalingGroupNames: ['web-#'], maxRecords: 100 }),
  read('ecs', 'DescribeTasks', 25, { cluster: 'prod-#', tasks: ['task-#', 'task-1#'] }),
  read('ecr', 'BatchGetImage', 20, {
    repositoryName: 'team/app-#',
    imageIds: [{ imageTag: 'v#' }],
    acceptedMediaTypes: ['application/json'],
  }),
  read('ssm', 'GetParameter', 20, { name: '/prod/app-#/endpoint', withDecryption: true }),
  read('secretsmanager', 'GetSecretValue', 12, { secretId: 'prod/app-#/database' }),
  read('iam', 'GetRole', 15, { roleName: 'service-#' }),
  read('iam', 'ListAttachedRolePolicies', 10, { roleName: 'service-#' }),
  read('lambda', 'GetFunction20150331v2', 12, { functionName: 'worker-#' }),
  read('tagging', 'GetResources', 10, { resourcesPerPage: 100, tagFilters: [{ key: 'owner', values: ['team-#'] }] }),
  read('config', 'SelectResourceConfig', 5, { expression: 'SELECT resourceId', limit: 100 }),
  change('logs', 'CreateLogStream', 20, {
    logGroupName: '/aws/lambda/worker-#',
    logStreamName: '2026/11/02/[$LATEST]#',
  }),
  change('ssm', 'UpdateInstanceInformation', 20, {
    instanceId: 'i-#',
    agentVersion: '3.3.40.0',
    agentStatus: 'Active',
    platformType: 'Linux',
  }),
  change(
    'ec2',
    'CreateTags',
    5,
    { resourcesSet: { items: [{ resourceId: 'i-#' }] }, tagSet: { items: [{ key: 'owner', value: 'team-#' }] } },
    { _return: true },
  ),
  change(
    'ec2',
    'RunInstances',
    3,
    { instancesSet: { items: [{ imageId: 'ami-#', minCount: 1, maxCount: 1 }] }, instanceType: 'm7g.large' },
    { instancesSet: { items: [{ instanceId: 'i-#', imageId: 'ami-#' }] } },
  ),
  change(
    'ec2',
    'TerminateInstances',
    2,
    { instancesSet: { items: [{ instanceId: 'i-#' }] } },
    { instancesSet: { items: [{ instanceId: 'i-#' }] } },
  ),
  change(
    'lambda',
    'UpdateFunctionCode20150331v2',
    2,
    { functionName: 'worker-#', s3Bucket: 'deploy-#', s3Key: 'worker.zip' },
    { functionName: 'worker-#' },
  ),
  change('s3', 'PutObject', 2, { bucketName: 'deploy-#', key: 'worker.zip', Host: 'deploy-#.s3.amazonaws.com' }),
  change('iam', 'PassRole', 1, { roleName: 'service-#' }),
];

const agents = [
  'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.226 md/arch#x86_64 lang/python#3.11.10 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.35.36',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.74.0 aws-sdk-go-v2/1.32.3 os/linux lang/go#1.23.1',
  'aws-sdk-go-v2/1.32.2 os/linux lang/go#1.22.7 md/GOOS#linux md/GOARCH#arm64 api/ec2#1.187.0',
  'aws-sdk-java/2.28.16 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.109 lang/java#21.0.4 md/OpenJDK_64-Bit_Server_VM',
];

export function cloudTrail({
  accounts = 60,
  actors = 3000,
  rate = 400,
  start = Date.UTC(2026, 10, 2),
}: TrailOptions = {}): Trail {
  const random = seededRandom(1);
  const whole = (below: number) => Math.floor(random() * below);
  const hex = (digits: number) => Array.from({ length: digits }, () => '0123456789abcdef'[whole(16)]).join('');
  const people = Array.from({ length: actors }, (_, number) => makeActor(number));
  const total = calls.reduce((sum, { share }) => sum + share, 0);
  let made = 0;

  function makeActor(number: number) {
    const account = String(111122220000 + (number % accounts)).padStart(12, '0');
    const role = `service-${number}`;
    const session = number % 5 === 0 ? `i-0${hex(16)}` : `${role}-${hex(8)}`;
    const kind = number % 20;
    const key = `${kind === 0 ? 'AKIA' : 'ASIA'}${hex(16).toUpperCase()}`;
    const identity =
      kind === 0
        ? {
            type: 'IAMUser',
            principalId: `AIDA${hex(16).toUpperCase()}`,
            arn: `arn:aws:iam::${account}:user/deploy-${number}`,
            accountId: account,
            accessKeyId: key,
            userName: `deploy-${number}`,
          }
        : {
            type: 'AssumedRole',
            principalId: `AROA${hex(16).toUpperCase()}:${session}`,
            arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
            accountId: account,
            accessKeyId: key,
            sessionContext: {
              sessionIssuer: {
                type: 'Role',
                principalId: `AROA${hex(16).toUpperCase()}`,
                arn: `arn:aws:iam::${account}:role/${role}`,
                accountId: account,
                userName: role,
              },
              attributes: {
                creationDate: new Date(start - 1_800_000).toISOString().replace('.000', ''),
                mfaAuthenticated: 'false',
              },
            },
          };
    return {
      number,
      account,
      identity,
      region: regions[number % 7 < 5 ? 0 : number % regions.length],
      address: number % 3 === 0 ? `198.51.100.${number % 256}` : `10.${number % 200}.${number % 256}.${number % 250}`,
      agent: agents[number % agents.length]!,
    };
  }

  function pick(): Call {
    let left = random() * total;
    for (const call of calls) if ((left -= call.share) < 0) return call;
    return calls[0]!;
  }

  /** Who of a service does it on behalf of nobody: most roles are assumed so, and many keys used. */
  function byService(call: Call) {
    const host = `${call.name === 'AssumeRole' ? ['ecs-tasks', 'lambda', 'ec2'][whole(3)] : 'secretsmanager'}.amazonaws.com`;
    return { identity: { type: 'AWSService', invokedBy: host }, address: host, agent: host };
  }

  function record(): string {
    const call = pick();
    // Few actors make most of the calls.
    const actor = people[Math.floor(random() ** 2 * people.length)]!;
    const serves = (call.name === 'AssumeRole' && random() < 0.85) || (call.service === 'kms' && random() < 0.5);
    const who = serves ? { ...actor, ...byService(call) } : actor;
    const time = new Date(start + Math.floor((made / rate) * 1000)).toISOString();
    const thing = () => (actor.number * 16 + whole(6)).toString(16).padStart(8, '0');
    const filled = (value: unknown) =>
      value === null || value === undefined
        ? null
        : (JSON.parse(JSON.stringify(value).replaceAll('#', thing).replaceAll('@', actor.account)) as unknown);
    const failed = random() < 0.015;
    made += 1;
    return JSON.stringify({
      eventVersion: '1.10',
      userIdentity: who.identity,
      eventTime: `${time.slice(0, 19)}Z`,
      eventSource: `${call.service}.amazonaws.com`,
      eventName: call.name,
      awsRegion: who.region,
      sourceIPAddress: who.address,
      userAgent: who.agent,
      ...(failed && { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' }),
      requestParameters: filled(call.request),
      responseElements: failed ? null : filled(call.answer),
      requestID: `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
      eventID: `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
      readOnly: call.readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: who.account,
      ...(serves && {
        sharedEventID: `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
        resources: [
          {
            accountId: who.account,
            type: 'AWS::IAM::Role',
            ARN: `arn:aws:iam::${who.account}:role/${actor.identity.type}-${thing()}`,
          },
        ],
        vpcEndpointId: `vpce-0${hex(16)}`,
        vpcEndpointAccountId: who.account,
      }),
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${call.service}.${who.region}.amazonaws.com`,
      },
    });
  }

  return { next: (count) => Buffer.from(`${Array.from({ length: count }, record).join('\n')}\n`) };
}
