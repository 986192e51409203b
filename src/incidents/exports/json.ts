import type { Detection } from '../../model/index.ts';
import type { Alert } from '../types.ts';
import type { IncidentExporter } from './types.ts';

/** One JSON document: `{tool, generatedAt, incidents: [...], lost: {...}}`. */
export const json: IncidentExporter = {
  mediaType: 'application/json',
  extension: 'json',
  async *write(incidents, { version, generatedAt, detections, lost }) {
    const head = { tool: { name: 'hwaseong', version }, generatedAt };
    yield `${JSON.stringify(head).slice(0, -1)},"incidents":[`;
    let first = true;
    for await (const { alerts, firstAt, lastAt, ...incident } of incidents) {
      const whole = {
        ...incident,
        firstAt: new Date(firstAt).toISOString(),
        lastAt: new Date(lastAt).toISOString(),
        alerts: alerts.map((alert) => alertOf(alert, detections.get(alert.detection))),
      };
      yield `${first ? '' : ','}\n${JSON.stringify(whole)}`;
      first = false;
    }
    yield `\n],"lost":${JSON.stringify(lost ?? {})}}\n`;
  },
};

function alertOf({ period, evidence, ...alert }: Alert, detection: Detection | undefined) {
  return {
    ...alert,
    period: new Date(period).toISOString(),
    why: detection?.why,
    respond: detection?.respond,
    falsePositives: detection?.falsePositives,
    evidence: evidence.map(
      ({ source, id, time, activity }) => activity ?? { source, id, time: new Date(time).toISOString() },
    ),
  };
}
