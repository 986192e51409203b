import { sql } from 'kysely';
import { countPackages } from '../../inventory/packages.ts';
import type { Services } from '../services.ts';
import { lastRejudged } from './rejudge.ts';

/** Brings the measures of images and hosts up to what the store has: threads and other servers write it too. */
export async function measureSoftware(services: Services): Promise<void> {
  const { db, tenant, clock } = services;
  const { software } = services.metrics;
  const [boms, packages, vulnerabilities, rejudged] = await Promise.all([
    sql<{ kind: string; n: number }>`
      select kind, count(*)::int as n from boms where tenant = ${tenant} group by 1`.execute(db),
    countPackages(db, tenant),
    sql<{ n: number }>`
      select count(*)::int as n from vulnerabilities where tenant = ${tenant} and images + hosts > 0`.execute(db),
    lastRejudged(services),
  ]);
  software.boms.reset();
  for (const { kind, n } of boms.rows) software.boms.set({ kind }, n);
  software.packages.set(packages);
  software.vulnerabilities.set(vulnerabilities.rows[0]?.n ?? 0);
  if (rejudged === undefined) return;
  software.judgedSeconds.set(rejudged.seconds);
  software.advisoriesAge.set(
    Math.max(0, (clock().getTime() - Date.parse(rejudged.asOf ?? rejudged.advisories)) / 1000),
  );
}
