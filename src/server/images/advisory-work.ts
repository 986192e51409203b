import { remember, remembered } from '../remembered.ts';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';
import { isRejudgeDue, rejudgeBoms } from './rejudge.ts';

/** The last attempt to fetch the feeds. */
export interface UpdateState {
  state: 'running' | 'done';
  /** ISO 8601. */
  at: string;
  failed: { id: string; problem: string }[];
}

/** Row of the settings that tells of it. */
const NAME = 'advisories-update';

/** An update that runs longer was cut off with its server. */
const LONGEST_MS = 3 * 3_600_000;

/** Compares everything with the advisories as they are now. */
export async function judgeAdvisories(services: Services, stopping: AbortSignal): Promise<void> {
  const rejudged = await rejudgeBoms(services, stopping);
  if (rejudged !== undefined) services.log.info({ ...rejudged }, 'compared with the advisories');
}

/** Fetches the feeds, then compares everything with them. */
export async function updateAdvisories(services: Services, stopping: AbortSignal): Promise<void> {
  const { clock, advisories, log } = services;
  const tell = (state: UpdateState['state'], failed: UpdateState['failed']) =>
    remember(services, NAME, { state, at: clock().toISOString(), failed }, clock());
  await tell('running', []);
  let failed: UpdateState['failed'] = [];
  try {
    const { advisorySource: from } = await readSettings(services);
    failed = (await advisories.update({ from, now: clock(), signal: stopping })).failed;
  } catch (error) {
    failed = [{ id: '*', problem: (error as Error).message.slice(0, 500) }];
    log.warn({ err: error }, 'advisories not updated');
  } finally {
    await tell('done', failed);
  }
  if (!stopping.aborted && (await isRejudgeDue(services))) await judgeAdvisories(services, stopping);
}

/** Whether this server may fetch advisories by itself: not where it has no network, or somebody brings them. */
export async function mayUpdate(services: Services): Promise<boolean> {
  return (await readSettings(services)).fetchAdvisories;
}

/** How the last attempt to fetch the feeds stands; undefined where there was none. */
export async function lastUpdate(
  services: Pick<Services, 'db' | 'tenant' | 'clock'>,
): Promise<UpdateState | undefined> {
  const state = (await remembered(services, NAME))?.value as unknown as UpdateState | undefined;
  if (state?.state !== 'running') return state;
  return services.clock().getTime() - Date.parse(state.at) > LONGEST_MS ? { ...state, state: 'done' } : state;
}
