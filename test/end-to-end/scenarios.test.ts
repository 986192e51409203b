import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentDir } from '../../src/content/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { loadContent } from '../../src/server/content.ts';
import { type Client, startTestServer, type TestServer } from '../server/harness.ts';

/** What has to be told of an event, at the latest this long after it came in. */
const MOST_MS = 60_000;

interface Told {
  type: string;
  link: string;
  notices: { title: { en: string; ko: string }; kind: string; account: string }[];
}

let server: TestServer;
let admin: Client;
let token: string;
let hook: Server;
const told: Told[] = [];

beforeAll(async () => {
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      told.push(JSON.parse(body));
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  server = await startTestServer({ content: await loadContent(contentDir()) });
  admin = await server.admin();
  token = (await admin.send('POST', '/api/v1/tokens', { name: 'collector', scopes: ['upload'] })).json.secret;
  const channel = await admin.send('POST', '/api/v1/channels', {
    name: 'security team',
    type: 'webhook',
    settings: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/` },
    secret: '0123456789abcdef',
  });
  const everything = { channel: channel.json.id, severity: 'info', account: null, asset: null };
  await admin.send('PUT', '/api/v1/routing', { items: [everything] });
  // Before all others: what is weeks old comes too late for a memory that has seen today.
  await send(
    asked.flatMap(({ history, account, twin }) => [...(history?.(account) ?? []), ...(history?.(twin) ?? [])]),
  );
}, 120_000);

afterAll(async () => {
  await server?.stop();
  hook?.close();
});

let made = 0;

/** A CloudTrail record of now, in an account of its own, so that scenarios do not mix. */
function trail(account: string, service: string, eventName: string, more: JsonObject = {}): JsonObject {
  made += 1;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${account}`,
      arn: `arn:aws:iam::${account}:user/mina`,
      accountId: account,
      accessKeyId: `AKIAEXAMPLE${account}`,
      userName: 'mina',
    },
    eventTime: `${new Date().toISOString().slice(0, 19)}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'ap-northeast-2',
    sourceIPAddress: `203.0.113.${Number(account) % 250}`,
    userAgent: 'Mozilla/5.0',
    requestParameters: null,
    responseElements: null,
    requestID: `request-${made}`,
    eventID: `event-${made}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...more,
  };
}

async function send(records: readonly JsonObject[] | string): Promise<void> {
  const response = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': typeof records === 'string' ? 'application/x-ndjson' : 'application/json',
    },
    body: typeof records === 'string' ? records : JSON.stringify({ Records: records }),
  });
  expect(response.status).toBe(200);
  expect((await response.json()).lost).toBe(0);
}

/** English titles of what was told about an account. */
const titles = (account: string) =>
  told.flatMap(({ notices }) => notices.filter((notice) => notice.account === account).map(({ title }) => title.en));

const accounts = (() => {
  let last = 200_000_000_000;
  return () => String((last += 1));
})();

async function isTold(account: string, title: RegExp): Promise<void> {
  await expect.poll(() => titles(account).sort().join(' | '), { timeout: MOST_MS, interval: 200 }).toMatch(title);
}

/** Each event that must never be missing, and what is as close to it as can be and is not watched. */
const named: { event: string; service: string; twin: string; more?: JsonObject; twinMore?: JsonObject }[] = [
  {
    event: 'ConsoleLogin',
    service: 'signin',
    twin: 'CheckMfa',
    more: {
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'Yes', MobileVersion: 'No' },
    },
    twinMore: { eventType: 'AwsConsoleSignIn', responseElements: { CheckMfa: 'Success' } },
  },
  { event: 'CreateUser', service: 'iam', twin: 'GetUser', more: { requestParameters: { userName: 'new' } } },
  { event: 'DeleteUser', service: 'iam', twin: 'ListUsers', more: { requestParameters: { userName: 'old' } } },
  {
    event: 'CreateAccessKey',
    service: 'iam',
    twin: 'GetAccessKeyLastUsed',
    more: { requestParameters: { userName: 'mina' } },
  },
  {
    event: 'UpdateAccessKey',
    service: 'iam',
    twin: 'ListAccessKeys',
    more: { requestParameters: { userName: 'mina', accessKeyId: 'AKIAEXAMPLEMINA', status: 'Inactive' } },
  },
  {
    event: 'DeleteAccessKey',
    service: 'iam',
    twin: 'ListAccessKeys',
    more: { requestParameters: { userName: 'mina', accessKeyId: 'AKIAEXAMPLEMINA' } },
  },
  {
    event: 'StopLogging',
    service: 'cloudtrail',
    twin: 'GetTrailStatus',
    more: { requestParameters: { name: 'audit' } },
  },
  {
    event: 'AuthorizeSecurityGroupIngress',
    service: 'ec2',
    twin: 'DescribeSecurityGroups',
    more: { requestParameters: { groupId: 'sg-0a1b2c3d4e5f60718', ipPermissions: { items: [] } } },
  },
  {
    event: 'AuthorizeSecurityGroupEgress',
    service: 'ec2',
    twin: 'DescribeSecurityGroupRules',
    more: { requestParameters: { groupId: 'sg-0a1b2c3d4e5f60718', ipPermissions: { items: [] } } },
  },
  ...['RunInstances', 'StartInstances', 'StopInstances', 'RebootInstances', 'TerminateInstances'].map((event) => ({
    event,
    service: 'ec2',
    twin: 'DescribeInstances',
    more: { requestParameters: { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }] } } },
  })),
  ...['CreateBucket', 'PutBucketAcl', 'PutBucketPolicy'].map((event) => ({
    event,
    service: 's3',
    twin: event === 'CreateBucket' ? 'HeadBucket' : event.replace('Put', 'Get'),
    more: { requestParameters: { bucketName: 'ledgers-of-watches' } },
  })),
];

describe('each of the events that must never be missing', () => {
  it('is watched from the start', async () => {
    const { items } = (await admin.get('/api/v1/watches')).json;
    expect(items.filter((watch: { named: boolean }) => watch.named)).toHaveLength(named.length);
    expect(named).toHaveLength(17);
  });

  it.each(named)(
    'is told: $event; $twin is not',
    async ({ event, service, twin, more, twinMore }) => {
      const [account, clean] = [accounts(), accounts()];
      await send([trail(clean, service, twin, { readOnly: true, ...twinMore })]);
      await send([trail(account, service, event, more)]);
      await expect
        .poll(
          () =>
            told.some(
              ({ type, notices }) => type === 'hwaseong.watch' && notices.some((one) => one.account === account),
            ),
          { timeout: MOST_MS },
        )
        .toBe(true);
      expect(titles(clean)).toEqual([]);
    },
    90_000,
  );
});

/** Flow log records, default format, as CloudWatch Logs and S3 hold them. */
function flows(
  account: string,
  from: string,
  rows: readonly { port: number; at: number; packets?: number; action?: string }[],
): string {
  const head =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
  const start = Math.floor(Date.now() / 1000) - 600;
  const lines = rows.map(
    ({ port, at, packets = 1, action = 'REJECT' }, n) =>
      `2 ${account} eni-0a1b2${account} ${from} 10.0.0.${Number(account) % 250} ${40_000 + n} ${port} 6 ${packets} ${packets * 44} ${start + at} ${start + at + 1} ${action} OK`,
  );
  return `${[head, ...lines].join('\n')}\n`;
}

interface Question {
  question: string;
  title: RegExp;
  /** What is known of the account for weeks. */
  history?(account: string): readonly JsonObject[];
  events(account: string): readonly JsonObject[] | string;
  clean(account: string): readonly JsonObject[] | string;
}

const signIn = (account: string, mfa: 'Yes' | 'No') => [
  trail(account, 'signin', 'ConsoleLogin', {
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: mfa, MobileVersion: 'No', LoginTo: 'https://console.aws.amazon.com/' },
  }),
];

const acl = (account: string, grantee: JsonObject) => [
  trail(account, 's3', 'PutBucketAcl', {
    requestParameters: {
      bucketName: `ledgers-${account}`,
      AccessControlPolicy: { AccessControlList: { Grant: [{ Grantee: grantee, Permission: 'READ' }] } },
    },
  }),
];

const rule = (account: string, port: number, cidrIp: string) => [
  trail(account, 'ec2', 'AuthorizeSecurityGroupIngress', {
    requestParameters: {
      groupId: `sg-0a1b2${account}`,
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: port,
            toPort: port,
            groups: {},
            ipRanges: { items: [{ cidrIp }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    },
  }),
];

const launch = (account: string, awsRegion: string, instanceType: string, daysAgo = 0) =>
  trail(account, 'ec2', 'RunInstances', {
    awsRegion,
    eventTime: `${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 19)}Z`,
    requestParameters: {
      instanceType,
      instancesSet: { items: [{ imageId: 'ami-0a1b2c3d4e5f60718', minCount: 1, maxCount: 1 }] },
    },
  });

const questions: Question[] = [
  {
    question: 'a sign-in without a second factor',
    title: /without (a second factor|MFA|multi)/i,
    events: (account) => signIn(account, 'No'),
    clean: (account) => signIn(account, 'Yes'),
  },
  {
    question: 'object storage made public',
    title: /public|everyone/i,
    events: (account) => acl(account, { type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }),
    clean: (account) => acl(account, { type: 'CanonicalUser', ID: '0a1b2c3d' }),
  },
  {
    question: 'the access log of storage switched off',
    title: /log/i,
    events: (account) => [
      trail(account, 's3', 'PutBucketLogging', {
        requestParameters: {
          bucketName: `ledgers-${account}`,
          BucketLoggingStatus: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
        },
      }),
    ],
    clean: (account) => [
      trail(account, 's3', 'PutBucketLogging', {
        requestParameters: {
          bucketName: `ledgers-${account}`,
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'access-logs', TargetPrefix: 'ledgers/' } },
        },
      }),
    ],
  },
  {
    question: 'an attempt to switch the audit log off',
    title: /trail|audit log/i,
    events: (account) => [
      trail(account, 'cloudtrail', 'StopLogging', {
        errorCode: 'AccessDenied',
        errorMessage: 'not authorized',
        requestParameters: { name: 'audit' },
      }),
    ],
    clean: (account) => [
      trail(account, 'cloudtrail', 'GetTrailStatus', {
        errorCode: 'AccessDenied',
        readOnly: true,
        requestParameters: { name: 'audit' },
      }),
    ],
  },
  {
    question: 'SSH opened to the internet',
    title: /internet|world|open/i,
    events: (account) => rule(account, 22, '0.0.0.0/0'),
    clean: (account) => rule(account, 22, '10.20.0.0/16'),
  },
  {
    question: 'RDP opened to the internet',
    title: /internet|world|open/i,
    events: (account) => rule(account, 3389, '0.0.0.0/0'),
    clean: (account) => rule(account, 3389, '192.168.1.0/24'),
  },
  {
    question: 'a port scan against a machine',
    title: /scan/i,
    events: (account) =>
      flows(
        account,
        '198.51.100.77',
        Array.from({ length: 120 }, (_, n) => ({ port: 1 + n * 7, at: n })),
      ),
    clean: (account) =>
      flows(
        account,
        '198.51.100.78',
        Array.from({ length: 120 }, (_, n) => ({ port: 443, at: n, packets: 20, action: 'ACCEPT' })),
      ),
  },
  {
    question: 'guessing at SSH against a machine',
    title: /SSH/,
    events: (account) =>
      flows(
        account,
        '198.51.100.79',
        Array.from({ length: 80 }, (_, n) => ({ port: 22, at: n * 3, packets: 14, action: 'ACCEPT' })),
      ),
    clean: (account) => flows(account, '198.51.100.80', [{ port: 22, at: 5, packets: 4000, action: 'ACCEPT' }]),
  },
  {
    question: 'a GPU machine in another region',
    title: /region never used/,
    history: (account) => [launch(account, 'ap-northeast-2', 't3.micro', 20)],
    events: (account) => [launch(account, 'sa-east-1', 'p4d.24xlarge')],
    clean: (account) => [launch(account, 'ap-northeast-2', 'p4d.24xlarge')],
  },
];

const asked = questions.map((question) => ({ ...question, account: accounts(), twin: accounts() }));

describe('the seven questions', () => {
  it.each(asked)(
    '$question is told within a minute, its clean twin is not',
    async ({ title, events, clean, account, twin }) => {
      await send(clean(twin));
      await send(events(account));
      await isTold(account, title);
      // What the twin had raised would have come first: a channel is told in order. A watch of the event itself tells of
      // both: what the question asks for is told of one alone.
      const known = new Set(await watched());
      expect(titles(twin).filter((one) => title.test(one) && !known.has(one))).toEqual([]);
    },
    90_000,
  );

  it('is a message with a link to its incident', () => {
    const incident = told.find(({ type }) => type === 'hwaseong.incident-opened');
    expect(incident?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/incidents\/[0-9a-f]+$/);
    expect(incident?.notices[0]?.title.ko).toMatch(/[가-힣]/);
  });
});

/** Titles of watches: what is told of an event whatever it means. */
async function watched(): Promise<string[]> {
  const { items } = (await admin.get('/api/v1/watches')).json;
  return items.map((watch: { title: { en: string } }) => watch.title.en);
}
