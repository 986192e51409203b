import { sql } from 'kysely';
import type { JsonObject } from '../../model/index.ts';
import type { Routes } from '../api/index.ts';
import type { HandlersOf } from '../context.ts';
import { refuse } from '../http/refusal.ts';
import { measureSoftware } from '../images/measures.ts';
import { openApiDocument } from '../openapi.ts';

let document: Promise<JsonObject> | undefined;

/** What operators and programs ask of the process itself. */
export const operationHandlers: HandlersOf<Pick<Routes, 'health' | 'ready' | 'metrics' | 'openapi'>> = {
  health: async () => ({ status: 'ok', reason: null }),

  async ready(_input, { db, log }) {
    try {
      await sql`select 1`.execute(db);
    } catch (error) {
      log.error({ err: error }, 'the store does not answer');
      throw refuse('store-unreachable');
    }
    return { status: 'ok', reason: null };
  },

  async metrics(_input, context) {
    const { metrics } = context;
    await measureSoftware(context);
    return { type: metrics.contentType, body: await metrics.text() };
  },

  openapi: (_input, { version }) => (document ??= openApiDocument(version)),
};
