import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trailRecord } from '../../../test/server/events.ts';
import { openPglite, type TestStore, temporaryFolder } from '../../../test/stores.ts';
import { type EventLog, openEventLog } from '../../eventlog/index.ts';
import type { JsonObject } from '../../model/index.ts';
import { DEFAULT_TENANT as tenant } from '../../platform/store/index.ts';
import { readRecord } from '../events/read.ts';
import { automationSeen } from './automation.ts';

let test: TestStore;
let log: EventLog;
const now = new Date('2026-11-20T12:00:00Z');

beforeAll(async () => {
  test = await openPglite();
  log = await openEventLog(path.join(temporaryFolder(), 'log'));
});
afterAll(async () => {
  await log?.close();
  await test?.end();
});

const role = (name: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/${name}/session`,
  accountId: '111122223333',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::111122223333:role/${name}`,
      userName: name,
      accountId: '111122223333',
    },
  },
});

/** So many events of a role with a tool, each a minute after the last. */
async function acted(name: string, agent: string, action: string, count: number): Promise<void> {
  const records = Array.from(
    { length: count },
    (_, n): JsonObject =>
      trailRecord(action, new Date(now.getTime() - (n + 1) * 60_000).toISOString(), {
        userAgent: agent,
        userIdentity: role(name),
      }),
  );
  const read = records.map((record) => readRecord(record, undefined, now.toISOString()));
  await log.append(read.flatMap((one) => (typeof one === 'string' ? [] : [one.stored])));
}

const seen = async (...values: string[]) => {
  const lists = [
    { id: 'trusted_automation', title: { en: '', ko: '' }, about: { en: '', ko: '' }, values, changed: true },
  ];
  const found = await automationSeen({ db: test.store.db, tenant, clock: () => now }, log, { lists });
  return found.map(({ value, tool, changes }) => [value.split('/').at(-1), tool, changes]);
};

it('proposes who changes things with one tool that no person sits behind', async () => {
  const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) aws-sdk-go-v2/1.30';
  await acted('deploy', terraform, 'CreateRole', 6);
  await acted('deploy', terraform.replace('1.9.5', '1.9.6'), 'GetRole', 3);
  await acted('nightly', 'Boto3/1.35 md/Botocore#1.35', 'DeleteSnapshot', 25);
  await acted('scanner', 'Boto3/1.35', 'DescribeInstances', 40);
  await acted('both', terraform, 'CreateRole', 10);
  await acted('both', 'Mozilla/5.0 (X11)', 'CreateRole', 1);
  await acted('by-hand', 'aws-cli/2.31.4', 'CreateRole', 30);
  await acted('console', 'Mozilla/5.0 (X11)', 'CreateRole', 30);
  await acted('AWSReservedSSO_Admin_0123456789abcdef', terraform, 'CreateRole', 30);
  await acted('few', 'Boto3/1.35', 'DeleteSnapshot', 5);
  expect(await seen()).toEqual([
    ['deploy', 'Terraform', 6],
    ['nightly', 'Boto3', 25],
  ]);
  expect(await seen('arn:aws:iam::*:role/deploy')).toEqual([['nightly', 'Boto3', 25]]);
});
