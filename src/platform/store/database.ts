import type * as channels from './tables/channels.ts';
import type * as events from './tables/events.ts';
import type * as findings from './tables/findings.ts';
import type * as inventory from './tables/inventory.ts';
import type * as organisation from './tables/organisation.ts';
import type * as people from './tables/people.ts';
import type * as software from './tables/software.ts';

export type * from './tables/channels.ts';
export type { Jsonb, Moment } from './tables/columns.ts';
export type * from './tables/events.ts';
export type * from './tables/findings.ts';
export type * from './tables/inventory.ts';
export type * from './tables/organisation.ts';
export type * from './tables/people.ts';
export type * from './tables/software.ts';

/** The tenant of an installation that serves one organisation. */
export const DEFAULT_TENANT = 'default';

/**
 * Every table of the store as Kysely sees it. Each primary key begins with `tenant`, so that no query
 * can be quick without naming one. Migrations under `migrations/` make the tables; the two are kept equal by a test.
 */
export interface Database {
  tenants: organisation.TenantsTable;
  settings: organisation.SettingsTable;
  connections: organisation.ConnectionsTable;
  scans: organisation.ScansTable;
  collections: inventory.CollectionsTable;
  assets: inventory.AssetsTable;
  asset_versions: inventory.AssetVersionsTable;
  relations: inventory.RelationsTable;
  asset_counts: inventory.AssetCountsTable;
  results: findings.ResultsTable;
  result_counts: findings.ResultCountsTable;
  params: findings.ParamsTable;
  rules: findings.RulesTable;
  findings: findings.FindingsTable;
  finding_sightings: findings.FindingSightingsTable;
  finding_events: findings.FindingEventsTable;
  finding_counts: findings.FindingCountsTable;
  finding_flow: findings.FindingFlowTable;
  exceptions: findings.ExceptionsTable;
  evidence: findings.EvidenceTable;
  users: people.UsersTable;
  totp: people.TotpTable;
  sessions: people.SessionsTable;
  sign_in_links: people.SignInLinksTable;
  api_tokens: people.ApiTokensTable;
  audit_log: people.AuditLogTable;
  alerts: events.AlertsTable;
  alert_events: events.AlertEventsTable;
  alert_days: events.AlertDaysTable;
  incidents: events.IncidentsTable;
  incident_events: events.IncidentEventsTable;
  detection_settings: events.DetectionSettingsTable;
  detection_imports: events.DetectionImportsTable;
  detection_exceptions: events.DetectionExceptionsTable;
  watches: events.WatchesTable;
  detection_lists: events.DetectionListsTable;
  detector_positions: events.DetectorPositionsTable;
  event_feeds: events.EventFeedsTable;
  event_hours: events.EventHoursTable;
  event_losses: events.EventLossesTable;
  known_event_days: events.KnownEventDaysTable;
  channels: channels.ChannelsTable;
  routing: channels.RoutingTable;
  notices: channels.NoticesTable;
  deliveries: channels.DeliveriesTable;
  boms: software.BomsTable;
  packages: software.PackagesTable;
  bom_packages: software.BomPackagesTable;
  advisory_subjects: software.AdvisorySubjectsTable;
  vulnerabilities: software.VulnerabilitiesTable;
}
