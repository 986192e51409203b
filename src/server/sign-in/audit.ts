import type { Kysely } from 'kysely';
import { type Database, jsonText, storableText } from '../../platform/store/index.ts';
import type { AuditNote, Principal } from '../context.ts';

/** Writes one line into the audit log, which the database lets nobody change. */
export async function audit(
  { db, tenant, now }: { db: Kysely<Database>; tenant: string; now: Date },
  entry: AuditNote & { action: string; who: Principal; address: string; ok: boolean },
): Promise<void> {
  const actor = entry.actor ?? actorOf(entry.who);
  await db
    .insertInto('audit_log')
    .values({
      tenant,
      at: now,
      actor: actor.id,
      actor_name: storableText(actor.name),
      action: entry.action,
      target: entry.target === undefined ? null : storableText(entry.target),
      address: entry.address,
      ok: entry.ok,
      detail: jsonText(entry.detail ?? {}),
    })
    .execute();
}

function actorOf(who: Principal): { id: string; name: string } {
  if (who.type === 'user') return { id: who.id, name: who.username };
  if (who.type === 'token') return { id: `token:${who.id}`, name: `token:${who.name}` };
  return { id: 'anonymous', name: 'anonymous' };
}
