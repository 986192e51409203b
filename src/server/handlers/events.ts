import type { EventFilter } from '../../eventlog/types.ts';
import { eventSources } from '../../sources/events/index.ts';
import type { eventRoutes } from '../api/events.ts';
import type { Routes } from '../api/index.ts';
import type { HandlersOf, Input } from '../context.ts';
import { takenBySource } from '../events/counters.ts';
import { createFeed, deleteFeed, feedNamed, feedViews, HTTP_FEED, updateFeed } from '../events/feeds.ts';
import { receiveEvents } from '../events/http.ts';
import { refuse } from '../http/refusal.ts';
import { activityView, readNames } from '../incidents.ts';

const DAY_MS = 86_400_000;

/** Events: taken in, watched as they pass, searched; and the feeds that bring them. */
export const eventHandlers: HandlersOf<Pick<Routes, keyof typeof eventRoutes>> = {
  async postEvents({ query, body }, context) {
    const feed = query.feed === undefined ? HTTP_FEED : await feedNamed(context, query.feed);
    return receiveEvents(context.events.intake, body, { feed, source: query.source });
  },

  async searchEvents({ query }, context) {
    const { limit, cursor } = query;
    const [names, found, oldest] = await Promise.all([
      readNames(context),
      context.events.log.search(filterOf(query), { limit, ...(cursor === undefined ? {} : { cursor }) }),
      context.events.log.oldest(),
    ]);
    return {
      items: found.items.map(({ activity }) => activityView(names, activity)),
      next: found.next,
      seconds: found.seconds,
      oldest: oldest?.toISOString() ?? null,
    };
  },

  async getEvent({ params: { id }, query }, context) {
    const at = query.time === undefined ? undefined : Date.parse(query.time);
    const around = at === undefined ? undefined : { since: new Date(at), until: new Date(at + 1) };
    const [found] = await context.events.log.byIds([id], around);
    if (found === undefined) throw refuse('not-found');
    return { event: activityView(await readNames(context), found.activity), record: found.record };
  },

  queryEvents: ({ body: { sql, limit } }, { events }) => events.log.query(sql, limit),

  async eventHistogram({ query }, { events }) {
    const steps = await events.log.histogram(filterOf(query), query.steps);
    return { steps, total: steps.reduce((sum, { count }) => sum + count, 0) };
  },

  async liveEvents({ query: { source, action, actor, account } }, { events }) {
    const stream = events.live.follow({
      ...(source === undefined ? {} : { source }),
      ...(action === undefined ? {} : { action }),
      ...(actor === undefined ? {} : { actor }),
      ...(account === undefined ? {} : { account }),
    });
    if (stream === undefined) throw refuse('live-full');
    return { type: 'text/event-stream', body: stream };
  },

  async eventSources(_input, context) {
    const taken = await takenBySource(context, new Date(context.now.getTime() - DAY_MS));
    return {
      items: eventSources.map(({ id, title, provider }) => ({
        ...{ id, title, provider },
        lastDay: taken.get(id)?.n ?? 0,
        newest: taken.get(id)?.newest.toISOString() ?? null,
      })),
    };
  },

  async listEnrichment(_input, context) {
    return {
      items: context.events.enrichment.files().map((file) => ({
        ...{ name: file.name, kind: file.kind, entries: file.entries ?? null, malformed: file.malformed ?? 0 },
        ...{ madeAt: file.madeAt.toISOString(), readAt: file.readAt.toISOString() },
        ...{ problem: file.problem ?? null, kept: file.kept ?? false },
      })),
    };
  },

  listFeeds: async (_input, context) => ({ items: await feedViews(context, context.now) }),

  async createFeed({ body }, context) {
    const id = await createFeed(context, body);
    context.note({ target: id, detail: { name: body.name, type: body.type } });
    return feedView(context, id);
  },

  async updateFeed({ params: { id }, body }, context) {
    await updateFeed(context, id, body);
    return feedView(context, id);
  },

  async deleteFeed({ params: { id } }, context) {
    if (id === HTTP_FEED) throw refuse('feed-fixed');
    await deleteFeed(context, id);
    return null;
  },
};

async function feedView(context: Parameters<typeof feedViews>[0] & { now: Date }, id: string) {
  const feed = (await feedViews(context, context.now)).find((one) => one.id === id);
  if (feed === undefined) throw refuse('not-found');
  return feed;
}

type EventQuery = Omit<Input<Routes['eventHistogram']>['query'], 'steps'>;

function filterOf({ since, until, ...query }: EventQuery): EventFilter {
  const { source, action, actor, account, region, ip, asset, outcome, q } = query;
  return {
    ...(source === undefined ? {} : { source }),
    ...(action === undefined ? {} : { action }),
    ...(actor === undefined ? {} : { actor }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(ip === undefined ? {} : { ip }),
    ...(asset === undefined ? {} : { asset }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(q === undefined ? {} : { q }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}
