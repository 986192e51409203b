import { type Selectable, sql } from 'kysely';
import type { ChannelsTable } from '../platform/store/index.ts';
import { deliverDue, type Sender } from '../response/index.ts';
import type { Routes } from './api/index.ts';
import type { Output } from './context.ts';
import type { Services } from './services.ts';
import { readSettings } from './settings.ts';

export type ChannelView = Output<Routes['createChannel']>;
export type RoutingView = Output<Routes['setRouting']>['items'][number];

/** How often the outbox is looked at. */
const LOOK_EVERY_MS = 2000;

/** What delivering needs of the server. */
export function senderOf(services: Pick<Services, 'db' | 'tenant' | 'vault' | 'clock' | 'url'>): Sender {
  const { db, tenant, vault, clock } = services;
  return {
    db,
    tenant,
    vault,
    clock,
    consoleUrl: async () => (await readSettings(services)).consoleUrl || (services.url?.() ?? ''),
  };
}

/** Delivers what the outbox holds, again and again, until it is stopped. */
export function startDelivering(services: Services): { stop(): Promise<void> } {
  const sender = senderOf(services);
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = deliverDue(sender)
      .catch((error: unknown) => services.log.error({ err: error }, 'cannot deliver notices'))
      .finally(() => {
        busy = false;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** A channel as the API shows it: never with its secret. */
export function channelView(row: Selectable<ChannelsTable>, waiting: number): ChannelView {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    enabled: row.enabled,
    language: row.language,
    settings: row.settings,
    quiet: row.quiet,
    digestMinutes: row.digest_minutes,
    state: stateOf(row),
    error: row.last_error,
    lastSent: row.last_sent_at?.toISOString() ?? null,
    waiting,
  };
}

function stateOf(row: Selectable<ChannelsTable>): ChannelView['state'] {
  if (!row.enabled) return 'off';
  if (row.last_error !== null) return 'failing';
  return row.last_sent_at === null ? 'unused' : 'ok';
}

/** Deliveries of each channel that are still to be sent. */
export async function waitingByChannel({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['channel', sql<number>`count(*)::int`.as('n')])
    .where('tenant', '=', tenant)
    .where('state', 'in', ['waiting', 'held'])
    .groupBy('channel')
    .execute();
  return new Map(rows.map(({ channel, n }) => [channel, n]));
}
