import type { Answer, Request } from './wire.ts';

const ACCOUNT = '210987654321';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-northeast-1', 'ap-northeast-2'];

/** Resources in each region, by kind: 7,500; with those below 47,000 in six regions. */
const regional = {
  instance: 1400,
  volume: 1800,
  snapshot: 1200,
  interface: 1400,
  group: 400,
  subnet: 60,
  vpc: 10,
  function: 240,
  queue: 200,
  topic: 100,
  logGroup: 400,
  key: 60,
  alias: 60,
  secret: 100,
  table: 70,
};

/** Resources of the whole account, by kind: 2,000. */
const global = { bucket: 800, user: 200, role: 700, policy: 250, userGroup: 50 };

type Kind = keyof typeof regional | keyof typeof global;

/** An answer, or the code of an error with its HTTP status. */
export type Told = Answer | { error: string; status: number };

/** The account's answers to what a scan asks; `scale` is the share of the full size. Anything else there is none of. */
export function createAccount(scale: number): (request: Request) => Told {
  const count = (kind: Kind) => Math.ceil({ ...regional, ...global }[kind] * scale);
  const page = (kind: Kind, size: number, token: string | undefined) => {
    const from = Number(token ?? 0);
    const numbers = Array.from({ length: Math.min(size, count(kind) - from) }, (_, index) => from + index);
    return { numbers, next: from + size < count(kind) ? String(from + size) : undefined };
  };
  /** A page of EC2: `<NAMESet><item>`. */
  const set = (name: string, kind: Kind, item: (n: number, region: string) => Answer) => (request: Request) => {
    const { numbers, next } = page(kind, 1000, request.params.NextToken);
    return { [name]: { item: numbers.map((n) => item(n, request.region)) }, ...(next && { nextToken: next }) };
  };
  /** A page of IAM: `<NAME><member>`. */
  const members = (name: string, kind: Kind, item: (n: number) => Answer) => (request: Request) => {
    const { numbers, next } = page(kind, 100, request.params.Marker);
    return { [name]: { member: numbers.map(item) }, IsTruncated: next !== undefined, ...(next && { Marker: next }) };
  };
  /** A page of a JSON protocol. */
  const list = (
    name: string,
    kind: Kind,
    size: number,
    [takes, gives]: readonly [string, string],
    item: (n: number, region: string) => unknown,
  ) => {
    return (request: Request) => {
      const { numbers, next } = page(kind, size, request.params[takes]);
      return { [name]: numbers.map((n) => item(n, request.region)), ...(next && { [gives]: next, Truncated: true }) };
    };
  };
  const token = ['NextToken', 'NextToken'] as const;

  const answers: Record<string, (request: Request) => Told> = {
    'sts:GetCallerIdentity': () => ({ Account: ACCOUNT, UserId: 'AIDA', Arn: `arn:aws:iam::${ACCOUNT}:user/bench` }),
    'ec2:DescribeRegions': () => ({
      regionInfo: { item: REGIONS.map((regionName) => ({ regionName, optInStatus: 'opt-in-not-required' })) },
    }),
    'ec2:DescribeInstances': (request) => {
      const { instancesSet, nextToken } = set('instancesSet', 'instance', instance)(request) as Answer;
      const item = { reservationId: 'r-1', ownerId: ACCOUNT, instancesSet };
      return { reservationSet: { item }, ...(nextToken !== undefined && { nextToken }) };
    },
    'ec2:DescribeInstanceAttribute': ({ params }) => ({
      instanceId: params.InstanceId,
      userData: { value: Buffer.from('#!/bin/sh\nsystemctl start app\n').toString('base64') },
    }),
    'ec2:DescribeImages': ({ params }) => {
      const imageId = params['ImageId.1'];
      if (imageId === undefined) return {};
      return {
        imagesSet: { item: { imageId, imageOwnerId: '137112412989', creationDate: '2026-03-01T00:00:00.000Z' } },
      };
    },
    'ec2:DescribeVolumes': set('volumeSet', 'volume', volume),
    'ec2:DescribeSnapshots': set('snapshotSet', 'snapshot', snapshot),
    'ec2:DescribeSnapshotAttribute': ({ params }) => ({
      snapshotId: params.SnapshotId,
      ...(Number(params.SnapshotId?.slice(5)) % 50 === 0 && { createVolumePermission: { item: { group: 'all' } } }),
    }),
    'ec2:DescribeNetworkInterfaces': set('networkInterfaceSet', 'interface', networkInterface),
    'ec2:DescribeSecurityGroups': set('securityGroupInfo', 'group', securityGroup),
    'ec2:DescribeSubnets': set('subnetSet', 'subnet', (n) => ({
      ...{ subnetId: `subnet-${n}`, vpcId: `vpc-${n % 10}`, cidrBlock: `10.${n % 10}.${n}.0/24` },
      mapPublicIpOnLaunch: n % 6 === 0,
      ownerId: ACCOUNT,
    })),
    'ec2:DescribeVpcs': set('vpcSet', 'vpc', (n) => ({
      ...{ vpcId: `vpc-${n}`, cidrBlock: `10.${n}.0.0/16`, isDefault: n === 0, ownerId: ACCOUNT },
    })),
    'ec2:GetEbsEncryptionByDefault': () => ({ ebsEncryptionByDefault: false }),

    'inspector2:BatchGetAccountStatus': () => ({ accounts: [{ accountId: ACCOUNT, state: { status: 'DISABLED' } }] }),
    'lambda:ListFunctions': list('Functions', 'function', 50, ['Marker', 'NextMarker'], lambdaFunction),
    'lambda:GetPolicy': ({ params, region }) =>
      numberIn(params.name) % 3 === 0
        ? { Policy: lambdaPolicy(region, params.name ?? '') }
        : absent('ResourceNotFoundException'),
    'lambda:GetFunctionUrlConfig': () => absent('ResourceNotFoundException'),
    'sqs:ListQueues': list('QueueUrls', 'queue', 1000, token, (n, region) => queueUrl(n, region)),
    'sqs:GetQueueAttributes': ({ params }) => ({
      Attributes: { QueueArn: params.QueueUrl, SqsManagedSseEnabled: String(numberIn(params.QueueUrl) % 4 !== 0) },
    }),
    'sns:ListTopics': (request) => {
      const { numbers, next } = page('topic', 100, request.params.NextToken);
      const member = numbers.map((n) => ({ TopicArn: `arn:aws:sns:${request.region}:${ACCOUNT}:topic-${n}` }));
      return { Topics: { member }, ...(next && { NextToken: next }) };
    },
    'sns:GetTopicAttributes': ({ params }) => ({
      Attributes: {
        entry: [
          { key: 'TopicArn', value: params.TopicArn },
          { key: 'Policy', value: openPolicy(params.TopicArn ?? '') },
        ],
      },
    }),
    'logs:DescribeLogGroups': list('logGroups', 'logGroup', 50, ['nextToken', 'nextToken'], (n, region) => ({
      ...{ logGroupName: `/app/${n}`, arn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/app/${n}:*` },
      storedBytes: n * 1000,
    })),
    'kms:ListKeys': list('Keys', 'key', 100, ['Marker', 'NextMarker'], (n, region) => ({
      ...{ KeyId: `key-${n}`, KeyArn: `arn:aws:kms:${region}:${ACCOUNT}:key/key-${n}` },
    })),
    'kms:ListAliases': list('Aliases', 'alias', 50, ['Marker', 'NextMarker'], (n, region) => ({
      ...{ AliasName: `alias/app-${n}`, AliasArn: `arn:aws:kms:${region}:${ACCOUNT}:alias/app-${n}` },
      TargetKeyId: `key-${n}`,
    })),
    'kms:DescribeKey': ({ params }) => ({
      KeyMetadata: { KeyId: params.KeyId, KeyManager: 'CUSTOMER', KeyState: 'Enabled' },
    }),
    'kms:GetKeyPolicy': () => ({ Policy: ownerPolicy }),
    'kms:GetKeyRotationStatus': ({ params }) => ({ KeyRotationEnabled: numberIn(params.KeyId) % 2 === 0 }),
    'secretsmanager:ListSecrets': list('SecretList', 'secret', 100, token, (n, region) => ({
      ...{ ARN: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:secret-${n}`, Name: `secret-${n}` },
      RotationEnabled: n % 2 === 0,
    })),
    'dynamodb:ListTables': list(
      'TableNames',
      'table',
      100,
      ['ExclusiveStartTableName', 'LastEvaluatedTableName'],
      (n) => `table-${n}`,
    ),
    'dynamodb:DescribeContinuousBackups': () => ({
      ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED' },
    }),

    's3:ListBuckets': () => ({
      Buckets: {
        Bucket: page('bucket', 10_000, undefined).numbers.map((n) => ({
          ...{
            Name: `bucket-${n}`,
            BucketRegion: REGIONS[n % REGIONS.length],
            CreationDate: '2024-01-01T00:00:00.000Z',
          },
        })),
      },
    }),
    's3:GetBucketAcl': () => ({ Owner: { ID: 'owner' }, AccessControlList: { Grant: { Permission: 'FULL_CONTROL' } } }),
    's3:GetBucketEncryption': () => ({ Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } }),
    's3:GetBucketLogging': () => ({}),
    's3:GetBucketPolicy': () => absent('NoSuchBucketPolicy'),
    's3:GetBucketWebsite': () => absent('NoSuchWebsiteConfiguration'),
    's3:GetBucketVersioning': ({ params }) => (numberIn(params.name) % 2 === 0 ? { Status: 'Enabled' } : {}),
    's3:GetPublicAccessBlock': ({ params }) => {
      const on = numberIn(params.name) % 10 !== 0;
      return { BlockPublicAcls: on, IgnorePublicAcls: on, BlockPublicPolicy: on, RestrictPublicBuckets: on };
    },

    'iam:ListUsers': members('Users', 'user', (n) => ({
      ...identity('user', 'User', n),
      CreateDate: '2024-01-01T00:00:00Z',
    })),
    'iam:ListRoles': members('Roles', 'role', (n) => ({
      ...identity('role', 'Role', n),
      CreateDate: '2024-01-01T00:00:00Z',
      AssumeRolePolicyDocument: encodeURIComponent(ownerPolicy),
    })),
    'iam:ListGroups': members('Groups', 'userGroup', (n) => ({
      ...identity('group', 'Group', n),
      CreateDate: '2024-01-01T00:00:00Z',
    })),
    'iam:ListPolicies': members('Policies', 'policy', (n) => ({
      ...identity('policy', 'Policy', n),
      DefaultVersionId: 'v1',
    })),
    'iam:GetPolicyVersion': ({ params }) => ({
      PolicyVersion: {
        VersionId: 'v1',
        Document: encodeURIComponent(numberIn(params.PolicyArn) % 40 === 0 ? adminPolicy : readPolicy),
      },
    }),
    'iam:ListAttachedRolePolicies': ({ params }) => {
      const n = numberIn(params.RoleName) % count('policy');
      return {
        AttachedPolicies: {
          member: { PolicyName: `policy-${n}`, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/policy-${n}` },
        },
      };
    },
    'iam:GetAccountPasswordPolicy': () => ({ PasswordPolicy: { MinimumPasswordLength: 8 } }),
    'iam:GenerateCredentialReport': () => ({ State: 'COMPLETE' }),
    'iam:GetCredentialReport': () => ({
      Content: Buffer.from(
        `user,arn,password_enabled,mfa_active\n<root_account>,arn:aws:iam::${ACCOUNT}:root,not_supported,true`,
      ).toString('base64'),
      ReportFormat: 'text/csv',
    }),
  };
  return (request) => answers[`${request.service}:${request.operation}`]?.(request) ?? {};
}

function absent(error: string): Told {
  return { error, status: 404 };
}

/** The number that a name ends in. */
function numberIn(name: string | undefined): number {
  return Number(/\d+$/.exec(name ?? '')?.[0] ?? 0);
}

function instance(n: number, region: string): Answer {
  return {
    instanceId: `i-${n}`,
    imageId: `ami-${n % 10}`,
    instanceState: { code: n % 20 === 0 ? 80 : 16, name: n % 20 === 0 ? 'stopped' : 'running' },
    instanceType: n % 100 === 0 ? 'p4d.24xlarge' : 'm6i.large',
    launchTime: '2026-02-01T08:00:00.000Z',
    placement: { availabilityZone: `${region}a`, tenancy: 'default' },
    monitoring: { state: 'disabled' },
    subnetId: `subnet-${n % 60}`,
    vpcId: `vpc-${n % 10}`,
    privateIpAddress: `10.${n % 10}.${n % 60}.${n % 250}`,
    ...(n % 8 === 0 && { ipAddress: `54.0.${n >> 8}.${n & 255}` }),
    groupSet: { item: [{ groupId: `sg-${n % 400}`, groupName: `group-${n % 400}` }] },
    blockDeviceMapping: { item: { deviceName: '/dev/xvda', ebs: { volumeId: `vol-${n}`, status: 'attached' } } },
    networkInterfaceSet: { item: { networkInterfaceId: `eni-${n}`, vpcId: `vpc-${n % 10}`, status: 'in-use' } },
    iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/app`, id: 'AIPA' },
    metadataOptions: { state: 'applied', httpTokens: n % 3 === 0 ? 'optional' : 'required', httpEndpoint: 'enabled' },
    tagSet: {
      item: [
        { key: 'Name', value: `app-${n}` },
        { key: 'team', value: `team-${n % 12}` },
      ],
    },
    architecture: 'x86_64',
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    hypervisor: 'xen',
    ebsOptimized: true,
    enaSupport: true,
  };
}

function volume(n: number, region: string): Answer {
  return {
    volumeId: `vol-${n}`,
    size: 8 + (n % 500),
    availabilityZone: `${region}a`,
    status: 'in-use',
    createTime: '2026-01-15T00:00:00.000Z',
    encrypted: n % 4 !== 0,
    ...(n % 4 !== 0 && { kmsKeyId: `arn:aws:kms:${region}:${ACCOUNT}:key/key-${n % 60}` }),
    attachmentSet: { item: { volumeId: `vol-${n}`, instanceId: `i-${n}`, device: '/dev/xvda', status: 'attached' } },
    volumeType: 'gp3',
    tagSet: { item: { key: 'team', value: `team-${n % 12}` } },
  };
}

function snapshot(n: number): Answer {
  return {
    ...{ snapshotId: `snap-${n}`, volumeId: `vol-${n}`, status: 'completed', progress: '100%', ownerId: ACCOUNT },
    ...{ startTime: '2026-03-01T00:00:00.000Z', volumeSize: 8, encrypted: n % 5 !== 0, description: 'nightly' },
  };
}

function networkInterface(n: number, region: string): Answer {
  return {
    ...{ networkInterfaceId: `eni-${n}`, subnetId: `subnet-${n % 60}`, vpcId: `vpc-${n % 10}`, ownerId: ACCOUNT },
    ...{ status: 'in-use', availabilityZone: `${region}a`, privateIpAddress: `10.0.${n >> 8}.${n & 255}` },
    groupSet: { item: { groupId: `sg-${n % 400}`, groupName: `group-${n % 400}` } },
    attachment: { instanceId: `i-${n}`, deviceIndex: 0, status: 'attached' },
  };
}

function securityGroup(n: number): Answer {
  const rule = (port: number, cidrIp: string) => ({
    ...{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { item: { cidrIp } } },
  });
  return {
    ...{
      groupId: `sg-${n}`,
      groupName: n < 10 ? 'default' : `group-${n}`,
      groupDescription: 'app',
      vpcId: `vpc-${n % 10}`,
    },
    ownerId: ACCOUNT,
    ipPermissions: { item: [rule(443, '10.0.0.0/8'), rule(22, n % 10 === 0 ? '0.0.0.0/0' : '10.1.0.0/16')] },
    ipPermissionsEgress: { item: { ipProtocol: '-1', ipRanges: { item: { cidrIp: '0.0.0.0/0' } } } },
  };
}

function lambdaFunction(n: number, region: string): Answer {
  return {
    ...{ FunctionName: `function-${n}`, FunctionArn: `arn:aws:lambda:${region}:${ACCOUNT}:function:function-${n}` },
    ...{
      Runtime: n % 9 === 0 ? 'python3.8' : 'nodejs24.x',
      Role: `arn:aws:iam::${ACCOUNT}:role/role-${n}`,
      Handler: 'app.run',
    },
    Environment: { Variables: { STAGE: 'prod', DATABASE_PASSWORD: 'hunter2' } },
    LoggingConfig: { LogGroup: `/app/${n}` },
  };
}

function identity(type: string, field: string, n: number): Answer {
  return {
    [`${field}Name`]: `${type}-${n}`,
    [`${field}Id`]: `ID${n}`,
    Arn: `arn:aws:iam::${ACCOUNT}:${type}/${type}-${n}`,
    Path: '/',
  };
}

function queueUrl(n: number, region: string): string {
  return `https://sqs.${region}.amazonaws.com/${ACCOUNT}/queue-${n}`;
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const ownerPolicy = policy({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: '*',
  Resource: '*',
});
const adminPolicy = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const readPolicy = policy({
  Effect: 'Allow',
  Action: ['s3:GetObject', 'sqs:ReceiveMessage'],
  Resource: 'arn:aws:s3:::bucket-1/*',
});

function openPolicy(resource: string): string {
  return policy({ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: resource });
}

function lambdaPolicy(region: string, name: string): string {
  return policy({
    ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'lambda:InvokeFunction' },
    Resource: `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
  });
}
