import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../src/model/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days that the log goes back. */
const DAYS = 8;

const SEOUL = 'ap-northeast-2';

/** Addresses of the office and of Jenkins, and two that nobody knows. */
const OFFICE = '198.51.100.10';
const JENKINS = '198.51.100.31';
const STRANGER = '203.0.113.77';
const OTHER_STRANGER = '203.0.113.140';

const CONSOLE = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.1';
const CLI = 'aws-cli/2.31.4';

interface Call {
  account: string;
  at: number;
  by: JsonObject;
  /** `s3.amazonaws.com` */
  source: string;
  name: string;
  region?: string;
  ip?: string;
  agent?: string;
  asks?: JsonObject;
  answers?: JsonObject;
  error?: string;
  more?: JsonObject;
}

/**
 * What CloudTrail of both accounts recorded in the eight days before `now`: days of ordinary work, in which four things happen that
 * ought not to. Records have the fields of CloudTrail's own (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
 */
export function whatHappened(accounts: { production: string; development: string }, now: Date): JsonObject[] {
  const end = Math.floor(now.getTime() / 60_000) * 60_000;
  const ordinary = Array.from({ length: DAYS }, (_, day) => workday(accounts, end - (DAYS - day) * DAY_MS)).flat();
  const calls = [...ordinary, ...incidents(accounts, end)].sort((a, b) => a.at - b.at);
  return calls.map(recordOf);
}

function recordOf(call: Call, index: number): JsonObject {
  const { account, at, by, source, name, region = SEOUL, ip = OFFICE, agent = CONSOLE, asks, answers, error } = call;
  const hash = createHash('sha256').update(`haneul-mall ${index}`).digest('hex');
  const eventID = [8, 4, 4, 4, 12].map((length, n) => hash.slice(n * 12, n * 12 + length)).join('-');
  return {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: new Date(at).toISOString().replace('.000Z', 'Z'),
    eventSource: source,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: ip,
    userAgent: agent,
    ...(error === undefined ? {} : { errorCode: error, errorMessage: 'refused' }),
    requestParameters: asks ?? null,
    responseElements: answers ?? null,
    eventID,
    readOnly: /^(?:Describe|List|Get|Lookup|Head)/.test(name),
    eventType:
      name === 'ConsoleLogin' ? 'AwsConsoleSignIn' : by.type === 'AWSService' ? 'AwsServiceEvent' : 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: account,
    ...call.more,
  };
}

function user(account: string, userName: string, accessKeyId?: string): JsonObject {
  const principalId = `AIDA${createHash('sha256').update(userName).digest('hex').slice(0, 17).toUpperCase()}`;
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  return { type: 'IAMUser', principalId, arn, accountId: account, userName, ...(accessKeyId && { accessKeyId }) };
}

function role(account: string, name: string, session: string): JsonObject {
  const principalId = `AROA${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;
  const issuer = { type: 'Role', principalId, arn: `arn:aws:iam::${account}:role/${name}`, accountId: account };
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    accessKeyId: `ASIASAMPLE${createHash('sha256').update(name).digest('hex').slice(0, 10).toUpperCase()}`,
    sessionContext: { sessionIssuer: { ...issuer, userName: name }, attributes: { mfaAuthenticated: 'false' } },
  };
}

const service = (invokedBy: string): JsonObject => ({ type: 'AWSService', invokedBy });

/** Signing in to the console: of people by the company's own directory, else by a password of AWS. */
function signIn(account: string, at: number, by: JsonObject, more: { ip?: string; password?: boolean } = {}): Call {
  const { ip = OFFICE, password = false } = more;
  const additionalEventData = {
    LoginTo: 'https://console.aws.amazon.com/console/home',
    MobileVersion: 'No',
    MFAUsed: 'No',
    ...(password ? {} : { SamlProviderArn: `arn:aws:iam::${account}:saml-provider/haneul-mall` }),
  };
  return {
    ...{ account, at, by, source: 'signin.amazonaws.com', name: 'ConsoleLogin', ip, region: 'us-east-1' },
    answers: { ConsoleLogin: 'Success' },
    more: { additionalEventData },
  };
}

/** A day of ordinary work, some forty calls: the same people, from the same addresses, doing what they do every day. */
function workday({ production, development }: { production: string; development: string }, midnight: number): Call[] {
  const at = (hour: number, minute = 0) => midnight + hour * HOUR_MS + minute * 60_000;
  const operator = role(production, 'haneul-operator', 'kim.minsu');
  const bot = user(production, 'deploy-bot', 'AKIASAMPLEDEPLOYBOT1');
  const jenkins = user(development, 'jenkins', 'AKIASAMPLEJENKINS001');
  const deployed = { source: 'ecs.amazonaws.com', ip: JENKINS, agent: TERRAFORM };
  const looking: [string, string][] = [
    ['ec2.amazonaws.com', 'DescribeInstances'],
    ['ecs.amazonaws.com', 'DescribeServices'],
    ['rds.amazonaws.com', 'DescribeDBInstances'],
    ['monitoring.amazonaws.com', 'DescribeAlarms'],
    ['logs.amazonaws.com', 'DescribeLogGroups'],
  ];
  return [
    signIn(production, at(1), operator),
    signIn(production, at(1, 20), role(production, 'haneul-operator', 'lee.jiyoung')),
    signIn(development, at(1, 35), role(development, 'haneul-developer', 'park.seojun')),
    ...looking.map(
      ([source, name], n): Call => ({ account: production, at: at(1, 5 + 4 * n), by: operator, source, name }),
    ),
    ...[2, 5, 8].flatMap((hour): Call[] => [
      {
        ...{ account: production, at: at(hour), by: bot, ...deployed, name: 'RegisterTaskDefinition' },
        asks: { family: 'shop-web', networkMode: 'awsvpc' },
      },
      {
        ...{ account: production, at: at(hour, 1), by: bot, ...deployed, name: 'UpdateService' },
        asks: { cluster: 'shop-web', service: 'shop-web', taskDefinition: 'shop-web' },
      },
      {
        ...{ account: production, at: at(hour, 3), by: bot, ...deployed, name: 'DescribeServices' },
        asks: { cluster: 'shop-web', services: ['shop-web'] },
      },
    ]),
    ...[0, 4, 8, 12, 16, 20].flatMap((hour): Call[] => [
      {
        ...{ account: production, at: at(hour, 10), by: service('ecs-tasks.amazonaws.com') },
        ...{ source: 'sts.amazonaws.com', name: 'AssumeRole' },
        ip: 'ecs-tasks.amazonaws.com',
        agent: 'ecs-tasks.amazonaws.com',
        asks: { roleArn: `arn:aws:iam::${production}:role/shop-task`, roleSessionName: `task-${hour}` },
      },
      {
        ...{ account: production, at: at(hour, 11), by: role(production, 'shop-task', 'web') },
        ...{ source: 'secretsmanager.amazonaws.com', name: 'GetSecretValue', ip: '10.0.11.20', agent: 'aws-sdk-go-v2' },
        asks: { secretId: 'orders-db' },
      },
    ]),
    ...[3, 9].flatMap((hour): Call[] => [
      {
        ...{ account: development, at: at(hour), by: jenkins, source: 's3.amazonaws.com', name: 'ListObjects' },
        ...{ ip: JENKINS, agent: TERRAFORM },
        asks: { bucketName: 'haneul-dev-artifacts' },
      },
      {
        ...{ account: development, at: at(hour, 2), by: jenkins, source: 'ec2.amazonaws.com', name: 'DescribeImages' },
        ...{ ip: JENKINS, agent: TERRAFORM },
      },
    ]),
    {
      ...{ account: production, at: at(6), by: role(production, 'security-audit', 'hwaseong') },
      ...{ source: 'config.amazonaws.com', name: 'DescribeConfigurationRecorders', agent: 'hwaseong' },
    },
  ];
}

/** What ought not to have happened. */
function incidents(accounts: { production: string; development: string }, end: number): Call[] {
  return [
    ...weakSignIn(accounts.production, end - 50 * HOUR_MS),
    ...publicBucket(accounts.production, end - 29 * HOUR_MS),
    ...logOff(accounts.development, end - 11 * HOUR_MS),
    ...miner(accounts.development, end - 3 * HOUR_MS),
  ];
}

/** Somebody signs in with a password alone, from nowhere known, and makes a way to come back. */
function weakSignIn(account: string, at: number): Call[] {
  const by = {
    ...user(account, 'choi.yuna', 'ASIASAMPLECHOIYUNA01'),
    sessionContext: { attributes: { mfaAuthenticated: 'false' } },
  };
  const iam = { account, by, source: 'iam.amazonaws.com', region: 'us-east-1', ip: STRANGER };
  return [
    signIn(account, at, user(account, 'choi.yuna'), { ip: STRANGER, password: true }),
    { ...iam, at: at + 120_000, name: 'ListUsers' },
    { ...iam, at: at + 150_000, name: 'ListAccessKeys', asks: { userName: 'erp-connector' } },
    {
      ...{ ...iam, at: at + 260_000, name: 'CreateAccessKey', asks: { userName: 'erp-connector' } },
      answers: { accessKey: { userName: 'erp-connector', accessKeyId: 'AKIASAMPLEERPCONN002', status: 'Active' } },
    },
    {
      ...{ ...iam, at: at + 400_000, name: 'AttachUserPolicy' },
      asks: { userName: 'erp-connector', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
  ];
}

/** The key that was made is used a day later: a bucket with data of persons is opened to everybody. */
function publicBucket(account: string, at: number): Call[] {
  const by = user(account, 'erp-connector', 'AKIASAMPLEERPCONN002');
  const s3 = { account, by, source: 's3.amazonaws.com', ip: OTHER_STRANGER, agent: CLI };
  const bucketName = 'haneul-member-export';
  const bucketPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucketName}/*` }],
  };
  const resources = [{ type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}`, accountId: account }];
  return [
    { account, by, at, source: 'sts.amazonaws.com', name: 'GetCallerIdentity', ip: OTHER_STRANGER, agent: CLI },
    { ...s3, at: at + 40_000, name: 'ListBuckets' },
    { ...s3, at: at + 200_000, name: 'DeleteBucketPublicAccessBlock', asks: { bucketName }, more: { resources } },
    { ...s3, at: at + 230_000, name: 'PutBucketPolicy', asks: { bucketName, bucketPolicy }, more: { resources } },
  ];
}

/** The account that everybody in quality assurance knows switches the log off. */
function logOff(account: string, at: number): Call[] {
  const by = user(account, 'qa-shared', 'ASIASAMPLEQASHARED01');
  const name = `arn:aws:cloudtrail:${SEOUL}:${account}:trail/haneul-trail`;
  return [
    signIn(account, at, user(account, 'qa-shared'), { ip: OTHER_STRANGER, password: true }),
    {
      ...{ account, by, at: at + 300_000, source: 'cloudtrail.amazonaws.com', name: 'DescribeTrails' },
      ip: OTHER_STRANGER,
    },
    {
      ...{ account, by, at: at + 340_000, source: 'cloudtrail.amazonaws.com', name: 'StopLogging', ip: OTHER_STRANGER },
      asks: { name },
    },
    {
      ...{ account, by, at: at + 420_000, source: 'config.amazonaws.com', name: 'StopConfigurationRecorder' },
      ...{ ip: OTHER_STRANGER, asks: { configurationRecorderName: 'default' } },
    },
  ];
}

/** Graphics processors in a region that the company does not use. */
function miner(account: string, at: number): Call[] {
  const by = user(account, 'jenkins', 'AKIASAMPLEJENKINS002');
  const ec2 = { account, by, source: 'ec2.amazonaws.com', region: 'sa-east-1', ip: STRANGER, agent: 'Boto3/1.40.1' };
  const asks = {
    instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 4, maxCount: 4 }] },
    instanceType: 'g5.12xlarge',
  };
  const instances = ['a1', 'a2', 'a3', 'a4'].map((id) => ({
    instanceId: `i-0123456789abcde${id}`,
    instanceType: 'g5.12xlarge',
  }));
  return [
    { ...ec2, at, source: 'sts.amazonaws.com', name: 'GetCallerIdentity' },
    { ...ec2, at: at + 20_000, name: 'DescribeInstanceTypeOfferings' },
    { ...ec2, at: at + 60_000, name: 'RunInstances', asks, error: 'Client.InstanceLimitExceeded' },
    {
      ...{ ...ec2, at: at + 95_000, name: 'CreateKeyPair', asks: { keyName: 'k1' } },
      answers: { keyName: 'k1', keyPairId: 'key-0123456789abcdef0' },
    },
    { ...ec2, at: at + 130_000, name: 'RunInstances', asks, answers: { instancesSet: { items: instances } } },
  ];
}
