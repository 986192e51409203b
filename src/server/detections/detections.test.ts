import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventContent, trailRecord } from '../../../test/server/events.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import type { JsonObject } from '../../model/index.ts';

let server: TestServer;
let admin: Client;

beforeAll(async () => {
  server = await startTestServer({ events: eventContent() });
  admin = await server.admin();
});

afterAll(async () => server?.stop());

const get = async (place: string) => (await admin.get(`/api/v1${place}`)).json;
const send = async (method: string, place: string, body?: unknown) => admin.send(method, `/api/v1${place}`, body);
const post = async (...records: JsonObject[]) =>
  (await admin.send('POST', '/v1/events', JSON.stringify(records), { 'content-type': 'application/json' })).json;

const DAY = 86_400_000;
const fromNow = (ms: number) => new Date(server.services.clock().getTime() + ms).toISOString();
/** A time of the last week, so that no event is from the future. */
const later = (ms: number) => fromNow(ms - 7 * DAY);

const ownRule = `
title: Buckets are listed
id: 0b6b5f0e-6c5e-4f0e-9f0a-0d3f2b6a1c11
author: Minji Kim
level: medium
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventName: ListBuckets}
  condition: selection
`;

describe('detections', () => {
  it('are listed with how they stand; members of a correlation are not', async () => {
    const { items, rejected } = await get('/detections');
    expect(items.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)).toEqual([
      'aws-test-trail-stopped no-events',
      'aws-test-sign-ins-failed no-events',
      'aws-test-key-made no-events',
    ]);
    expect(rejected).toEqual([]);
    await post(trailRecord('StopLogging', later(-3_600_000)));
    const states = (await get('/detections')).items.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['firing', 'silent', 'silent']);
    const found = await get('/detections?technique=T1110');
    expect(found.items.map(({ id }: { id: string }) => id)).toEqual(['aws-test-sign-ins-failed']);
  });

  it('are shown as Sigma, a correlation with the rules it counts', async () => {
    const { sigma, groupBy, periodSeconds } = await get('/detections/aws-test-sign-ins-failed');
    expect(sigma).toMatch(/name: aws-test-sign-in-failed[\s\S]*---[\s\S]*type: event_count/);
    expect([groupBy, periodSeconds]).toEqual([['hwaseong.ip'], 86_400]);
  });

  it('are silent once they are switched off', async () => {
    expect((await send('PATCH', '/detections/aws-test-key-made', { enabled: false })).json.state).toBe('off');
    await post(trailRecord('CreateAccessKey', later(-60_000)));
    expect((await get('/alerts?detection=aws-test-key-made')).items).toEqual([]);
    await send('PATCH', '/detections/aws-test-key-made', { enabled: true });
    await post(trailRecord('CreateAccessKey', later(-50_000)));
    expect((await get('/alerts?detection=aws-test-key-made')).items).toHaveLength(1);
  });
});

describe('an exception', () => {
  it('keeps a detection silent about something, marks what it had raised, and ends', async () => {
    const place = '/detection-exceptions';
    const fields = [{ field: 'hwaseong.actor', value: '*:user/minji' }];
    const draft = { detection: 'aws-test-trail-stopped', fields, reason: 'A drill', expiresAt: fromNow(DAY) };
    const made = (await send('POST', place, draft)).json;
    expect(made).toMatchObject({ createdBy: 'admin', expired: false });
    expect(made.sigma).toContain('aws-test-trail-stopped');
    const [before] = (await get('/alerts?detection=aws-test-trail-stopped')).items;
    expect(before.excepted).toBe(true);

    const jiho = { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/jiho', userName: 'jiho' } };
    await post(trailRecord('StopLogging', later(2 * DAY)), trailRecord('StopLogging', later(2 * DAY), jiho));
    const alerts = (await get('/alerts?detection=aws-test-trail-stopped')).items;
    expect(alerts.map(({ actor }: { actor: string }) => actor.split('/').at(-1))).toEqual(['jiho', 'minji']);

    expect((await send('DELETE', `${place}/${made.id}`)).status).toBe(204);
    expect((await get('/alerts?excepted=true')).items).toEqual([]);
    await post(trailRecord('StopLogging', later(2 * DAY)));
    expect((await get('/alerts?detection=aws-test-trail-stopped')).items).toHaveLength(3);
  });

  it('covers the sign-ins that a correlation counts', async () => {
    const fields = [{ field: 'hwaseong.ip', value: '192.0.2.*' }];
    const draft = { detection: 'aws-test-sign-ins-failed', fields, reason: 'The scanner', expiresAt: fromNow(DAY) };
    const { id } = (await send('POST', '/detection-exceptions', draft)).json;
    const failures = (ip: string) =>
      Array.from({ length: 6 }, (_, index) =>
        trailRecord('ConsoleLogin', later(3 * DAY + index * 1000), {
          responseElements: { ConsoleLogin: 'Failure' },
          sourceIPAddress: ip,
        }),
      );
    await post(...failures('192.0.2.4'), ...failures('203.0.113.4'));
    const alerts = (await get('/alerts?detection=aws-test-sign-ins-failed')).items;
    expect(alerts.map(({ ip }: { ip: string }) => ip)).toEqual(['203.0.113.4']);
    await send('DELETE', `/detection-exceptions/${id}`);
  });

  it('has to name a detection and end in the future', async () => {
    const fields = [{ field: 'hwaseong.actor', value: 'x' }];
    const code = async (body: object) => (await send('POST', '/detection-exceptions', body)).json.error.code;
    const nothing = { detection: 'nothing', fields, reason: 'because', expiresAt: fromNow(DAY) };
    expect(await code(nothing)).toBe('detection-unknown');
    expect(await code({ ...nothing, detection: 'aws-test-key-made', expiresAt: fromNow(-DAY) })).toBe(
      'exception-expired',
    );
  });
});

describe('rules of your own', () => {
  it('are checked one by one, tried out, taken in, replayed and removed', async () => {
    const broken = `${ownRule}---\ntitle: Broken\nid: b\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  a: {x|re: '(?=look)'}\n  condition: a\n`;
    const tried = (await send('POST', '/detections/import', { yaml: broken, dryRun: true })).json;
    expect(tried.imported).toEqual(['0b6b5f0e-6c5e-4f0e-9f0a-0d3f2b6a1c11']);
    expect(tried.rejected).toMatchObject([{ rule: 'b' }]);
    expect((await get('/detections')).items).toHaveLength(3);

    await post(trailRecord('ListBuckets', later(-30_000)), trailRecord('ListBuckets', later(-20_000)));
    const { id } = (await send('POST', '/replays', { yaml: ownRule, since: later(-DAY), until: later(0) })).json;
    await expect.poll(async () => (await get(`/replays/${id}`)).state).toBe('done');
    const replay = await get(`/replays/${id}`);
    expect(replay).toMatchObject({ alerts: 1, samples: [{ events: 2 }], error: null });
    expect(replay.read).toBe(replay.total);

    const taken = (await send('POST', '/detections/import', { yaml: ownRule, enabled: true })).json;
    const [own] = taken.imported;
    expect(await get(`/detections/${own}`)).toMatchObject({ origin: 'user', author: 'Minji Kim', enabled: true });
    await post(trailRecord('ListBuckets', later(-10_000)));
    expect((await get(`/alerts?detection=${own}`)).items).toHaveLength(1);
    expect((await send('DELETE', `/detections/${own}`)).status).toBe(204);
    expect((await get('/detections')).items).toHaveLength(3);
    expect((await send('DELETE', '/detections/aws-test-key-made')).json.error.code).toBe('detection-fixed');
  });
});

interface Alert {
  incident: string | null;
}
const inSame =
  ({ incident }: Alert) =>
  (other: Alert) =>
    other.incident === incident;

describe('watches', () => {
  it('stand for the named events from the start; what they raise lies in an incident, and opens none', async () => {
    const [named] = (await get('/watches')).items;
    expect(named).toMatchObject({ named: true, title: { ko: '버킷 ACL 변경' }, severity: 'high', enabled: true });
    await post(trailRecord('PutBucketAcl', later(-5000), { requestParameters: { bucketName: 'ledger' } }));
    const [alert] = (await get(`/alerts?watch=${named.id}`)).items;
    expect(alert).toMatchObject({ watch: named.id, severity: 'high' });
    const { alerts, severity } = await get(`/incidents/${alert.incident}`);
    expect([alerts, severity]).toEqual([(await get('/alerts')).items.filter(inSame(alert)).length, 'high']);
    await post(trailRecord('PutBucketAcl', later(-60 * DAY), { requestParameters: { bucketName: 'other' } }));
    expect((await get(`/alerts?watch=${named.id}`)).items.map(({ incident }: Alert) => incident)).toEqual([
      alert.incident,
      null,
    ]);
    expect((await get('/watches')).items[0].alertsLastMonth).toBe(1);
    const { items } = await get('/known-events');
    expect(items[0]).toMatchObject({ name: 'PutBucketAcl', watched: true, seenLastMonth: 1 });
  });

  it('are made without a rule: who, where, how it went', async () => {
    const draft = {
      title: 'Machines outside Seoul',
      events: ['aws.ec2.RunInstances'],
      region: 'us-*',
      outcome: 'success',
      severity: 'medium',
    };
    const { id } = (await send('POST', '/watches', draft)).json;
    await post(
      trailRecord('RunInstances', later(-4000), { awsRegion: 'us-east-1' }),
      trailRecord('RunInstances', later(-4000), { awsRegion: 'us-east-1', errorCode: 'Client.UnauthorizedOperation' }),
      trailRecord('RunInstances', later(-4000)),
    );
    const alerts = (await get(`/alerts?watch=${id}`)).items;
    expect(alerts).toHaveLength(1);
    expect(alerts[0].events).toBe(1);
    const bad = await send('POST', '/watches', { ...draft, ip: '198.51.100.0/99' });
    expect(bad.json.error.code).toBe('address-malformed');
    expect((await send('POST', '/watches', { ...draft, events: ['no'] })).json.error.code).toBe('event-unknown');
    expect((await send('DELETE', `/watches/${id}`)).status).toBe(204);
  });
});

describe('lists', () => {
  it('hold what detections let pass, until the default is brought back', async () => {
    const failures = () =>
      Array.from({ length: 6 }, (_, index) =>
        trailRecord('ConsoleLogin', later(5 * DAY + index * 1000), {
          responseElements: { ConsoleLogin: 'Failure' },
          sourceIPAddress: '203.0.113.77',
        }),
      );
    await send('PUT', '/lists/trusted_people', { values: ['minji'] });
    expect((await get('/lists')).items[0]).toMatchObject({
      values: ['minji'],
      changed: true,
      usedBy: ['aws-test-sign-in-failed'],
    });
    await post(...failures());
    const raised = async () => (await get('/alerts?detection=aws-test-sign-ins-failed&q=203.0.113.77')).items.length;
    expect(await raised()).toBe(0);
    await send('PUT', '/lists/trusted_people', { values: null });
    await post(...failures());
    expect(await raised()).toBe(1);
    expect((await get('/lists')).items[0].changed).toBe(false);
  });
});

describe('the ATT&CK matrix', () => {
  it('says what was seen', async () => {
    const { tactics } = await get('/attack');
    expect(tactics.map(({ techniques }: { techniques: object[] }) => techniques)).toMatchObject([
      [{ id: 'T1562', detections: 1, enabled: 1, blind: 0, state: 'seen' }],
      [{ id: 'T1110', detections: 1, state: 'seen' }],
    ]);
    const overview = await get('/incidents/overview?days=3');
    expect(overview.open.high).toBeGreaterThan(0);
    expect(overview.events.lastDay).toBeGreaterThan(10);
  });
});

describe('what passes', () => {
  it('is shown live, with the alerts it raises', async () => {
    const response = await fetch(`${server.url}/api/v1/events/live?actor=minji`, {
      headers: { cookie: admin.cookie ?? '' },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    const until = async (part: string) => {
      while (!text.includes(part)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await until('welcome');
    await post(trailRecord('StopLogging', later(6 * DAY)));
    await until('event: alert');
    await until('event: event');
    expect(text).toContain('"action":"StopLogging"');
    await reader.cancel();
  });
});
