import type { Kysely, Transaction } from 'kysely';
import { type Database, type IncidentStatus, storableText, type Verdict } from '../platform/store/index.ts';
import { incidentOf, type StoredIncident } from './query.ts';

/** What somebody does to an incident; what is left out stays. */
export interface IncidentChange {
  status?: IncidentStatus;
  verdict?: Verdict | null;
  assignee?: string | null;
  note?: string;
}

/**
 * Works an incident: changes what is named, and writes down who changed what. One that is closed may be opened again.
 *
 * @returns the incident as it is then; undefined where there is none
 */
export async function changeIncident(
  db: Kysely<Database>,
  tenant: string,
  id: string,
  change: IncidentChange,
  by: string,
  now: Date,
): Promise<StoredIncident | undefined> {
  return db.transaction().execute(async (trx) => {
    const before = await incidentOf(trx, tenant, id);
    if (before === undefined) return undefined;
    const { status, verdict, assignee, note } = change;
    const changes = [
      { what: 'status', from: before.status, to: status },
      { what: 'verdict', from: before.verdict, to: verdict },
      { what: 'assignee', from: before.assignee, to: assignee },
    ].filter(({ from, to }) => to !== undefined && to !== from);
    if (changes.length > 0) {
      await trx
        .updateTable('incidents')
        .set({
          ...(status === undefined ? {} : { status, closed_at: closedAt(before, status, now) }),
          ...(verdict === undefined ? {} : { verdict }),
          ...(assignee === undefined ? {} : { assignee: assignee === null ? null : storableText(assignee) }),
        })
        .where('tenant', '=', tenant)
        .where('id', '=', before.id)
        .execute();
    }
    await writeHistory(trx, tenant, before.id, [
      ...changes.map(({ what, from, to }) => ({
        ...{ at: now, kind: 'change' as const, actor: by, what },
        ...{ from_value: from, to_value: to ?? null },
      })),
      ...(note === undefined ? [] : [{ at: now, kind: 'note' as const, actor: by, note: storableText(note) }]),
    ]);
    return incidentOf(trx, tenant, before.id);
  });
}

function closedAt(before: StoredIncident, status: IncidentStatus, now: Date): Date | null {
  if (status !== 'closed') return null;
  return before.closed_at ?? now;
}

interface Entry {
  at: Date;
  kind: 'note' | 'change';
  /** Null: the product itself. */
  actor: string | null;
  note?: string;
  what?: string;
  from_value?: string | null;
  to_value?: string | null;
}

/** Adds to the history of an incident. */
export async function writeHistory(
  db: Transaction<Database>,
  tenant: string,
  incident: string,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return;
  await db
    .insertInto('incident_events')
    .values(entries.map((entry) => ({ tenant, incident, ...entry })))
    .execute();
}
