import { isIP } from 'node:net';
import { newId } from '../../platform/crypto.ts';
import { jsonText, storableText } from '../../platform/store/index.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type Context, type Input } from '../context.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { markExcepted, unmarkExcepted } from './excepted-alerts.ts';
import type { DetectionException } from './exceptions.ts';
import { checkImport, type RejectedRule } from './import.ts';

type Body<Id extends keyof Routes> = Input<Routes[Id]>['body'];

/** What changes the library. Each resolves when events are judged by it. */

export async function setEnabled(context: Context, detection: string, enabled: boolean): Promise<void> {
  await writeEnabled(context, [detection], enabled);
  await context.events.reload();
}

async function writeEnabled(context: Context, detections: readonly string[], enabled: boolean): Promise<void> {
  const { db, tenant, now } = context;
  if (detections.length === 0) return;
  const row = { enabled, updated_at: now, updated_by: actorName(context) };
  await db
    .insertInto('detection_settings')
    .values(detections.map((detection) => ({ tenant, detection, ...row })))
    .onConflict((conflict) => conflict.columns(['tenant', 'detection']).doUpdateSet(row))
    .execute();
}

/** Takes Sigma rules in. One that was taken before is replaced. */
export async function importDetections(
  context: Context,
  body: Body<'importDetections'>,
): Promise<{ imported: string[]; rejected: RejectedRule[] }> {
  const { db, tenant, now } = context;
  const { accepted, rejected } = checkImport(body.yaml, context.events.library());
  const imported = accepted.map(({ id }) => id);
  if (!body.dryRun && accepted.length > 0) {
    await db
      .insertInto('detection_imports')
      .values(
        accepted.map(({ id, yaml }) => ({
          ...{ tenant, id, yaml: storableText(yaml) },
          ...{ created_at: now, created_by: actorName(context) },
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet((given) => ({
          yaml: given.ref('excluded.yaml'),
          created_at: given.ref('excluded.created_at'),
          created_by: given.ref('excluded.created_by'),
        })),
      )
      .execute();
    await writeEnabled(context, imported, body.enabled);
    await context.events.reload();
  }
  return { imported, rejected };
}

/** Removes a rule that was taken in, with its setting and exceptions. */
export async function removeImport(context: Context, id: string): Promise<void> {
  const { db, tenant } = context;
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('detection_imports').where('tenant', '=', tenant).where('id', '=', id).execute();
    await trx.deleteFrom('detection_settings').where('tenant', '=', tenant).where('detection', '=', id).execute();
    await trx.deleteFrom('detection_exceptions').where('tenant', '=', tenant).where('detection', '=', id).execute();
  });
  await context.events.reload();
}

/** Makes an exception, and marks the alerts there are that it covers. */
export async function createException(
  context: Context,
  body: Body<'createDetectionException'>,
): Promise<DetectionException> {
  const { db, tenant, now } = context;
  const expires = new Date(body.expiresAt);
  if (expires <= now) throw refuse('exception-expired');
  const { tenant: _tenant, ...exception } = await db
    .insertInto('detection_exceptions')
    .values({
      ...{ tenant, id: newId(), detection: body.detection },
      fields: jsonText(body.fields),
      reason: storableText(body.reason),
      expires_at: expires,
      created_at: now,
      created_by: actorName(context) ?? '',
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await context.events.reload();
  await markExcepted(context, exception);
  return exception;
}

/** Ends an exception; the alerts that it covered stand again. False where there is none. */
export async function deleteException(context: Context, id: string): Promise<boolean> {
  const { db, tenant } = context;
  const gone = await db
    .deleteFrom('detection_exceptions')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) return false;
  await unmarkExcepted(context, id);
  await context.events.reload();
  return true;
}

/**
 * Makes a watch, or changes the one of this id; gives its id.
 *
 * @throws Refusal `not-found`, `event-unknown`, `address-malformed`
 */
export async function saveWatch(context: Context, id: string | undefined, body: Body<'createWatch'>): Promise<string> {
  const { db, tenant, now } = context;
  const { known, watches } = context.events.library();
  const before = watches.find((watch) => watch.id === id);
  if (id !== undefined && before === undefined) throw refuse('not-found');
  const stranger = body.events.find((event) => !known.has(event));
  if (stranger !== undefined) throw unknownEvent(stranger);
  if (body.ip !== null && !isAddress(body.ip)) throw refuse('address-malformed');
  // A title of ours stays in both languages where somebody saves it as it stands.
  const kept = before !== undefined && [before.title.en, before.title.ko].includes(body.title);
  const { enabled, actor, account, region, ip, asset, outcome, severity } = body;
  const row = {
    title: jsonText(kept ? { ...before.title } : { en: body.title, ko: body.title }),
    ...{ enabled, actor, account, region, ip, asset, outcome, severity },
    events: [...new Set(body.events)],
    channels: [...new Set(body.channels)],
    updated_at: now,
  };
  const made = id ?? newId();
  await db
    .insertInto('watches')
    .values({ tenant, id: made, created_at: now, created_by: actorName(context), ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(row))
    .execute();
  await context.events.reload();
  return made;
}

/** Ends a watch; what it raised stays. False where there is none. */
export async function deleteWatch(context: Context, id: string): Promise<boolean> {
  const { db, tenant } = context;
  const gone = await db
    .deleteFrom('watches')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone !== undefined) await context.events.reload();
  return gone !== undefined;
}

/** Sets a list; null brings the default back. */
export async function setList(context: Context, id: string, values: readonly string[] | null): Promise<void> {
  const { db, tenant, now } = context;
  if (values === null) {
    await db.deleteFrom('detection_lists').where('tenant', '=', tenant).where('id', '=', id).execute();
  } else {
    const row = {
      entries: [...new Set(values.map(storableText))],
      updated_at: now,
      updated_by: actorName(context),
    };
    await db
      .insertInto('detection_lists')
      .values({ tenant, id, ...row })
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(row))
      .execute();
  }
  await context.events.reload();
}

/** An IPv4 or IPv6 address, or a network in CIDR notation. */
function isAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function unknownEvent(id: string): Refusal {
  return new Refusal(400, 'event-unknown', {
    en: `There is no known event ${id}. Choose events from the list.`,
    ko: `${id}은(는) 등록된 이벤트가 아닙니다. 목록에서 이벤트를 선택하세요.`,
  });
}
