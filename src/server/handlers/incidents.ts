import {
  type AlertFilter,
  alertsByDay,
  type IncidentFilter,
  listAlerts,
  listIncidents,
  openIncidents,
} from '../../incidents/query.ts';
import { changeIncident, type IncidentChange } from '../../incidents/work.ts';
import { countsBySeverity } from '../../model/index.ts';
import type { incidentRoutes } from '../api/incidents.ts';
import type { Routes } from '../api/index.ts';
import { actorName, type HandlersOf, type Input } from '../context.ts';
import { eventTotals } from '../events/counters.ts';
import { refuse } from '../http/refusal.ts';
import { alertDetailView, incidentDetailView } from '../incident-detail.ts';
import { alertView, incidentView } from '../incidents.ts';

const DAY_MS = 86_400_000;

/** Incidents and the alerts that make them: listed, shown, worked. */
export const incidentHandlers: HandlersOf<Pick<Routes, keyof typeof incidentRoutes>> = {
  async listIncidents({ query }, { db, tenant }) {
    const filter: IncidentFilter = {
      ...commonFilter(query),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.assignee === undefined ? {} : { assignee: query.assignee }),
    };
    const { items, next } = await listIncidents(db, tenant, filter, pageOf(query));
    return { items: items.map(incidentView), next };
  },

  async getIncident({ params: { id } }, context) {
    const detail = await incidentDetailView(context, id);
    if (detail === undefined) throw refuse('not-found');
    return detail;
  },

  async updateIncident({ params: { id }, body }, context) {
    const { db, tenant, now } = context;
    const change: IncidentChange = {
      ...(body.status === undefined ? {} : { status: body.status }),
      ...(body.verdict === undefined ? {} : { verdict: body.verdict }),
      ...(body.assignee === undefined ? {} : { assignee: body.assignee }),
      ...(body.note === undefined ? {} : { note: body.note }),
    };
    const changed = await changeIncident(db, tenant, id, change, actorName(context) ?? '', now);
    if (changed === undefined) throw refuse('not-found');
    context.note({ target: changed.id, detail: { changed: Object.keys(change).join(' ') } });
    return incidentView(changed);
  },

  async listAlerts({ query }, { db, tenant }) {
    const filter: AlertFilter = {
      ...commonFilter(query),
      ...(query.detection === undefined ? {} : { detection: query.detection }),
      ...(query.watch === undefined ? {} : { watch: query.watch }),
      ...(query.excepted === undefined ? {} : { excepted: query.excepted }),
    };
    const { items, next } = await listAlerts(db, tenant, filter, pageOf(query));
    return { items: items.map(alertView), next };
  },

  async getAlert({ params: { id } }, context) {
    const detail = await alertDetailView(context, id);
    if (detail === undefined) throw refuse('not-found');
    return detail;
  },

  async detectionOverview({ query: { days } }, context) {
    const { db, tenant, now } = context;
    const first = new Date(now.getTime() - (days - 1) * DAY_MS);
    const [open, byDay, events] = await Promise.all([
      openIncidents(db, tenant),
      alertsByDay(db, tenant, first),
      eventTotals(context, now),
    ]);
    const alerts = Array.from({ length: days }, (_, index) => {
      const day = new Date(first.getTime() + index * DAY_MS).toISOString().slice(0, 10);
      return { day, ...(byDay.get(day) ?? countsBySeverity()) };
    });
    return { open, alertsByDay: alerts, events };
  },
};

type CommonQuery = Pick<
  Input<Routes['listAlerts']>['query'],
  'severity' | 'account' | 'actor' | 'asset' | 'technique' | 'q' | 'since' | 'until'
>;

function commonFilter({ severity, account, actor, asset, technique, q, since, until }: CommonQuery) {
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(account === undefined ? {} : { account }),
    ...(actor === undefined ? {} : { actor }),
    ...(asset === undefined ? {} : { asset }),
    ...(technique === undefined ? {} : { technique }),
    ...(q === undefined ? {} : { q }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

function pageOf({ cursor, limit }: { cursor?: string | undefined; limit: number }) {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
