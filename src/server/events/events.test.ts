import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventContent, trailRecord } from '../../../test/server/events.ts';
import { type Client, startTestServer, type TestServer } from '../../../test/server/harness.ts';
import type { JsonObject } from '../../model/index.ts';
import { IntakeFull } from './types.ts';

let server: TestServer;
let admin: Client;
let token: string;

beforeAll(async () => {
  server = await startTestServer({ events: eventContent() });
  admin = await server.admin();
  const made = await admin.send('POST', '/api/v1/tokens', { name: 'collector', scopes: ['upload'] });
  token = made.json.secret;
});

afterAll(async () => server?.stop());

const get = async (place: string) => (await admin.get(`/api/v1${place}`)).json;

/** Sends events as a program does. */
async function post(body: BodyInit, type = 'application/json', query = '') {
  const response = await fetch(`${server.url}/v1/events${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body,
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

const ndjson = (records: readonly JsonObject[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('the HTTP intake', () => {
  it('takes NDJSON, a list, an envelope and gzip, and knows what came twice', async () => {
    const [one, two, three] = ['10:00', '10:01', '10:02'].map((time) =>
      trailRecord('DescribeInstances', `2026-11-01T${time}:00Z`, { readOnly: true }),
    ) as [JsonObject, JsonObject, JsonObject];
    expect((await post(ndjson([one, two]), 'application/x-ndjson')).json).toEqual({ taken: 2, duplicates: 0, lost: 0 });
    expect((await post(JSON.stringify([two, three]))).json).toEqual({ taken: 1, duplicates: 1, lost: 0 });
    expect((await post(JSON.stringify({ Records: [one] }))).json).toEqual({ taken: 0, duplicates: 1, lost: 0 });
    const packed = gzipSync(JSON.stringify({ Records: [three] }));
    expect((await post(packed, 'application/gzip')).json).toEqual({ taken: 0, duplicates: 1, lost: 0 });
  });

  it('counts what it cannot read, by reason', async () => {
    const good = trailRecord('DescribeInstances', '2026-11-01T10:03:00Z');
    const lines = `${JSON.stringify(good)}\n{"no": "log"}\nnot json\n`;
    expect((await post(lines, 'application/x-ndjson')).json).toEqual({ taken: 1, duplicates: 0, lost: 2 });
    const feed = (await get('/feeds')).items.find(({ id }: { id: string }) => id === 'http');
    expect(feed).toMatchObject({ type: 'http', taken: 4, duplicates: 3, state: 'running' });
    expect(feed.lost).toEqual([
      { reason: 'malformed', count: 1 },
      { reason: 'unknown-source', count: 1 },
    ]);
    const metrics = (await admin.get('/metrics')).text;
    expect(metrics).toContain('hwaseong_events_taken_total{source="cloudtrail"} 4');
    expect(metrics).toContain('hwaseong_events_lost_total{reason="malformed"} 1');
  });

  it('takes what the audit webhook of Kubernetes sends', async () => {
    const audit = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: '7c8f4d2e-0000-4000-8000-000000000001',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/shop/pods',
      verb: 'list',
      user: { username: 'minji@example.com', groups: ['system:authenticated'] },
      sourceIPs: ['198.51.100.7'],
      objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: '2026-11-01T10:00:00.000000Z',
      stageTimestamp: '2026-11-01T10:00:00.010000Z',
    };
    const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [audit] };
    expect((await post(JSON.stringify(list))).json).toEqual({ taken: 1, duplicates: 0, lost: 0 });
    expect((await get('/events?source=k8s-audit')).items).toMatchObject([{ actor: { name: 'minji@example.com' } }]);
  });

  it('says when to come again where too much waits', async () => {
    const { events } = server.services;
    const { intake } = events;
    events.intake = { accept: () => Promise.reject(new IntakeFull(7)) };
    const answer = await post(JSON.stringify([trailRecord('DescribeInstances', '2026-11-01T10:09:00Z')]));
    events.intake = intake;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(answer.json.error.code).toBe('intake-full');
  });

  it('asks for a token that may upload', async () => {
    const answer = await server.visitor().send('POST', '/v1/events', '{}', { 'content-type': 'application/json' });
    expect(answer.status).toBe(401);
    expect((await post('{}', 'application/json', '?feed=nobody')).json.error.code).toBe('feed-unknown');
  });
});

describe('an alert', () => {
  it('opens an incident that tells who did what from where, and what to do', async () => {
    await post(
      JSON.stringify([
        trailRecord('DescribeTrails', '2026-11-02T09:58:00Z'),
        trailRecord('StopLogging', '2026-11-02T10:00:00Z', {
          requestParameters: { name: 'arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/all' },
        }),
        trailRecord('CreateAccessKey', '2026-11-02T10:05:00Z', { requestParameters: { userName: 'jiho' } }),
      ]),
    );
    const { items } = await get('/incidents');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      title: { en: 'A trail is stopped', ko: '추적 중지' },
      severity: 'high',
      status: 'open',
      actors: ['arn:aws:iam::111122223333:user/minji'],
      accounts: ['111122223333'],
      techniques: ['T1098.001', 'T1562.008'],
      alerts: 2,
    });
    const detail = await get(`/incidents/${items[0].id}`);
    expect(detail.respond[0].text.ko).toBe('추적을 다시 시작합니다.');
    expect(
      detail.timeline.map((entry: { type: string; event?: { action: string }; alert?: { detection: string } }) =>
        [entry.type, entry.event?.action ?? entry.alert?.detection].join(' '),
      ),
    ).toEqual([
      'event DescribeTrails',
      'event StopLogging',
      'alert aws-test-trail-stopped',
      'event CreateAccessKey',
      'alert aws-test-key-made',
    ]);
  });

  it('shows the records it rests on, and drafts an exception', async () => {
    const [alert] = (await get('/alerts?detection=aws-test-trail-stopped')).items;
    const detail = await get(`/alerts/${alert.id}`);
    expect(detail.evidence).toHaveLength(1);
    expect(detail.evidence[0]).toMatchObject({ kept: true, record: { eventName: 'StopLogging' } });
    expect(detail.exceptionDraft).toContainEqual({
      field: 'hwaseong.actor',
      value: 'arn:aws:iam::111122223333:user/minji',
    });
  });

  it('is raised by a count over several deliveries, once', async () => {
    for (let minute = 0; minute < 7; minute += 1) {
      const failed = trailRecord('ConsoleLogin', `2026-11-03T10:0${minute}:00Z`, {
        responseElements: { ConsoleLogin: 'Failure' },
        sourceIPAddress: '203.0.113.9',
      });
      await post(JSON.stringify([failed]));
    }
    const { items } = await get('/alerts?detection=aws-test-sign-ins-failed');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ severity: 'medium', group: { 'hwaseong.ip': '203.0.113.9' }, ip: '203.0.113.9' });
  });
});

describe('an incident', () => {
  it('is worked: assigned, noted, closed with a verdict; what comes later opens another one', async () => {
    const [{ id }] = (await get('/incidents?q=추적')).items;
    const send = (body: object) => admin.send('PATCH', `/api/v1/incidents/${id}`, body);
    await send({ assignee: 'admin', status: 'investigating', note: 'Asked Minji.' });
    const closed = await send({ status: 'closed', verdict: 'benign' });
    expect(closed.json).toMatchObject({ status: 'closed', verdict: 'benign', assignee: 'admin' });
    expect(closed.json.closedAt).not.toBeNull();
    const { timeline } = await get(`/incidents/${id}`);
    expect(timeline).toContainEqual(expect.objectContaining({ type: 'note', by: 'admin', note: 'Asked Minji.' }));
    expect(timeline).toContainEqual(
      expect.objectContaining({ type: 'change', what: 'status', from: 'investigating', to: 'closed' }),
    );
    await post(JSON.stringify([trailRecord('StopLogging', '2026-11-03T11:00:00Z')]));
    const open = (await get('/incidents?status=open&q=추적')).items;
    expect(open).toHaveLength(1);
    expect(open[0].id).not.toBe(id);
  });
});

describe('stored events', () => {
  it('are searched, counted over time and shown one by one', async () => {
    const found = await get('/events?action=StopLogging');
    expect(found.items).toHaveLength(2);
    const one = await get(`/events/${found.items[0].id}`);
    expect(one.record.eventName).toBe('StopLogging');
    const { total } = await get('/events/histogram?action=ConsoleLogin&steps=10');
    expect(total).toBe(7);
    const rows = await admin.send('POST', '/api/v1/events/query', {
      sql: "select action, count(*) as n from events where action = 'ConsoleLogin' group by action",
    });
    expect(rows.json.rows).toEqual([['ConsoleLogin', '7']]);
    const { items } = await get('/events/sources');
    expect(items.find(({ id }: { id: string }) => id === 'cloudtrail').lastDay).toBeGreaterThan(10);
  });
});
