import { sql } from 'kysely';
import type { Services } from '../services.ts';

/** How long an answer is given again while nothing is known to have changed, in milliseconds: a running scan shows that late. */
const GOOD_MS = 2000;

interface Given {
  answer: Promise<string>;
  /** When working it out began, by the clock of whoever asked first. */
  since: number;
  /** What was written last before that. */
  written: string;
  underWay: boolean;
}

/**
 * Answers that are the same for everybody who may ask: they are worked out once for all who ask at the same time or
 * within {@link GOOD_MS}. What a person did and the end of a scan show at once, whichever server wrote them, for `written`
 * tells them apart. Each answer is asked for by a `key` that says all it depends on.
 */
export function sharedAnswers(written: () => Promise<string>) {
  const given = new Map<string, Given>();
  return async (key: string, now: Date, work: () => Promise<string>): Promise<string> => {
    const latest = await written();
    const isGood = (one: Given) => {
      const age = now.getTime() - one.since;
      return one.written === latest && (one.underWay || (age >= 0 && age < GOOD_MS));
    };
    const known = given.get(key);
    if (known !== undefined && isGood(known)) return known.answer;
    for (const [other, one] of given) if (!isGood(one)) given.delete(other);
    const made: Given = { answer: work(), since: now.getTime(), written: latest, underWay: true };
    given.set(key, made);
    try {
      return await made.answer;
    } catch (error) {
      if (given.get(key) === made) given.delete(key);
      throw error;
    } finally {
      made.underWay = false;
    }
  };
}

/** What changes whenever a person has changed something, which the audit log notes before they are answered, or a scan has ended. */
export async function lastWritten({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<string> {
  const { rows } = await sql<{ written: string }>`
    select concat((select max(seq) from audit_log where tenant = ${tenant}), ' ',
      (select max(finished_at) from scans where tenant = ${tenant})) as written`.execute(db);
  return rows[0]?.written ?? '';
}
