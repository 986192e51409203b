import type { Detection } from '../../model/index.ts';
import type { ExportContext, Exporter } from '../../platform/exports/index.ts';
import type { IncidentGroup } from '../group.ts';

/** An incident as it leaves the product. */
export interface ExportIncident extends IncidentGroup {
  /** Where it is kept and worked, its state; an incident of a file of logs has none. */
  status?: 'open' | 'investigating' | 'closed';
}

/** What exports of incidents are told besides. */
export interface IncidentsContext extends ExportContext {
  /** The detections that alerts name. */
  detections: ReadonlyMap<string, Detection>;
  /** What is known of an address, in a few words: `KR, Example Telecom`. */
  placeOf?: (ip: string) => string | undefined;
  /** What could not be judged, by reason. */
  lost?: Readonly<Record<string, number>>;
}

export type IncidentExporter = Exporter<ExportIncident, IncidentsContext>;
