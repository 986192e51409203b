import { categories, packageTypes, requirementStates, severities, trusts } from '../api/words.ts';
import { choice, flag, many, moment, one } from './search.ts';

/** What the query of each page's address may say. Unknown words are dropped, so that an old link still opens. */

/** Leaves out what is not said, and types it so. */
function said<T extends object>(values: T): { [Key in keyof T]?: T[Key] | undefined } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Every page: the scope, and what lies open in the side panel (`finding:ID`, `asset:ID`, `control:ID`, `alert:ID`, `event:ID`,
 * `detection:ID`, `vulnerability:ID`, `package:PURL`, `host:ID`). */
export const frameSearch = (search: Record<string, unknown>) =>
  said({
    account: one(search['account']),
    panel: one(search['panel']),
    tab: one(search['tab']),
  });

export const signInSearch = (search: Record<string, unknown>) =>
  said({
    next: one(search['next']),
    ended: flag(search['ended']),
  });

export const overviewSearch = (search: Record<string, unknown>) =>
  said({
    days: choice(search['days'], ['7', '30', '90']),
  });

export const findingClasses = ['control', 'vulnerability'] as const;

export const groupings = ['rule', 'account', 'region', 'kind', 'severity'] as const;

export const findingsSearch = (search: Record<string, unknown>) =>
  said({
    status: choice(search['status'], ['open', 'resolved', 'all']),
    class: choice(search['class'], findingClasses),
    severity: many(search['severity'], severities),
    rule: one(search['rule']),
    kind: one(search['kind']),
    region: one(search['region']),
    category: choice(search['category'], categories),
    asset: one(search['asset']),
    requirement: one(search['requirement']),
    q: one(search['q']),
    stale: flag(search['stale']),
    excepted: choice(search['excepted'], ['only', 'all']),
    since: choice(search['since'], ['24h', '7d', '30d']),
    sort: choice(search['sort'], ['risk', 'severity', 'lastSeen', 'firstSeen']),
    by: choice(search['by'], groupings),
  });
export type FindingsSearch = ReturnType<typeof findingsSearch>;

export const incidentStatuses = ['open', 'investigating', 'closed'] as const;

/** What narrows lists of incidents and of alerts alike. */
const eventFilters = (search: Record<string, unknown>) => ({
  severity: many(search['severity'], severities),
  actor: one(search['actor']),
  asset: one(search['asset']),
  technique: one(search['technique']),
  q: one(search['q']),
  since: choice(search['since'], ['24h', '7d', '30d']),
});

export const incidentsSearch = (search: Record<string, unknown>) =>
  said({ ...eventFilters(search), stage: many(search['stage'], incidentStatuses) });
export type IncidentsSearch = ReturnType<typeof incidentsSearch>;

export const alertsSearch = (search: Record<string, unknown>) =>
  said({
    ...eventFilters(search),
    detection: one(search['detection']),
    watch: one(search['watch']),
    excepted: choice(search['excepted'], ['only', 'all']),
  });
export type AlertsSearch = ReturnType<typeof alertsSearch>;

/** What narrows events alike while they pass and where they are stored. */
const activityFilters = (search: Record<string, unknown>) => ({
  source: one(search['source']),
  action: one(search['action']),
  actor: one(search['actor']),
});

export const spans = ['1h', '24h', '7d', '30d', 'all'] as const;

export const eventsSearch = (search: Record<string, unknown>) =>
  said({
    ...activityFilters(search),
    region: one(search['region']),
    ip: one(search['ip']),
    asset: one(search['asset']),
    outcome: choice(search['outcome'], ['success', 'failure', 'unknown']),
    q: one(search['q']),
    span: choice(search['span'], spans),
    from: moment(search['from']),
    to: moment(search['to']),
  });
export type EventsSearch = ReturnType<typeof eventsSearch>;

export const liveSearch = (search: Record<string, unknown>) => said(activityFilters(search));
export type LiveSearch = ReturnType<typeof liveSearch>;

export const eventSqlSearch = (search: Record<string, unknown>) => said({ sql: one(search['sql']) });

export const detectionStates = ['firing', 'silent', 'no-events', 'off'] as const;

export const detectionsSearch = (search: Record<string, unknown>) =>
  said({
    q: one(search['q']),
    severity: many(search['severity'], severities),
    condition: many(search['condition'], detectionStates),
    source: one(search['source']),
    technique: one(search['technique']),
    origin: choice(search['origin'], ['product', 'user']),
    exceptions: flag(search['exceptions']),
  });
export type DetectionsSearch = ReturnType<typeof detectionsSearch>;

export const attackSearch = (search: Record<string, unknown>) =>
  said({ days: choice(search['days'], ['7', '30', '90']), all: flag(search['all']) });

export const inventorySearch = (search: Record<string, unknown>) =>
  said({
    kind: one(search['kind']),
    region: one(search['region']),
    category: choice(search['category'], categories),
    q: one(search['q']),
    tag: one(search['tag']),
    gone: flag(search['gone']),
  });
export type InventorySearch = ReturnType<typeof inventorySearch>;

export const complianceSearch = (search: Record<string, unknown>) =>
  said({
    requirement: one(search['requirement']),
    state: choice(search['state'], requirementStates),
  });

export const controlsSearch = (search: Record<string, unknown>) =>
  said({
    q: one(search['q']),
    severity: many(search['severity'], severities),
    framework: one(search['framework']),
    adjustable: flag(search['adjustable']),
  });

/** What narrows lists of images and of hosts alike. */
const softwareFilters = (search: Record<string, unknown>) => ({
  q: one(search['q']),
  severity: many(search['severity'], severities),
  exploited: flag(search['exploited']),
  fixable: flag(search['fixable']),
  endOfLife: flag(search['endOfLife']),
});

export const imagesSearch = (search: Record<string, unknown>) =>
  said({
    ...softwareFilters(search),
    registry: one(search['registry']),
    repository: one(search['repository']),
    trust: choice(search['trust'], trusts),
    running: flag(search['running']),
    order: choice(search['order'], ['risk', 'created', 'scanned']),
  });
export type ImagesSearch = ReturnType<typeof imagesSearch>;

export const hostsSearch = (search: Record<string, unknown>) => said(softwareFilters(search));
export type HostsSearch = ReturnType<typeof hostsSearch>;

export const imageSections = [
  'overview',
  'vulnerabilities',
  'packages',
  'layers',
  'configuration',
  'secrets',
  'trust',
  'life',
] as const;

/** Filters of an image's vulnerabilities, and of its packages. */
export const imageSearch = (search: Record<string, unknown>) =>
  said({
    q: one(search['q']),
    severity: many(search['severity'], severities),
    exploited: flag(search['exploited']),
    fixable: flag(search['fixable']),
    layer: one(search['layer']),
    type: choice(search['type'], packageTypes),
    group: choice(search['group'], ['package']),
  });
export type ImageSearch = ReturnType<typeof imageSearch>;

export const vulnerabilitiesSearch = (search: Record<string, unknown>) =>
  said({
    q: one(search['q']),
    severity: many(search['severity'], severities),
    exploited: flag(search['exploited']),
    fixable: flag(search['fixable']),
    order: choice(search['order'], ['risk', 'epss', 'assets', 'newest']),
  });
export type VulnerabilitiesSearch = ReturnType<typeof vulnerabilitiesSearch>;

export const packagesSearch = (search: Record<string, unknown>) =>
  said({ q: one(search['q']), type: choice(search['type'], packageTypes) });
export type PackagesSearch = ReturnType<typeof packagesSearch>;

export const newConnectionSearch = (search: Record<string, unknown>) =>
  said({ to: choice(search['to'], ['aws', 'registry']) });
