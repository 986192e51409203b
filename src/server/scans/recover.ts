import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Services } from '../services.ts';
import { endScan } from './end.ts';
import { scanFolder } from './folders.ts';

/** A scan that runs or is received says every few seconds that it lives. */
const BEAT_MS = 5_000;

/** After this silence its server is taken for dead. */
const SILENCE_MS = 30_000;

/** A scan that waited so long is put into the queue again, where it may have been lost; it cannot run twice. */
const WAIT_MS = 10 * 60_000;

/** Says that a scan lives until the answer is called. */
export function keepAlive({ db, tenant, clock, log }: Services, scan: string): () => void {
  const timer = setInterval(() => {
    db.updateTable('scans')
      .set({ heartbeat_at: clock() })
      .where('tenant', '=', tenant)
      .where('id', '=', scan)
      .execute()
      .catch((error: unknown) => log.warn({ err: error, scan }, 'no sign of life written'));
  }, BEAT_MS);
  return () => clearInterval(timer);
}

/**
 * Takes up scans again that a dead server left: those that ran go back to the queue and go on from the facts they have;
 * an upload whose request never ended is closed, its sender was told so by the broken connection.
 * `alone`: no other server works on this store, so that whatever is not finished was left behind.
 */
export async function recoverScans(services: Services, alone: boolean): Promise<void> {
  const { db, tenant, jobs, clock } = services;
  const before = (ms: number) => new Date(clock().getTime() - (alone ? 0 : ms));
  const lastSign = sql<Date>`coalesce(heartbeat_at, requested_at)`;
  const left = await db
    .updateTable('scans')
    .set({ state: 'queued', heartbeat_at: clock() })
    .where('tenant', '=', tenant)
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'running'), where(lastSign, '<=', before(SILENCE_MS))]),
        where.and([where('state', '=', 'queued'), where(lastSign, '<=', before(WAIT_MS))]),
      ]),
    )
    .returning(['id', 'connection', 'trigger'])
    .execute();
  for (const { id, connection, trigger } of left) {
    const bringsFacts = trigger === 'upload' || trigger === 'sample';
    if (bringsFacts && !existsSync(scanFolder(services, connection, id))) {
      await endScan(services, id, {
        state: 'failed',
        error: {
          en: 'The upload was cut off before it was whole. Send it again.',
          ko: '업로드가 끝나기 전에 중단되었습니다. 다시 업로드하세요.',
        },
      });
    } else {
      await jobs.enqueue('scan', { scan: id });
    }
  }
}
