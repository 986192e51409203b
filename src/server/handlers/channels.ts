import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Json } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { type ChannelsTable, jsonText } from '../../platform/store/index.ts';
import {
  ChannelFailure,
  channelContext,
  channelKinds,
  failureText,
  isTimeZone,
  type Notice,
  sendTo,
} from '../../response/index.ts';
import type { Routes } from '../api/index.ts';
import { type ChannelView, channelView, type RoutingView, senderOf, waitingByChannel } from '../channels.ts';
import { actorName, type Context, type HandlersOf, type Input, type Output } from '../context.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { refuseTakenName, rowOf } from '../named-rows.ts';

type ChannelRoutes = Pick<
  Routes,
  | 'listChannels'
  | 'createChannel'
  | 'updateChannel'
  | 'deleteChannel'
  | 'testChannel'
  | 'setRouting'
  | 'listDeliveries'
  | 'retryDelivery'
>;
type Body = Input<Routes['createChannel']>['body'];
type DeliveryView = Output<Routes['retryDelivery']>;

/** Who is told, of what, and what became of it. */
export const channelHandlers: HandlersOf<ChannelRoutes> = {
  async listChannels(_input, context) {
    const { db, tenant } = context;
    const [rows, waiting, routing] = await Promise.all([
      db.selectFrom('channels').selectAll().where('tenant', '=', tenant).orderBy('name').execute(),
      waitingByChannel(context),
      routingViews(context),
    ]);
    return { items: rows.map((row) => channelView(row, waiting.get(row.id) ?? 0)), routing };
  },

  async createChannel({ body }, context) {
    const { db, tenant, now } = context;
    const id = newId();
    const values = await valuesOf(context, id, body);
    await refuseTakenName(context, 'channels', body.name, id);
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('channels')
        .values({ tenant, id, ...values, created_at: now, created_by: actorName(context) })
        .execute();
      const { last } = await trx
        .selectFrom('routing')
        .select(({ fn }) => fn.max('position').as('last'))
        .where('tenant', '=', tenant)
        .executeTakeFirstOrThrow();
      // A channel that nothing leads to would be silent without anybody noticing.
      await trx
        .insertInto('routing')
        .values({ tenant, id: newId(), position: (last ?? 0) + 1, channel: id, severity: 'high' })
        .execute();
    });
    context.note({ target: id, detail: { name: body.name, type: body.type } });
    return view(context, id);
  },

  async updateChannel({ params: { id }, body }, context) {
    const { db, tenant } = context;
    const row = await rowOf(context, 'channels', id);
    if (row.type !== body.type) throw refuse('not-found');
    await refuseTakenName(context, 'channels', body.name, id);
    const values = await valuesOf(context, id, body, row);
    await db.updateTable('channels').set(values).where('tenant', '=', tenant).where('id', '=', id).execute();
    context.note({ detail: { name: body.name, secretChanged: body.secret !== undefined } });
    return view(context, id);
  },

  async deleteChannel({ params: { id } }, context) {
    const { name } = await rowOf(context, 'channels', id);
    await context.db.deleteFrom('channels').where('tenant', '=', context.tenant).where('id', '=', id).execute();
    context.note({ detail: { name } });
    return null;
  },

  async testChannel({ params: { id } }, context) {
    const row = await rowOf(context, 'channels', id);
    const failure = await sendTo(senderOf(context), row, newId(), [testNotice(context)]);
    context.note({ detail: { name: row.name, sent: failure === undefined } });
    return { sent: failure === undefined, error: failure === undefined ? null : failureText(failure) };
  },

  async setRouting({ body }, context) {
    const { db, tenant } = context;
    const known = await db.selectFrom('channels').select('id').where('tenant', '=', tenant).execute();
    const ids = new Set(known.map(({ id }) => id));
    if (body.items.some(({ channel }) => !ids.has(channel))) throw refuse('not-found');
    await db.transaction().execute(async (trx) => {
      await trx.deleteFrom('routing').where('tenant', '=', tenant).execute();
      if (body.items.length === 0) return;
      await trx
        .insertInto('routing')
        .values(body.items.map((item, position) => ({ tenant, id: newId(), position, ...item })))
        .execute();
    });
    return { items: await routingViews(context) };
  },

  async listDeliveries({ query: { channel, incident, cursor, limit } }, { db, tenant }) {
    let rows = db
      .selectFrom('deliveries as d')
      .innerJoin('notices as n', (join) => join.onRef('n.tenant', '=', 'd.tenant').onRef('n.id', '=', 'd.notice'))
      .selectAll('d')
      .select(['n.title', 'n.incident'])
      .where('d.tenant', '=', tenant)
      .orderBy('d.seq', 'desc')
      .limit(limit + 1);
    if (channel !== undefined) rows = rows.where('d.channel', '=', channel);
    if (incident !== undefined) rows = rows.where('n.incident', '=', incident);
    if (cursor !== undefined) rows = rows.where('d.seq', '<', seqOf(cursor));
    const found = await rows.execute();
    const items = found.slice(0, limit);
    return { items: items.map(deliveryView), next: found.length > limit ? String(items.at(-1)?.seq) : null };
  },

  async retryDelivery({ params: { id } }, { db, tenant, now }) {
    await db
      .updateTable('deliveries')
      .set({ state: 'waiting', attempts: 0, next_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', '=', 'failed')
      .execute();
    const row = await db
      .selectFrom('deliveries as d')
      .innerJoin('notices as n', (join) => join.onRef('n.tenant', '=', 'd.tenant').onRef('n.id', '=', 'd.notice'))
      .selectAll('d')
      .select(['n.title', 'n.incident'])
      .where('d.tenant', '=', tenant)
      .where('d.id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw refuse('not-found');
    return deliveryView(row);
  },
};

async function view(context: Context, id: string): Promise<ChannelView> {
  return channelView(await rowOf(context, 'channels', id), (await waitingByChannel(context)).get(id) ?? 0);
}

/** A channel's columns from what was sent; without a secret the old one stays. */
async function valuesOf(context: Context, id: string, body: Body, before?: Selectable<ChannelsTable>) {
  const kind = channelKinds[body.type];
  const settings = kind.settings.safeParse(body.settings);
  if (!settings.success) throw malformed('settings', z.prettifyError(settings.error));
  if (body.quiet !== null && !isTimeZone(body.quiet.timeZone))
    throw malformed('quiet.timeZone', 'no time zone of that name');
  const secret = kind.secret === 'none' ? undefined : body.secret;
  if (kind.secret === 'needed' && secret === undefined && (before?.secret ?? null) === null) {
    throw malformed('secret', 'this kind of channel needs one');
  }
  if (secret !== undefined) checkSecret(kind, secret);
  const sealed =
    secret === undefined
      ? {}
      : await context.vault
          .seal(secret, channelContext(context.tenant, id))
          .then((envelope) => ({ secret: envelope.sealed, key_id: envelope.keyId }));
  return {
    name: body.name,
    type: body.type,
    enabled: body.enabled,
    language: body.language,
    settings: jsonText(settings.data as Json),
    quiet: body.quiet === null ? null : jsonText({ ...body.quiet }),
    digest_minutes: body.digestMinutes,
    updated_at: context.now,
    ...sealed,
  };
}

function checkSecret(kind: (typeof channelKinds)[keyof typeof channelKinds], secret: string): void {
  try {
    kind.checkSecret?.(secret);
  } catch (error) {
    if (error instanceof ChannelFailure) throw malformed('secret', error.message);
    throw error;
  }
}

function malformed(field: string, problem: string): Refusal {
  return new Refusal(400, 'channel-malformed', {
    en: `The channel cannot be kept as it is: ${field}: ${problem}.`,
    ko: `채널 설정을 저장할 수 없습니다. ${field}: ${problem}.`,
  });
}

async function routingViews({ db, tenant }: Context): Promise<RoutingView[]> {
  return db
    .selectFrom('routing')
    .select(['id', 'channel', 'severity', 'account', 'asset'])
    .where('tenant', '=', tenant)
    .orderBy('position')
    .execute();
}

function deliveryView(row: {
  id: string;
  channel: string;
  incident: string | null;
  title: { en: string; ko: string };
  state: DeliveryView['state'];
  attempts: number;
  created_at: Date;
  sent_at: Date | null;
  next_at: Date | null;
  error: string | null;
}): DeliveryView {
  return {
    id: row.id,
    channel: row.channel,
    incident: row.incident,
    title: row.title,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    nextAt: row.next_at?.toISOString() ?? null,
    error: row.error,
  };
}

function seqOf(cursor: string): number {
  const seq = Number(cursor);
  if (!Number.isSafeInteger(seq) || seq < 0) throw refuse('not-found');
  return seq;
}

function testNotice({ now }: Context): Notice {
  return {
    id: newId(),
    kind: 'test',
    severity: 'info',
    title: { en: 'Test message from Hwaseong', ko: '화성 테스트 메시지' },
    summary: {
      en: 'This channel works: incidents that routing leads here will arrive like this one.',
      ko: '채널이 정상입니다. 라우팅 규칙에 맞는 인시던트가 이와 같이 전송됩니다.',
    },
    account: '',
    assets: [],
    tags: [],
    at: now,
    path: '/incidents',
    techniques: [],
  };
}
