import type { Severity } from '../../model/index.ts';
import type { IncidentExporter } from './types.ts';

const level: Record<Severity, string> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The number that code hosts sort by, in the bands they give it (critical from 9.0, high from 7.0, medium from 4.0). */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};

/** SARIF 2.1.0, a result an alert: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export const sarif: IncidentExporter = {
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  async *write(incidents, { language, version, detections }) {
    yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[';
    const used = new Set<string>();
    let first = true;
    for await (const incident of incidents) {
      for (const alert of incident.alerts) {
        used.add(alert.detection);
        const activity = alert.evidence.find((one) => one.activity !== undefined)?.activity;
        const subject = activity?.assets[0] ?? activity?.actor.id ?? activity?.account ?? alert.detection;
        const who =
          activity === undefined
            ? ''
            : `: ${[activity.actor.name, activity.ip, activity.account].filter(Boolean).join(', ')}`;
        const result = {
          ruleId: alert.detection,
          level: level[alert.severity],
          message: { text: `${alert.title[language]}${who}` },
          locations: [
            {
              // Viewers insist on a file; an event has none, so what it was done to stands for one.
              physicalLocation: {
                artifactLocation: { uri: encodeURI(subject || alert.detection) },
                region: { startLine: 1 },
              },
              logicalLocations: [{ fullyQualifiedName: subject || alert.detection, kind: 'resource' }],
            },
          ],
          partialFingerprints: { 'hwaseong/alert': alert.id },
          properties: { incident: incident.id, group: alert.group, events: alert.evidence.map(({ id }) => id) },
        };
        yield `${first ? '' : ','}\n${JSON.stringify(result)}`;
        first = false;
      }
    }
    const rules = [...used].sort().flatMap((id) => detections.get(id) ?? []);
    const driver = {
      name: 'Hwaseong',
      semanticVersion: version,
      rules: rules.map(({ id, title, why, respond, severity, techniques }) => ({
        id,
        shortDescription: { text: title[language] },
        fullDescription: { text: why[language] },
        ...(respond === undefined ? {} : { help: { text: respond[language] } }),
        defaultConfiguration: { level: level[severity] },
        properties: { 'security-severity': securitySeverity[severity], tags: ['security', ...techniques] },
      })),
    };
    yield `\n],"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits"}]}\n`;
  },
};
