import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { Services } from '../services.ts';
import type { OpenAdvisories } from './advisories.ts';
import { openedAt } from './advisory-database.ts';

const about = z.strictObject({
  sample: z.literal(true),
  /** By feed: the day up to which it knows. */
  asOf: z.record(z.string(), z.iso.date()),
});

/**
 * The few advisories that come with the sample organisation, for the software of the sample alone: undefined for every other connection.
 * They are made into a database as all feeds are, which is gone again once it is closed, and never stands in for the server's own.
 */
export async function openSampleAdvisories(
  { db, tenant, sampleDir, clock }: Services,
  connection: string,
): Promise<OpenAdvisories | undefined> {
  const feedsDir = path.join(sampleDir, 'advisories');
  const row = await db
    .selectFrom('connections')
    .select('sample')
    .where('tenant', '=', tenant)
    .where('id', '=', connection)
    .executeTakeFirst();
  if (row?.sample !== true || !existsSync(feedsDir)) return undefined;
  const { asOf } = about.parse(JSON.parse(await readFile(path.join(feedsDir, 'feeds.json'), 'utf8')));
  const { buildAdvisories, feeds } = await import('../../advisories/index.ts');
  const folder = await mkdtemp(path.join(tmpdir(), 'hwaseong-sample-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const file = path.join(folder, 'advisories.sqlite');
    const read = feeds.flatMap((feed) => {
      const day = asOf[feed.id];
      return day === undefined
        ? []
        : [{ feed, root: path.join(feedsDir, feed.id), asOf: new Date(day), validators: {} }];
    });
    await buildAdvisories(file, { read, failed: [] }, { now: clock() });
    const opened = openedAt(file);
    const close = () => {
      opened.close();
      remove();
    };
    return { ...opened, close };
  } catch (error) {
    remove();
    throw error;
  }
}
