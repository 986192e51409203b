import { type Text, UserError } from '../../model/index.ts';
import { jsonText } from '../../platform/store/index.ts';
import { type FeedBatch, feedKinds, type RunningFeed } from '../../sources/feeds/index.ts';
import { connectionAccess } from '../scans/aws.ts';
import type { Services } from '../services.ts';
import { type Feed, secretContext } from './feeds.ts';
import { type Intake, IntakeFull } from './types.ts';

/** How often it is looked which feeds there should be. */
const LOOK_EVERY_MS = 3000;

/** A feed that failed is started again after so long, then after twice as long, at most `MOST_WAIT_MS`. */
const FIRST_WAIT_MS = 5000;
const MOST_WAIT_MS = 5 * 60_000;

/** That a feed works is written down this often. */
const WELL_EVERY_MS = 10_000;

interface AtWork {
  /** Of the row that it was started with: a changed one is started anew. */
  updatedAt: number;
  stop: AbortController;
  ended: Promise<void>;
}

/** Runs the feeds that are switched on, starts those anew that are changed or fail, and ends those that are gone. */
export function startFeeds(services: Services, intake: Intake): { stop(): Promise<void> } {
  const { db, tenant, log } = services;
  const working = new Map<string, AtWork>();

  async function look(): Promise<void> {
    const rows = await db
      .selectFrom('event_feeds')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('enabled', '=', true)
      .execute();
    const wanted = new Map(rows.filter(({ type }) => Object.hasOwn(feedKinds, type)).map((row) => [row.id, row]));
    for (const [id, { updatedAt, stop, ended }] of working) {
      if (wanted.get(id)?.updated_at.getTime() === updatedAt) continue;
      stop.abort();
      await ended;
      working.delete(id);
    }
    for (const [id, row] of wanted) {
      if (working.has(id)) continue;
      const stop = new AbortController();
      working.set(id, {
        updatedAt: row.updated_at.getTime(),
        stop,
        ended: keepRunning(services, intake, row, stop.signal),
      });
    }
  }

  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.error({ err: error }, 'cannot look for feeds'))
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    async stop() {
      clearInterval(timer);
      await looking;
      for (const { stop } of working.values()) stop.abort();
      await Promise.all([...working.values()].map(({ ended }) => ended));
    },
  };
}

async function keepRunning(services: Services, intake: Intake, row: Feed, signal: AbortSignal): Promise<void> {
  let failures = 0;
  const marker = { value: row.marker ?? undefined };
  while (!signal.aborted) {
    const started = Date.now();
    try {
      await runFeed(services, intake, row, marker, signal);
      if (signal.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      services.log.warn({ err: error, feed: row.name }, 'a feed broke off');
      await tell(services, row.id, { state: 'failing', error: textOf(error) }).catch(() => undefined);
    }
    // One that ran for long was well: what ended it is new.
    failures = Date.now() - started > MOST_WAIT_MS ? 1 : failures + 1;
    await waited(Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), MOST_WAIT_MS), signal);
  }
}

async function runFeed(
  services: Services,
  intake: Intake,
  row: Feed,
  marker: { value: RunningFeed<unknown>['marker'] },
  signal: AbortSignal,
): Promise<void> {
  const { db, tenant, vault, clock } = services;
  const kind = feedKinds[row.type];
  if (kind === undefined) return;
  const settings = kind.settings.safeParse(row.settings);
  if (!settings.success) throw malformed(settings.error.issues[0]);
  const secret =
    row.secret === null || row.key_id === null ? '' : await vault.open(row.secret, row.key_id, secretContext(row.id));
  let toldAt = 0;
  await kind.run({
    settings: settings.data,
    secret,
    ...(kind.aws ? { aws: await awsOf(services, row.connection) } : {}),
    marker: marker.value,
    deliver: (batch) => deliver(intake, row.id, batch, signal),
    async keep(value) {
      marker.value = value;
      await db
        .updateTable('event_feeds')
        .set({ marker: jsonText(value) })
        .where('tenant', '=', tenant)
        .where('id', '=', row.id)
        .execute();
    },
    well() {
      if (Date.now() - toldAt < WELL_EVERY_MS) return;
      toldAt = Date.now();
      tell(services, row.id, { state: 'running', error: null }).catch((error: unknown) =>
        services.log.warn({ err: error }, 'cannot write down how a feed goes'),
      );
    },
    clock,
    signal,
  });
}

/** Hands a batch to the intake, and waits as long as that is full. */
async function deliver(intake: Intake, feed: string, batch: FeedBatch, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await intake.accept({ feed, ...batch });
      return;
    } catch (error) {
      if (!(error instanceof IntakeFull)) throw error;
      await waited(error.retryAfterSeconds * 1000, signal);
      // What was not stored is not acknowledged either: the other side brings it again.
      if (signal.aborted) throw error;
    }
  }
}

async function awsOf(services: Services, connection: string | null): Promise<NonNullable<RunningFeed<unknown>['aws']>> {
  const { base } = await connectionAccess(services, connection);
  const endpoint = process.env.AWS_ENDPOINT_URL;
  return { credentials: base, ...(endpoint === undefined ? {} : { endpoint }) };
}

async function tell(
  { db, tenant, clock }: Services,
  id: string,
  how: { state: 'running' | 'failing'; error: Text | null },
): Promise<void> {
  await db
    .updateTable('event_feeds')
    .set({
      state: how.state,
      error: how.error === null ? null : jsonText({ ...how.error }),
      ...(how.state === 'running' ? { checked_at: clock() } : {}),
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

function textOf(error: unknown): Text {
  if (error instanceof UserError) return error.text;
  const { name, message } = error as Error;
  const said = `${name}: ${message}`.slice(0, 500);
  return { en: `It broke off and is started again: ${said}`, ko: `중단되어 다시 시작합니다: ${said}` };
}

function malformed(issue: { path: PropertyKey[]; message: string } | undefined): UserError {
  const where = `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`;
  return new UserError('feed-malformed', {
    en: `The feed's settings are not right (${where}). Mend them and save.`,
    ko: `피드 설정이 올바르지 않습니다(${where}). 수정한 뒤 저장하세요.`,
  });
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
