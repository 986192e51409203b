import { compact } from './compact.ts';
import { type EventDatabase, openDatabase, QueryFailure } from './database.ts';
import { conditionOf } from './filter.ts';
import type { Answer, Answered, Asked, Given, QuestionName } from './protocol.ts';
import { type EventRow, rowColumns } from './table.ts';
import type { EventFilter } from './types.ts';

const HOUR_MS = 3_600_000;

/** How far back a search looks at first: what is asked for is nearly always new, and old files need not be read for it. */
const FIRST_LOOK_MS = 6 * HOUR_MS;

/** Each further look goes back so many times as far. */
const FURTHER = 8;

/** Answers what the event log asks, until it is gone. */
export async function answerQuestions(dir: string, parent: NodeJS.Process): Promise<void> {
  const database = await openDatabase(dir);
  parent.on('message', async ({ id, name, given }: Asked) => {
    const answer = (answered: Answered) => parent.send?.(answered);
    try {
      answer({
        id,
        value: await (answers[name] as (of: EventDatabase, given: unknown) => Promise<unknown>)(database, given),
      });
    } catch (error) {
      const failure = error instanceof QueryFailure ? error.failure : 'failed';
      answer({ id, failure, message: (error as Error).message });
    }
  });
  parent.on('disconnect', () => process.exit(0));
  parent.send?.('ready');
}

type Answers = { [Name in QuestionName]: (database: EventDatabase, given: Given<Name>) => Promise<Answer<Name>> };

const answers: Answers = {
  search: async (database, { filter, limit, after }) => {
    const oldest = (await answers.oldest(database, {})) ?? 0;
    const newest = Math.min(
      after?.time ?? Number.POSITIVE_INFINITY,
      filter.until?.getTime() ?? Date.now() + 24 * HOUR_MS,
    );
    const end = Math.max(filter.since?.getTime() ?? oldest, oldest);
    for (let reach = FIRST_LOOK_MS; ; reach *= FURTHER) {
      const since = new Date(Math.max(newest - reach, end));
      const rows = await newestFirst(database, { ...filter, since }, limit, after);
      if (rows.length >= limit || since.getTime() <= end) return rows;
    }
  },

  read: async (database, { since, until, limit, after }) => {
    const { sql, values } = conditionOf({ since, until });
    const later = after === undefined ? 'true' : '(time, id) > (epoch_ms(?::BIGINT), ?)';
    // Only as far as this page may reach, so that a long time is not sorted again for each page.
    return database.rows<EventRow>(
      `select ${rowColumns} from ${await database.events(after === undefined ? since : new Date(after.time), until)}
       where ${sql} and ${later} order by time, id limit ${limit}`,
      [...values, ...(after === undefined ? [] : [after.time, after.id])],
    );
  },

  byIds: async (database, { ids, since, until }) => {
    if (ids.length === 0) return [];
    return database.rows<EventRow>(
      `select ${rowColumns} from ${await database.events(since, until)} where id in (${ids.map(() => '?').join(', ')})
       qualify row_number() over (partition by id) = 1 order by time, id`,
      [...ids],
    );
  },

  histogram: async (database, { filter, since, until, steps }) => {
    const { sql, values } = conditionOf({ ...filter, since, until });
    const width = (until.getTime() - since.getTime()) / steps;
    const rows = await database.rows<{ step: number; n: number }>(
      `select floor((epoch_ms(time) - ${since.getTime()}) / ${width})::INTEGER as step, count(distinct id)::INTEGER as n
       from ${await database.events(since, until)} where ${sql} group by 1`,
      values,
    );
    const counts = Array.from({ length: steps }, () => 0);
    for (const { step, n } of rows) counts[Math.min(Math.max(step, 0), steps - 1)] = n;
    return counts;
  },

  query: (database, { sql, limit }) => database.guarded(sql, limit),

  compact: async (database, { chunks, keepFrom }) => {
    await compact(database, chunks, keepFrom);
    return undefined;
  },

  recentIds: async (database, { limit }) => {
    const from = await database.events(new Date(8.64e15));
    const rows = await database.rows<{ id: string }>(`select id from ${from} order by received_at desc limit ${limit}`);
    return rows.map(({ id }) => id);
  },

  oldest: async (database) => {
    const { parquet } = await database.manifest();
    const inParquet = Math.min(...parquet.map(({ from }) => from));
    const [row] = await database.rows<{ oldest: number | null }>(
      `select epoch_ms(min(time))::DOUBLE as oldest from ${await database.events(new Date(8.64e15))}`,
    );
    const oldest = Math.min(inParquet, row?.oldest ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(oldest) ? oldest : undefined;
  },
};

async function newestFirst(
  database: EventDatabase,
  filter: EventFilter,
  limit: number,
  after: Given<'search'>['after'],
): Promise<EventRow[]> {
  const { sql, values } = conditionOf(filter);
  const earlier = after === undefined ? 'true' : '(time, id) < (epoch_ms(?::BIGINT), ?)';
  const until = after === undefined ? filter.until : new Date(after.time);
  return database.rows<EventRow>(
    `select ${rowColumns} from ${await database.events(filter.since, until)} where ${sql} and ${earlier}
     qualify row_number() over (partition by id) = 1 order by time desc, id desc limit ${limit}`,
    [...values, ...(after === undefined ? [] : [after.time, after.id])],
  );
}
