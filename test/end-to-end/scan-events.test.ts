import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moto, motoServer, startMoto } from '../moto.ts';
import { run } from './command.ts';

const event = (eventName: string, minute: number, more: object = {}) => ({
  eventVersion: '1.09',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ann',
  },
  eventTime: `2026-11-01T10:${String(minute).padStart(2, '0')}:00Z`,
  eventSource: 'cloudtrail.amazonaws.com',
  eventName,
  awsRegion: 'ap-northeast-2',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31',
  requestParameters: { name: 'main' },
  responseElements: null,
  readOnly: false,
  eventID: `e-${eventName}-${minute}`,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  ...more,
});
const read = (minute: number) => event('DescribeTrails', minute, { readOnly: true });

/** A detection of the user's own, which no content of ours can disturb. */
const ownDetection = `
title: Own rule on trails
id: 2f4e2d62-8f0c-4f6f-9d86-6f6a0cf3c0a1
name: own-trail-rule
description: What we want to hear of.
tags: [attack.t1562.008, attack.defense-evasion]
logsource: {product: aws, service: cloudtrail}
detection:
  selection:
    eventName: DescribeTrails
  allowed:
    userIdentity.userName|expand: '%trusted_automation%'
  condition: selection and not allowed
level: critical
`;

describe('hwaseong scan events', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-scan-events-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function put(name: string, content: string | Buffer): Promise<string> {
    const file = path.join(dir, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }
  const scan = (...args: string[]) => run(['scan', 'events', ...args]);
  const lines = (...events: object[]) => events.map((one) => JSON.stringify(one)).join('\n');

  it('tells who did what from where and what to do, and exits with 1', async () => {
    const file = await put('attack.ndjson', lines(read(1), event('StopLogging', 2), event('DeleteTrail', 3)));
    const { code, out, err } = await scan(file);
    expect(err).toBe('');
    expect(out).toMatch(/^(CRITICAL|HIGH|MEDIUM) .* alert\(s\), \d event\(s\)/);
    for (const said of [
      'arn:aws:iam::111122223333:user/ann',
      '198.51.100.7',
      '111122223333',
      'trail/main',
      '2026-11-01 10:02',
      'T1562.008',
    ])
      expect(out).toContain(said);
    expect(out).toMatch(/3 events \(AWS CloudTrail 3\) of 1 file\(s\).*1 incident\(s\)/);
    expect(code).toBe(1);
    expect((await scan(file, '--fail-on', 'critical', '--format', 'json')).code).toBe(
      out.startsWith('CRITICAL') ? 1 : 0,
    );
  }, 60_000);

  it('speaks Korean where the terminal does', async () => {
    const file = await put('attack.ndjson', lines(event('StopLogging', 2)));
    const { out } = await run(['scan', 'events', file], { LANG: 'ko_KR.UTF-8' });
    expect(out).toMatch(/행위자 +arn:aws:iam::111122223333:user\/ann/);
    expect(out).toMatch(/파일 1개의 이벤트 1건/);
  }, 60_000);

  it('is 0 where nothing happened, and 3 where something could not be judged', async () => {
    const calm = await put('calm.json', JSON.stringify({ Records: [read(1), read(2)] }));
    const ended = await scan(calm, '--min-severity', 'medium');
    expect([ended.out.split('\n')[0], ended.code]).toEqual(['No alert.', 0]);
    const broken = await put('broken.ndjson', `${lines(read(1))}\n{"cut`);
    const { code, out } = await scan(broken, '--min-severity', 'medium', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ incidents: [], lost: { malformed: 1 } });
    expect(code).toBe(3);
    const table = await scan(broken, '--min-severity', 'medium');
    expect(table.out).toContain('1 record(s) that cannot be read');
  }, 60_000);

  it('judges by detections of the user’s own, with values for their lists', async () => {
    const own = path.dirname(await put('own/rule.yaml', ownDetection));
    const file = await put('calm.json', JSON.stringify({ Records: [read(1), read(2)] }));
    const { out } = await scan(file, '--detections', own, '--format', 'json');
    const { incidents } = JSON.parse(out);
    expect(incidents).toMatchObject([
      {
        severity: 'critical',
        alerts: [
          { detection: 'own-trail-rule', evidence: [{ action: 'DescribeTrails' }, { action: 'DescribeTrails' }] },
        ],
      },
    ]);
    const allowed = await scan(
      file,
      '--detections',
      own,
      '--list',
      'trusted_automation=ann,bob',
      '--min-severity',
      'medium',
      '--format',
      'json',
    );
    expect(JSON.parse(allowed.out).incidents).toEqual([]);
  }, 60_000);

  it('reads what CloudTrail puts into a bucket, whatever region and order, and leaves digests out', async () => {
    const trail = 'layout/AWSLogs/111122223333/CloudTrail';
    const name = (region: string, minute: string) =>
      `${trail}/${region}/2026/11/01/111122223333_CloudTrail_${region}_20261101T10${minute}Z_x.json.gz`;
    await put(name('us-east-1', '10'), gzipSync(JSON.stringify({ Records: [event('StopLogging', 9)] })));
    await put(name('ap-northeast-2', '05'), gzipSync(JSON.stringify({ Records: [read(1)] })));
    await put('layout/AWSLogs/111122223333/CloudTrail-Digest/d.json.gz', gzipSync('{}'));
    const { out, code } = await scan(path.join(dir, 'layout'));
    expect(out).toMatch(/2 events \(AWS CloudTrail 2\) of 2 file\(s\), 2026-11-01 10:01 to 2026-11-01 10:09/);
    expect(out).toContain('Passed over 1 file(s)');
    expect(code).toBe(1);
  }, 60_000);

  it('knows the kind of every record by itself, several in one file', async () => {
    const flow = '2 111122223333 eni-0a1b 203.0.113.9 10.0.0.5 40000 22 6 10 840 1793527200 1793527260 ACCEPT OK';
    const folder = path.dirname(await put('mixed/flow.log', flow));
    await put(
      'mixed/both.ndjson',
      lines(read(1), {
        uuid: 'o',
        published: '2026-11-01T10:00:00Z',
        eventType: 'user.session.start',
        actor: { alternateId: 'ann@example.com' },
        outcome: { result: 'SUCCESS' },
      }),
    );
    const { out } = await scan(folder, '--min-severity', 'high');
    for (const said of ['AWS CloudTrail 1', 'AWS VPC flow logs 1', 'Okta system log 1']) expect(out).toContain(said);
  }, 60_000);

  it.each([
    ['a place that is not there', ['/nonexistent'], /There is no file or folder \/nonexistent/],
    ['an unknown source', ['/tmp', '--source', 'syslog'], /syslog/],
    ['a list that nothing asks for', ['LOG', '--list', 'nobody=x'], /No detection asks for a list "nobody"/],
    ['a list without values', ['LOG', '--list', 'nobody'], /has no name or no value/],
    ['a time zone that is none', ['LOG', '--time-zone', 'Mars/Olympus'], /There is no time zone "Mars\/Olympus"/],
    ['a lateness that is none', ['LOG', '--lateness', 'soon'], /lateness/],
    [
      'a folder of data that is not there',
      ['LOG', '--enrichment', '/nonexistent'],
      /\/nonexistent with data on addresses cannot be read/,
    ],
    ['an address that is none', ['s3://'], /is no address of a bucket/],
  ])(
    'is 2 for %s, with a sentence that says so',
    async (_, args, sentence) => {
      const file = await put('calm.json', JSON.stringify(read(1)));
      const { code, out, err } = await scan(...args.map((arg) => (arg === 'LOG' ? file : arg)));
      expect(err).toMatch(sentence);
      expect([code, out]).toEqual([2, '']);
      expect(err).not.toMatch(/\n\s+at /);
    },
    60_000,
  );
});

describe.skipIf(!motoServer)('hwaseong scan events of a bucket', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    const s3 = new S3Client({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
    const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body }));
    await put('AWSLogs/a_20261101T1005Z_x.json.gz', gzipSync(JSON.stringify({ Records: [event('StopLogging', 2)] })));
    await put('AWSLogs/CloudTrail-Digest/d.json.gz', gzipSync('{}'));
    await put('other/b.json', Buffer.from('no log'));
  }, 60_000);
  afterAll(() => moto?.stop());

  it('reads what lies below a prefix', async () => {
    const env = {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_REGION: 'us-east-1',
    };
    const { out, code } = await run(['scan', 'events', 's3://logs/AWSLogs/', '--format', 'json'], env);
    expect(JSON.parse(out)).toMatchObject({
      incidents: [{ actors: ['arn:aws:iam::111122223333:user/ann'] }],
      lost: {},
    });
    expect(code).toBe(1);
    const none = await run(['scan', 'events', 's3://nobodys-bucket/x'], env);
    expect(none.err).toMatch(/s3:\/\/nobodys-bucket\/x cannot be read \(NoSuchBucket/);
    expect(none.code).toBe(2);
  }, 60_000);
});
