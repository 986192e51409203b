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

/** Most notices in one digest. */
const MOST_TOGETHER = 100;

interface Due {
  id: string;
  channel: string;
  attempts: number;
  notice: StoredNotice;
}

/**
 * Delivers what is due. At least once: a server that dies after a channel took a message delivers it again.
 * Channels do not wait for each other. Answers how many were sent.
 */
export async function deliverDue(sender: Sender): Promise<number> {
  const due = await takeOn(sender);
  const byChannel = Map.groupBy(due, ({ channel }) => channel);
  const sent = await Promise.all([...byChannel].map(([channel, deliveries]) => deliverTo(sender, channel, deliveries)));
  return sent.reduce((sum, count) => sum + count, 0);
}

async function takeOn({ db, tenant, clock }: Sender): Promise<Due[]> {
  const now = clock();
  const { rows } = await sql<Selectable<NoticesTable> & { delivery: string; channel: string; attempts: number }>`
    with due as (
      select d.tenant, d.id from deliveries d join channels c on c.tenant = d.tenant and c.id = d.channel and c.enabled
      where d.tenant = ${tenant} and d.state in ('waiting', 'held') and d.next_at <= ${now}
      order by d.seq limit ${BATCH} for update of d skip locked
    ), taken as (
      update deliveries d set state = 'waiting', attempts = attempts + 1, next_at = ${new Date(now.getTime() + LEASE_MS)}
      from due where d.tenant = due.tenant and d.id = due.id
      returning d.id as delivery, d.channel, d.notice, d.attempts, d.seq
    )
    select n.*, t.delivery, t.channel, t.attempts from taken t join notices n on n.tenant = ${tenant} and n.id = t.notice
    order by t.seq`.execute(db);
  return rows.map(({ delivery, channel, attempts, tenant: _, incident, ...notice }) => ({
    id: delivery,
    channel,
    attempts,
    notice: incident === null ? notice : { ...notice, incident },
  }));
}

async function deliverTo(sender: Sender, id: string, deliveries: readonly Due[]): Promise<number> {
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
  let sent = 0;
  const together = channel.digest_minutes === null ? 1 : MOST_TOGETHER;
  for (let at = 0; at < ready.length; at += together) {
    const some = ready.slice(at, at + together);
    const failure = await attempt(sender, channel, some);
    if (failure === undefined) {
      await update(sender, some, { state: 'sent', sent_at: clock(), next_at: null, error: null });
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
): Promise<ChannelFailure | undefined> {
  const [first] = deliveries;
  if (first === undefined) return undefined;
  return sendTo(
    sender,
    channel,
    first.id,
    deliveries.map(({ notice }) => notice),
  );
}

/** Sends notices to a channel now, and keeps how it went with the channel. */
export async function sendTo(
  sender: Sender,
  channel: Selectable<ChannelsTable>,
  id: string,
  notices: readonly StoredNotice[],
): Promise<ChannelFailure | undefined> {
  const { db, tenant, vault, clock } = sender;
  let failure: ChannelFailure | undefined;
  try {
    const kind = channelKinds[channel.type];
    const secret =
      channel.secret === null || channel.key_id === null
        ? ''
        : await vault.open(channel.secret, channel.key_id, channelContext(tenant, channel.id));
    const message = messageOf(id, notices, { language: channel.language, consoleUrl: await sender.consoleUrl() });
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
