import type { Activity } from '../../model/index.ts';
import { ocsf as words } from '../../platform/exports/index.ts';
import { sourceById } from '../../sources/events/index.ts';
import { spanOf } from '../group.ts';
import type { Alert } from '../types.ts';
import type { ExportIncident, IncidentExporter, IncidentsContext } from './types.ts';

/** OCSF 1.8.0 type_id of a user. */
const userType: Partial<Record<Activity['actor']['type'], [number, string]>> = {
  user: [1, 'User'],
  root: [2, 'Admin'],
  service: [3, 'System'],
  'service-account': [4, 'Service'],
};

const incidentStatus = { open: [1, 'New'], investigating: [2, 'In Progress'], closed: [5, 'Closed'] } as const;

/** Most events told of one alert. */
const MOST_EVIDENCES = 20;

/**
 * OCSF 1.8.0, one object a line: a Detection Finding (class 2004) for each alert, then the Incident Finding (2005) that
 * names them. https://schema.ocsf.io/1.8.0/classes/detection_finding, https://schema.ocsf.io/1.8.0/classes/incident_finding
 */
export const ocsf: IncidentExporter = {
  mediaType: 'application/x-ndjson',
  extension: 'ocsf.ndjson',
  async *write(incidents, context) {
    for await (const incident of incidents) {
      for (const alert of incident.alerts) yield `${JSON.stringify(detectionFinding(alert, context))}\n`;
      yield `${JSON.stringify(incidentFinding(incident, context))}\n`;
    }
  },
};

function detectionFinding(alert: Alert, context: IncidentsContext) {
  const { last } = spanOf(alert);
  const activities = activitiesOf(alert);
  const detection = context.detections.get(alert.detection);
  const remedy = detection?.respond?.[context.language];
  return {
    ...words.classOf(2004, 'Detection Finding', 'create'),
    time: last,
    count: alert.evidence.length,
    is_alert: true,
    ...words.severityOf(alert.severity),
    status_id: 1,
    status: 'New',
    message: alert.title[context.language],
    metadata: words.metadataOf(context),
    finding_info: findingInfo(alert, context),
    evidences: activities.slice(0, MOST_EVIDENCES).map(evidenceOf),
    resources: resourcesOf(activities),
    ...(remedy === undefined ? {} : { remediation: { desc: remedy } }),
    cloud: cloudOf(activities),
  };
}

function incidentFinding(incident: ExportIncident, context: IncidentsContext) {
  const [statusId, status] = incidentStatus[incident.status ?? 'open'];
  const closed = incident.status === 'closed';
  return {
    ...words.classOf(2005, 'Incident Finding', closed ? 'close' : 'create'),
    time: incident.lastAt,
    start_time: incident.firstAt,
    end_time: incident.lastAt,
    count: incident.alerts.length,
    ...words.severityOf(incident.severity),
    status_id: statusId,
    status,
    message: incident.title[context.language],
    // The class asks for somebody who works it.
    assignee_group: { name: 'Unassigned' },
    metadata: { ...words.metadataOf(context), uid: incident.id },
    attacks: incident.techniques.map(attackOf),
    finding_info_list: incident.alerts.map((alert) => findingInfo(alert, context)),
    cloud: cloudOf(incident.alerts.flatMap(activitiesOf)),
  };
}

function findingInfo(alert: Alert, { language, version, detections }: IncidentsContext) {
  const { first, last } = spanOf(alert);
  const detection = detections.get(alert.detection);
  return {
    uid: alert.id,
    title: alert.title[language],
    ...(detection === undefined ? {} : { desc: detection.why[language] }),
    created_time: first,
    first_seen_time: first,
    last_seen_time: last,
    analytic: { uid: alert.detection, name: alert.title[language], type_id: 1, type: 'Rule' },
    attacks: alert.techniques.map(attackOf),
    data_sources: [...new Set(alert.evidence.map(({ source }) => source))],
    product: words.productOf(version),
  };
}

/** `T1078.004` is a sub-technique of `T1078`. */
function attackOf(technique: string) {
  const [parent = technique] = technique.split('.');
  return { technique: { uid: parent }, ...(parent === technique ? {} : { sub_technique: { uid: technique } }) };
}

function evidenceOf({ id, time, action, service, outcome, error, actor, ip, agent }: Activity) {
  const [typeId, type] = userType[actor.type] ?? [0, 'Unknown'];
  const user = { ...(actor.id === '' ? {} : { uid: actor.id }), name: actor.name || actor.type, type_id: typeId, type };
  return {
    uid: id,
    actor: { user, ...(actor.session === undefined ? {} : { session: { uid: actor.session } }) },
    api: {
      operation: action || 'unknown',
      ...(service === '' ? {} : { service: { name: service } }),
      response: { message: outcome, ...(error === undefined ? {} : { error }) },
    },
    ...(ip === undefined ? {} : { src_endpoint: { ip } }),
    ...(agent === undefined ? {} : { http_request: { user_agent: agent } }),
    data: { time },
  };
}

function resourcesOf(activities: readonly Activity[]) {
  const ids = [...new Set(activities.flatMap(({ assets }) => assets))];
  return ids.slice(0, 100).map((uid) => ({ uid }));
}

function cloudOf(activities: readonly Activity[]) {
  const [first] = activities;
  const provider = words.cloudNames[sourceById(first?.source ?? '')?.provider ?? ''] ?? 'Other';
  return {
    provider,
    ...(first === undefined || first.region === '' ? {} : { region: first.region }),
    ...(first === undefined || first.account === '' ? {} : { account: { uid: first.account } }),
  };
}

function activitiesOf({ evidence }: Alert): Activity[] {
  return evidence.flatMap(({ activity }) => activity ?? []);
}
