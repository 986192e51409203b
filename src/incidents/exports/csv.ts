import type { Language } from '../../model/index.ts';
import { CSV_START, csvLine } from '../../platform/exports/index.ts';
import { spanOf } from '../group.ts';
import type { Alert } from '../types.ts';
import type { ExportIncident, IncidentExporter } from './types.ts';

type Column = (alert: Alert, incident: ExportIncident, language: Language) => string;

const list = (values: readonly (string | undefined)[]) => [...new Set(values.filter((value) => value))].join(' ');
const activities = ({ evidence }: Alert) => evidence.flatMap(({ activity }) => activity ?? []);

const columns: readonly [string, Column][] = [
  ['incident', (_, { id }) => id],
  ['incident_severity', (_, { severity }) => severity],
  ['alert', ({ id }) => id],
  ['severity', ({ severity }) => severity],
  ['detection', ({ detection }) => detection],
  ['title', ({ title }, _, language) => title[language]],
  ['techniques', ({ techniques }) => list(techniques)],
  ['first', (alert) => new Date(spanOf(alert).first).toISOString()],
  ['last', (alert) => new Date(spanOf(alert).last).toISOString()],
  ['events', ({ evidence }) => String(evidence.length)],
  ['actors', (alert) => list(activities(alert).map(({ actor }) => actor.id))],
  ['addresses', (alert) => list(activities(alert).map(({ ip }) => ip))],
  ['accounts', (alert) => list(activities(alert).map(({ account }) => account))],
  ['regions', (alert) => list(activities(alert).map(({ region }) => region))],
  ['actions', (alert) => list(activities(alert).map(({ action }) => action))],
  ['assets', (alert) => list(activities(alert).flatMap(({ assets }) => assets))],
  ['group', ({ group }) => JSON.stringify(group)],
];

/** A line an alert. */
export const csv: IncidentExporter = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  async *write(incidents, { language }) {
    yield CSV_START + csvLine(columns.map(([name]) => name));
    for await (const incident of incidents) {
      for (const alert of incident.alerts) yield csvLine(columns.map(([, value]) => value(alert, incident, language)));
    }
  },
};
