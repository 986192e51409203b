import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadParams, type ParamsFile } from '../../content/index.ts';
import { dropUnusedVulnerabilities } from '../../findings/affected/index.ts';
import { dropUnusedPackages } from '../../inventory/boms.ts';
import { UserError } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { jsonText } from '../../platform/store/index.ts';
import type { AppServices, Services } from '../services.ts';
import { fillFolder } from './folders.ts';
import { copyFresh } from './fresh-facts.ts';
import { removeConnection } from './remove.ts';
import { requestScan } from './request.ts';
import { forgetSampleEvents } from './sample-events.ts';
import { addSampleTrust, removeSampleTrust } from './sample-trust.ts';

/**
 * Imports the sample organisation under a connection marked as sample: recorded facts of its accounts, registry and host, that go the way
 * of every scan, then what its logs recorded. Its software is compared with advisories of its own as long as there are no others.
 * Answers the id of its scan; where the sample is there already, of its newest one.
 */
export async function addSample(services: Services, by: string | null): Promise<string> {
  const { db, tenant, clock, sampleDir } = services;
  const now = clock();
  if (!existsSync(sampleDir)) {
    throw new UserError('sample-missing', {
      en: 'The sample organisation is not part of this installation. Connect an account of your own instead.',
      ko: '이 설치에는 예시 조직이 포함되어 있지 않습니다. 실제 계정을 연결하세요.',
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
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet({ removed_at: null }))
    .execute();
  await setSampleParams(services);
  await addSampleTrust(services);
  const scan = await requestScan(services, connection, { trigger: 'sample', by, now, hold: true });
  await fillFolder(services, connection, scan, (folder) => copyFresh(sampleDir, folder, now));
  await services.jobs.enqueue('scan', { scan });
  return scan;
}

/** Removes the sample organisation with everything that came of it. */
export async function removeSample(services: AppServices): Promise<void> {
  const { db, tenant } = services;
  await removeSampleTrust(services);
  for (const connection of await sampleConnections(services)) await removeConnection(services, connection);
  await forgetSampleEvents(services);
  await dropUnusedPackages(db, tenant);
  await dropUnusedVulnerabilities(db, tenant);
  const accounts = Object.keys(await sampleParams(services));
  if (accounts.length === 0) return;
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

/** The sample's connection, where a scan that is over is one of it. */
export async function connectionOfSample({ db, tenant }: Services, scan: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('scans')
    .select('connection')
    .where('tenant', '=', tenant)
    .where('id', '=', scan)
    .where('trigger', '=', 'sample')
    .where('state', 'in', ['done', 'incomplete'])
    .executeTakeFirst();
  return row?.connection;
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
