import type { Detection, Language } from '../../model/index.ts';
import { placeOfResource, type SarifResult, type SarifRule, sarifLog } from '../../platform/exports/index.ts';
import type { Alert } from '../types.ts';
import type { IncidentExporter } from './types.ts';

/** SARIF, a result an alert. What an event was done to stands for the file that viewers insist on. */
export const sarif: IncidentExporter = {
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  write(incidents, { language, version, detections }) {
    const used = new Set<string>();
    async function* results() {
      for await (const { id, alerts } of incidents) {
        for (const alert of alerts) {
          used.add(alert.detection);
          yield resultOf(alert, id, language);
        }
      }
    }
    const told = () => [...used].sort().flatMap((id) => detections.get(id) ?? []);
    return sarifLog(results(), () => told().map((detection) => ruleOf(detection, language)), version);
  },
};

function resultOf(alert: Alert, incident: string, language: Language): SarifResult {
  const activity = alert.evidence.find((one) => one.activity !== undefined)?.activity;
  const who = activity === undefined ? [] : [activity.actor.name, activity.ip, activity.account].filter(Boolean);
  const subject = activity?.assets[0] ?? activity?.actor.id ?? activity?.account;
  const resource = subject || alert.detection;
  return {
    rule: alert.detection,
    severity: alert.severity,
    text: `${alert.title[language]}${activity === undefined ? '' : `: ${who.join(', ')}`}`,
    place: placeOfResource(resource),
    resource: { id: resource },
    fingerprint: { 'hwaseong/alert': alert.id },
    properties: { incident, group: alert.group, events: alert.evidence.map(({ id }) => id) },
  };
}

function ruleOf({ id, severity, title, why, respond, techniques }: Detection, language: Language): SarifRule {
  return { id, severity, title: title[language], why: why[language], help: respond?.[language], tags: techniques };
}
