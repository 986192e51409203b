import type { Routes } from '../api/index.ts';
import { actorName, type Context, type HandlersOf } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { rowOf } from '../named-rows.ts';
import { readCursor, writeCursor } from '../paging.ts';
import { requestScan } from '../scans/request.ts';
import { addSample, removeSample } from '../scans/sample.ts';
import { receiveFacts } from '../scans/upload.ts';
import { type ScanView, scanView, selectScans } from '../scans/view.ts';

type ScanRoutes = Pick<
  Routes,
  'startScan' | 'listScans' | 'getScan' | 'cancelScan' | 'uploadFacts' | 'deleteSample' | 'createSample'
>;

/** Scans: started, watched, stopped, uploaded. */
export const scanHandlers: HandlersOf<ScanRoutes> = {
  async startScan({ params: { id } }, context) {
    const row = await rowOf(context, 'connections', id);
    if (row.sample) throw refuse('sample-fixed');
    if (row.credentials === null && row.provider !== 'registry') throw refuse('no-credentials');
    const scan = await requestScan(context, id, { trigger: 'user', by: actorName(context), now: context.now });
    context.note({ detail: { scan } });
    return view(context, scan);
  },

  async listScans({ query }, context) {
    let rows = selectScans(context);
    const after = readCursor(query.cursor, ['number', 'string']);
    if (query.connection !== undefined) rows = rows.where('scans.connection', '=', query.connection);
    if (after !== undefined) {
      const at = new Date(after[0] as number);
      const id = after[1] as string;
      rows = rows.where((where) =>
        where.or([
          where('scans.requested_at', '<', at),
          where.and([where('scans.requested_at', '=', at), where('scans.id', '<', id)]),
        ]),
      );
    }
    const found = await rows
      .orderBy('scans.requested_at', 'desc')
      .orderBy('scans.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map(scanView),
      next: found.length > page.length && last ? writeCursor([last.requested_at.getTime(), last.id]) : null,
    };
  },

  getScan: ({ params: { id } }, context) => view(context, id),

  async cancelScan({ params: { id } }, context) {
    const { db, tenant, now } = context;
    await db
      .updateTable('scans')
      .set({ state: 'cancelled', finished_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .execute();
    await db
      .updateTable('scans')
      .set({ cancel_requested: true })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .execute();
    return view(context, id);
  },

  async uploadFacts({ query, body }, context) {
    const scan = await receiveFacts(context, { ...body, connection: query.connection, by: actorName(context) });
    context.note({ target: scan, detail: { connection: query.connection } });
    return view(context, scan);
  },

  async deleteSample(_input, context) {
    await removeSample(context);
    return null;
  },

  async createSample(_input, context) {
    return view(context, await addSample(context, actorName(context)));
  },
};

async function view(context: Context, id: string): Promise<ScanView> {
  const row = await selectScans(context).where('scans.id', '=', id).executeTakeFirst();
  if (row === undefined) throw refuse('not-found');
  return scanView(row);
}
