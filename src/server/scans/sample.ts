import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadParams, type ParamsFile } from '../../content/index.ts';
import { UserError } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { jsonText } from '../../platform/store/index.ts';
import type { Services } from '../services.ts';
import { fillFolder } from './folders.ts';
import { copyFresh } from './fresh-facts.ts';
import { removeConnection } from './remove.ts';
import { requestScan } from './request.ts';

/**
 * Imports the sample organisation, recorded facts that go the way of every scan, under a connection marked as sample.
 * Answers the id of its scan; where the sample is there already, of its newest one.
 */
export async function addSample(services: Services, by: string | null): Promise<string> {
  const { db, tenant, clock, sampleDir } = services;
  const now = clock();
  if (!existsSync(sampleDir)) {
    throw new UserError('sample-missing', {
      en: 'The sample organisation is not part of this installation. Connect an account of your own instead.',
      ko: '이 설치에는 샘플 조직이 포함되어 있지 않습니다. 실제 계정을 연결하세요.',
    });
  }
  const present = await sampleConnections(services);
  if (present[0] !== undefined) {
    const scan = await db
      .selectFrom('scans')
      .select('id')
      .where('tenant', '=', tenant)
      .where('connection', '=', present[0])
      .orderBy('requested_at', 'desc')
      .executeTakeFirst();
    if (scan !== undefined) return scan.id;
  }
  const connection = present[0] ?? newId();
  await db
    .insertInto('connections')
    .values({
      tenant,
      id: connection,
      provider: 'aws',
      name: await freeName(services, 'Sample organisation'),
      sample: true,
      created_at: now,
      created_by: by,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await setSampleParams(services);
  const scan = await requestScan(services, connection, { trigger: 'sample', by, now, hold: true });
  await fillFolder(services, connection, scan, (folder) => copyFresh(sampleDir, folder, now));
  await services.jobs.enqueue('scan', { scan });
  return scan;
}

/** Removes the sample organisation with everything that came of it. */
export async function removeSample(services: Services): Promise<void> {
  for (const connection of await sampleConnections(services)) await removeConnection(services, connection);
  const accounts = Object.keys(await sampleParams(services));
  if (accounts.length === 0) return;
  const { db, tenant } = services;
  await db.deleteFrom('params').where('tenant', '=', tenant).where('account', 'in', accounts).execute();
}

/** What the made-up company has set: for its own accounts only, so that it touches no others. */
async function sampleParams({ sampleDir, content }: Services): Promise<NonNullable<ParamsFile['accounts']>> {
  const file = path.join(sampleDir, 'params.yaml');
  if (!existsSync(file)) return {};
  return (await loadParams(file, [...content.controls.values()])).accounts ?? {};
}

async function setSampleParams(services: Services): Promise<void> {
  const { db, tenant, clock } = services;
  const rows = Object.entries(await sampleParams(services)).flatMap(([account, controls]) =>
    Object.entries(controls).map(([control, values]) => ({
      ...{ tenant, control, account },
      ...{ values: jsonText(values), updated_at: clock(), updated_by: 'system' },
    })),
  );
  if (rows.length === 0) return;
  await db
    .insertInto('params')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function sampleConnections({ db, tenant }: Services): Promise<string[]> {
  const rows = await db
    .selectFrom('connections')
    .select('id')
    .where('tenant', '=', tenant)
    .where('sample', '=', true)
    .execute();
  return rows.map(({ id }) => id);
}

/** `name`, or `name 2` and so on where that is taken. */
export async function freeName({ db, tenant }: Pick<Services, 'db' | 'tenant'>, name: string): Promise<string> {
  const rows = await db.selectFrom('connections').select('name').where('tenant', '=', tenant).execute();
  const taken = new Set(rows.map((row) => row.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}
