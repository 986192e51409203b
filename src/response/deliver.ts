import { type Kysely, type Selectable, sql } from 'kysely';
import type { Text } from '../model/index.ts';
import type { Vault } from '../platform/crypto.ts';
import {
  type ChannelsTable,
  type Database,
  jsonText,
  type NoticesTable,
  storableText,
} from '../platform/store/index.ts';
import { ChannelFailure } from './channel.ts';
import { channelKinds } from './channels/index.ts';
import { historyHours, isHistory, isHistorySql } from './history.ts';
import { messageOf, type StoredNotice } from './message.ts';
import { tellableAt } from './quiet.ts';

/** What delivering needs. */
export interface Sender {
  db: Kysely<Database>;
  tenant: string;
  vault: Vault;
  clock: () => Date;
  /** Where people find the console; empty: links are left out. */
  consoleUrl: () => Promise<string>;
}

/** Longest that one delivery may take. */
const SEND_MS = 30_000;

/** Whoever takes a delivery on has it for so long. Then another may: its server died. */
const LEASE_MS = 5 * 60_000;

/** When a delivery that failed is tried again, in seconds. Given up after the last. */
const BACKOFF = [30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600];

/** Deliveries taken on at once. */
const BATCH = 200;

/** Most notices in one digest, and in one message of history. */
const MOST_TOGETHER = 100;
const MOST_HISTORY = 1000;

interface Due {
  id: string;
  channel: string;
  attempts: number;
  createdAt: Date;
  notice: StoredNotice;
}

/**
 * Delivers what is due. At least once: a server that dies after a channel took a message delivers it again.
 * Channels do not wait for each other. Answers how many were sent.
 */
export async function deliverDue(sender: Sender): Promise<number> {
  const due = await takeOn(sender, { most: BATCH });
  const hours = due.length === 0 ? 0 : await historyHours(sender.db, sender.tenant);
  const byChannel = Map.groupBy(due, ({ channel }) => channel);
  const sent = await Promise.all(
    [...byChannel].map(([channel, deliveries]) => deliverTo(sender, channel, deliveries, hours)),
  );
  return sent.reduce((sum, count) => sum + count, 0);
}

/** @param history takes what is history by that many hours on, of one channel */
async function takeOn(
  { db, tenant, clock }: Sender,
  { most, history }: { most: number; history?: { channel: string; hours: number } },
): Promise<Due[]> {
  const now = clock();
  const only =
    history === undefined ? sql`` : sql`and d.channel = ${history.channel} and ${isHistorySql(history.hours)}`;
  const { rows } = await sql<
    Selectable<NoticesTable> & { delivery: string; channel: string; attempts: number; created_at: Date }
  >`
    with due as (
      select d.tenant, d.id from deliveries d join channels c on c.tenant = d.tenant and c.id = d.channel and c.enabled
        join notices n on n.tenant = d.tenant and n.id = d.notice
      where d.tenant = ${tenant} and d.state in ('waiting', 'held') and d.next_at <= ${now} ${only}
      order by d.seq limit ${most} for update of d skip locked
    ), taken as (
      update deliveries d set state = 'waiting', attempts = attempts + 1, next_at = ${new Date(now.getTime() + LEASE_MS)}
      from due where d.tenant = due.tenant and d.id = due.id
      returning d.id as delivery, d.channel, d.notice, d.attempts, d.created_at, d.seq
    )
    select n.*, t.delivery, t.channel, t.attempts, t.created_at from taken t join notices n on n.tenant = ${tenant} and n.id = t.notice
    order by t.seq`.execute(db);
  return rows.map(({ delivery, channel, attempts, created_at: createdAt, tenant: _, incident, ...notice }) => ({
    id: delivery,
    channel,
    attempts,
    createdAt,
    notice: incident === null ? notice : { ...notice, incident },
  }));
}

async function deliverTo(sender: Sender, id: string, deliveries: readonly Due[], hours: number): Promise<number> {
  const { db, tenant, clock } = sender;
  const channel = await db
    .selectFrom('channels')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (channel === undefined) return 0;
  const now = clock();
  const [early, ready] = [[] as Due[], [] as Due[]];
  for (const one of deliveries) (tellableAt(channel.quiet, one.notice.severity, now) > now ? early : ready).push(one);
  for (const one of early) {
    // Not tried: quiet hours began, or were set, while it waited.
    await update(sender, [one], {
      state: 'held',
      attempts: one.attempts - 1,
      next_at: tellableAt(channel.quiet, one.notice.severity, now),
    });
  }
  const [past, present] = [[] as Due[], [] as Due[]];
  for (const one of ready) (isHistory(one.notice, one.createdAt, hours) ? past : present).push(one);
  if (past.length > 0) past.push(...(await takeOn(sender, { most: MOST_HISTORY, history: { channel: id, hours } })));
  const sent = await deliverReady(sender, channel, present, channel.digest_minutes === null ? 1 : MOST_TOGETHER, false);
  return sent + (await deliverReady(sender, channel, past, MOST_HISTORY, true));
}

/** Delivers in messages of so many notices each, until one fails. */
async function deliverReady(
  sender: Sender,
  channel: Selectable<ChannelsTable>,
  ready: readonly Due[],
  together: number,
  history: boolean,
): Promise<number> {
  let sent = 0;
  for (let at = 0; at < ready.length; at += together) {
    const some = ready.slice(at, at + together);
    const failure = await attempt(sender, channel, some, history);
    if (failure === undefined) {
      await update(sender, some, { state: 'sent', sent_at: sender.clock(), next_at: null, error: null });
      sent += some.length;
      continue;
    }
    await putOff(sender, some, failure);
    // What it would do with the rest is known; they are not tried, and keep their attempts.
    const rest = ready.slice(at + together);
    if (!failure.final) for (const one of rest) await putOff(sender, [{ ...one, attempts: one.attempts - 1 }], failure);
    if (!failure.final) break;
  }
  return sent;
}

async function attempt(
  sender: Sender,
  channel: Selectable<ChannelsTable>,
  deliveries: readonly Due[],
  history: boolean,
): Promise<ChannelFailure | undefined> {
  const [first] = deliveries;
  if (first === undefined) return undefined;
  return sendTo(
    sender,
    channel,
    first.id,
    deliveries.map(({ notice }) => notice),
    history,
  );
}

/** Sends notices to a channel now, and keeps how it went with the channel. */
export async function sendTo(
  sender: Sender,
  channel: Selectable<ChannelsTable>,
  id: string,
  notices: readonly StoredNotice[],
  history = false,
): Promise<ChannelFailure | undefined> {
  const { db, tenant, vault, clock } = sender;
  let failure: ChannelFailure | undefined;
  try {
    const kind = channelKinds[channel.type];
    const secret =
      channel.secret === null || channel.key_id === null
        ? ''
        : await vault.open(channel.secret, channel.key_id, channelContext(tenant, channel.id));
    const message = messageOf(id, notices, {
      language: channel.language,
      consoleUrl: await sender.consoleUrl(),
      history,
    });
    await kind.send(message, { settings: kind.settings.parse(channel.settings), secret }, AbortSignal.timeout(SEND_MS));
  } catch (error) {
    failure = error instanceof ChannelFailure ? error : new ChannelFailure((error as Error).message, { cause: error });
  }
  await db
    .updateTable('channels')
    .set(
      failure === undefined
        ? { last_sent_at: clock(), last_error: null }
        : { last_error: jsonText({ ...failureText(failure) }) },
    )
    .where('tenant', '=', tenant)
    .where('id', '=', channel.id)
    .execute();
  return failure;
}

/** What a secret of a channel is sealed for. */
export function channelContext(tenant: string, id: string): string {
  return `channel/${tenant}/${id}`;
}

/** Why a delivery failed, for people. */
export function failureText({ message, final }: ChannelFailure): Text {
  return final
    ? {
        en: `Refused: ${message}. Check the channel’s address and secret.`,
        ko: `거부되었습니다: ${message}. 채널의 주소와 비밀 값을 확인하세요.`,
      }
    : { en: `Not delivered: ${message}. It is tried again.`, ko: `전송하지 못했습니다: ${message}. 다시 시도합니다.` };
}

async function putOff(sender: Sender, deliveries: readonly Due[], failure: ChannelFailure): Promise<void> {
  const error = storableText(failure.message).slice(0, 1000);
  for (const one of deliveries) {
    const wait = BACKOFF[Math.max(one.attempts - 1, 0)];
    const given = failure.retryAfter ?? 0;
    const next =
      wait === undefined || failure.final ? null : new Date(sender.clock().getTime() + Math.max(wait, given) * 1000);
    await update(sender, [one], {
      state: next === null ? 'failed' : 'waiting',
      attempts: one.attempts,
      next_at: next,
      error,
    });
  }
}

async function update(
  { db, tenant }: Sender,
  deliveries: readonly Due[],
  change: {
    state: 'waiting' | 'held' | 'sent' | 'failed';
    attempts?: number;
    next_at: Date | null;
    sent_at?: Date;
    error?: string | null;
  },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set(change)
    .where('tenant', '=', tenant)
    .where(
      'id',
      'in',
      deliveries.map(({ id }) => id),
    )
    .execute();
}
