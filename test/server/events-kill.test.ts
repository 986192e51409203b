import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/index.ts';
import { temporaryFolder } from '../stores.ts';
import { trailRecord } from './events.ts';
import type { Client } from './harness.ts';
import { type ServerProcess, startProcess } from './process.ts';

const running = new Set<ServerProcess>();
const folders = new Set<string>();
afterAll(async () => {
  for (const server of running) await server.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function start(folder: string): Promise<ServerProcess> {
  const server = await startProcess(folder);
  running.add(server);
  return server;
}

function newFolder(): string {
  const folder = temporaryFolder();
  folders.add(folder);
  return folder;
}

const START = Math.floor(Date.now() / 60_000) * 60_000 - 3 * 3_600_000;

/** The time so many seconds after the start, as CloudTrail writes it. */
const at = (seconds: number) => `${new Date(START + seconds * 1000).toISOString().slice(0, 19)}Z`;

/** A morning in an account: people at work, somebody who guesses passwords and gets in, keys, a trail that is stopped. */
function morning(): JsonObject[] {
  const user = (name: string) => ({
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${name.toUpperCase()}`,
      arn: `arn:aws:iam::111122223333:user/${name}`,
      accountId: '111122223333',
      accessKeyId: `AKIA${name.toUpperCase()}`,
      userName: name,
    },
  });
  const records: JsonObject[] = [];
  for (let index = 0; index < 200; index += 1) {
    records.push(trailRecord('DescribeInstances', at(index * 20), { ...user(`worker${index % 7}`), readOnly: true }));
  }
  const stranger = { sourceIPAddress: '203.0.113.66', userAgent: 'curl/8.5.0' };
  for (let index = 0; index < 40; index += 1) {
    records.push(
      trailRecord('ConsoleLogin', at(600 + index * 5), {
        ...user('jiho'),
        ...stranger,
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
        additionalEventData: { MFAUsed: 'No' },
      }),
    );
  }
  records.push(
    trailRecord('ConsoleLogin', at(830), {
      ...user('jiho'),
      ...stranger,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    }),
  );
  const acts = ['CreateUser', 'CreateAccessKey', 'AttachUserPolicy', 'CreateLoginProfile'];
  for (const [index, act] of acts.entries()) {
    records.push(
      trailRecord(act, at(900 + index * 30), {
        ...user('jiho'),
        ...stranger,
        eventSource: 'iam.amazonaws.com',
        requestParameters: { userName: 'helper', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    );
  }
  for (let index = 0; index < 30; index += 1) {
    records.push(
      trailRecord('GetSecretValue', at(1200 + index * 4), {
        ...user('jiho'),
        ...stranger,
        eventSource: 'secretsmanager.amazonaws.com',
        requestParameters: { secretId: `arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:s${index}` },
        readOnly: true,
      }),
    );
  }
  records.push(trailRecord('StopLogging', at(1500), { ...user('jiho'), ...stranger }));
  records.push(trailRecord('PutBucketAcl', at(2400), { ...user('worker3') }));
  records.push(trailRecord('DescribeInstances', at(3 * 3600), user('worker1')));
  return records;
}

/** The same events, out of order by up to 15 minutes, some of them twice. */
function disturbed(records: readonly JsonObject[]): JsonObject[] {
  // A small generator with a seed: the test is the same each time.
  let seed = 20_261_128;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  return records
    .flatMap((record) => (random() < 0.05 ? [record, record] : [record]))
    .map((record) => ({ record, at: Date.parse(String(record.eventTime)) + random() * 15 * 60_000 }))
    .sort((one, other) => one.at - other.at)
    .map(({ record }) => record);
}

async function post(server: ServerProcess, records: readonly JsonObject[]): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await server.admin.send('POST', '/v1/events', JSON.stringify(records), headers)).status;
}

/** Ids of all alerts, and which of them make an incident together. */
async function outcome(admin: Client): Promise<{ alerts: string[]; incidents: string[][] }> {
  const { items } = (await admin.get('/api/v1/alerts?limit=500')).json as {
    items: { id: string; detection: string; incident: string | null }[];
  };
  const name = ({ id, detection }: { id: string; detection: string }) => `${detection} ${id}`;
  return {
    alerts: items.map(name).sort(),
    incidents: [...Map.groupBy(items, ({ incident }) => incident)]
      .filter(([incident]) => incident !== null)
      .map(([, alerts]) => alerts.map(name).sort())
      .sort(),
  };
}

it('raises the same alerts and incidents out of order, twice over, and killed on the way', {
  timeout: 300_000,
}, async () => {
  const records = morning();
  const calm = await start(newFolder());
  expect(await post(calm, records)).toBe(200);

  const folder = newFolder();
  const batches = Array.from({ length: 6 }, (_, index) => {
    const all = disturbed(records);
    const size = Math.ceil(all.length / 6);
    return all.slice(index * size, (index + 1) * size);
  });
  const first = await start(folder);
  for (const batch of batches.slice(0, 2)) expect(await post(first, batch)).toBe(200);
  // Killed once with a snapshot behind it, and once more before the next.
  const snapshot = path.join(folder, 'events', 'detector.snapshot');
  await expect.poll(() => existsSync(snapshot), { timeout: 30_000 }).toBe(true);
  expect(await post(first, batches[2] ?? [])).toBe(200);
  const cut = post(first, batches[3] ?? []).catch(() => 0);
  await first.kill();
  await cut;
  const second = await start(folder);
  expect(await post(second, batches[3] ?? [])).toBe(200);
  await second.kill();
  const third = await start(folder);
  for (const batch of batches.slice(4)) expect(await post(third, batch)).toBe(200);

  const expected = await outcome(calm.admin);
  expect(expected.alerts.length).toBeGreaterThan(5);
  expect(expected.incidents.length).toBeGreaterThan(0);
  await expect
    .poll(async () => [await outcome(third.admin), await outcome(calm.admin)], { timeout: 30_000, interval: 1000 })
    .toSatisfy(([one, other]) => JSON.stringify(one) === JSON.stringify(other));
  const { items } = (await third.admin.get('/api/v1/events/sources')).json;
  expect(items.find(({ id }: { id: string }) => id === 'cloudtrail').lastDay).toBe(records.length);
  expect(readdirSync(path.join(folder, 'events'))).toContain('detector.snapshot');
});
