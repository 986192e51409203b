import type { detectionRoutes } from '../api/detections.ts';
import type { Routes } from '../api/index.ts';
import type { Context, HandlersOf } from '../context.ts';
import { automationSeen } from '../detections/automation.ts';
import { exceptionView } from '../detections/exceptions.ts';
import { isListed, type ShelvedDetection } from '../detections/library.ts';
import { replayPlan } from '../detections/replay-plan.ts';
import {
  createException,
  deleteException,
  deleteWatch,
  importDetections,
  removeImport,
  saveWatch,
  setEnabled,
  setList,
} from '../detections/settings.ts';
import {
  attackMatrix,
  type DetectionView,
  detectionView,
  readActivity,
  sigmaText,
  type WatchView,
  watchView,
} from '../detections/views.ts';
import { knownCounts } from '../events/counters.ts';
import { refuse } from '../http/refusal.ts';

const MONTH_MS = 30 * 86_400_000;

/** Detections, their exceptions, watches and lists: shown, switched, brought, tried out. */
export const detectionHandlers: HandlersOf<Pick<Routes, keyof typeof detectionRoutes>> = {
  async listDetections({ query }, context) {
    const library = context.events.library();
    const activity = await readActivity(context);
    const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const items = [...library.detections.values()]
      .filter(isListed)
      .filter(({ detection }) => query.source === undefined || detection.sources.includes(query.source))
      .filter(({ enabled }) => query.enabled === undefined || enabled === query.enabled)
      .filter(({ detection }) => query.technique === undefined || speaksTo(detection.techniques, query.technique))
      .filter(({ detection: { id, title } }) => {
        const text = `${id}\n${title.en}\n${title.ko}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((shelved) => detectionView(shelved, activity));
    const rejected = [
      ...library.broken.map(({ rule, reason }) => ({ rule, reason, place: null })),
      ...context.events.rejections().map(({ rule, reason, place }) => ({ rule, reason, place: place ?? null })),
    ];
    return { items, rejected };
  },

  async getDetection({ params: { id } }, context) {
    const library = context.events.library();
    const shelved = shelvedDetection(context, id);
    const { detection } = shelved;
    return {
      ...detectionView(shelved, await readActivity(context)),
      respond: detection.respond ?? null,
      falsePositives: detection.falsePositives.map((one) => ({ ...one })),
      references: [...detection.references],
      groupBy: [...detection.groupBy],
      periodSeconds: detection.period / 1000,
      sigma: sigmaText(library, shelved),
      exceptions: library.exceptions
        .filter((exception) => exception.detection === id)
        .map((exception) => exceptionView(exception, library.rulesOf(id), context.now)),
    };
  },

  async setDetection({ params: { id }, body: { enabled } }, context) {
    shelvedDetection(context, id);
    await setEnabled(context, id, enabled);
    context.note({ detail: { enabled } });
    return view(context, id);
  },

  async importDetections({ body }, context) {
    const result = await importDetections(context, body);
    context.note({
      detail: { imported: result.imported.length, rejected: result.rejected.length, dryRun: body.dryRun },
    });
    return result;
  },

  async deleteDetection({ params: { id } }, context) {
    if (shelvedDetection(context, id).detection.origin !== 'user') throw refuse('detection-fixed');
    await removeImport(context, id);
    return null;
  },

  async startReplay({ body }, context) {
    const { plan, raises } = replayPlan(context.events.library(), body);
    return context.events.replays.start(plan, raises, new Date(body.since), new Date(body.until));
  },

  async getReplay({ params: { id } }, { events }) {
    const replay = events.replays.get(id);
    if (replay === undefined) throw refuse('not-found');
    return replay;
  },

  async cancelReplay({ params: { id } }, { events }) {
    if (!events.replays.cancel(id)) throw refuse('not-found');
    return null;
  },

  async listDetectionExceptions(_input, { events, now }) {
    const library = events.library();
    return {
      items: library.exceptions.map((exception) => exceptionView(exception, library.rulesOf(exception.detection), now)),
    };
  },

  async createDetectionException({ body }, context) {
    if (!context.events.library().detections.has(body.detection)) throw refuse('detection-unknown');
    const exception = await createException(context, body);
    context.note({ target: exception.id, detail: { detection: body.detection, reason: body.reason } });
    const library = context.events.library();
    return exceptionView(exception, library.rulesOf(body.detection), context.now);
  },

  async deleteDetectionException({ params: { id } }, context) {
    if (!(await deleteException(context, id))) throw refuse('not-found');
    return null;
  },

  async attackMatrix({ query: { days } }, context) {
    return attackMatrix(context, context.events.library(), await readActivity(context, days));
  },

  async knownEvents(_input, context) {
    const { known, watches } = context.events.library();
    const counts = await knownCounts(context, new Date(context.now.getTime() - MONTH_MS));
    const watched = new Set(watches.filter(({ enabled }) => enabled).flatMap(({ events }) => events));
    return {
      items: [...known.values()].map(({ names: [name = ''], ...event }) => ({
        ...event,
        name,
        watched: watched.has(event.id),
        seenLastMonth: counts.get(event.id) ?? 0,
      })),
    };
  },

  async listWatches(_input, context) {
    const library = context.events.library();
    const activity = await readActivity(context);
    return { items: library.watches.map((watch) => watchView(watch, library, activity)) };
  },

  async createWatch({ body }, context) {
    const id = await saveWatch(context, undefined, body);
    context.note({ target: id });
    return watchViewOf(context, id);
  },

  async updateWatch({ params: { id }, body }, context) {
    await saveWatch(context, id, body);
    return watchViewOf(context, id);
  },

  async deleteWatch({ params: { id } }, context) {
    if (!(await deleteWatch(context, id))) throw refuse('not-found');
    return null;
  },

  async listLists(_input, { events }) {
    const { lists, detections } = events.library();
    const texts = [...detections.values()].map(({ detection: { id }, document }) => ({
      id,
      text: JSON.stringify(document),
    }));
    return {
      items: lists.map(({ id, title, about, values, changed }) => ({
        ...{ id, title, about, changed },
        values: values.map(String),
        usedBy: texts.filter(({ text }) => text.includes(`%${id}%`)).map((one) => one.id),
      })),
    };
  },

  async listCandidates(_input, context) {
    const { log, library } = context.events;
    const seen = await automationSeen(context, log, library());
    return {
      items: seen.map(({ first, last, ...one }) => ({
        ...one,
        first: first.toISOString(),
        last: last.toISOString(),
      })),
    };
  },

  async setList({ params: { id }, body: { values } }, context) {
    if (!context.events.library().lists.some((list) => list.id === id)) throw refuse('not-found');
    await setList(context, id, values);
    return { id, values };
  },
};

function speaksTo(techniques: readonly string[], wanted: string): boolean {
  return techniques.some((one) => one === wanted || one.startsWith(`${wanted}.`));
}

function shelvedDetection({ events }: Context, id: string): ShelvedDetection {
  const shelved = events.library().detections.get(id);
  if (shelved === undefined || shelved.detection.origin === 'watch') throw refuse('not-found');
  return shelved;
}

async function view(context: Context, id: string): Promise<DetectionView> {
  return detectionView(shelvedDetection(context, id), await readActivity(context));
}

async function watchViewOf(context: Context, id: string): Promise<WatchView> {
  const library = context.events.library();
  const watch = library.watches.find((one) => one.id === id);
  if (watch === undefined) throw refuse('not-found');
  return watchView(watch, library, await readActivity(context));
}
