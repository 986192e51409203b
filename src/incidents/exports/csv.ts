import type { Language } from '../../model/index.ts';
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

/** A row an alert, after RFC 4180, in UTF-8 with a byte order mark, without which Excel garbles Korean. */
export const csv: IncidentExporter = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  async *write(incidents, { language }) {
    yield `\uFEFF${columns.map(([name]) => name).join(',')}\r\n`;
    for await (const incident of incidents) {
      for (const alert of incident.alerts) {
        yield `${columns.map(([, value]) => cell(value(alert, incident, language))).join(',')}\r\n`;
      }
    }
  },
};

/** A cell that no spreadsheet takes for a formula: names come from logs and may be an attacker's (OWASP, "CSV Injection"). */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
