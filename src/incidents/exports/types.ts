import type { Detection, Language } from '../../model/index.ts';
import type { IncidentGroup } from '../group.ts';

/** An incident as it leaves the product. */
export interface ExportIncident extends IncidentGroup {
  /** Where it is kept and worked, its state; an incident of a file of logs has none. */
  status?: 'open' | 'investigating' | 'closed';
}

export interface ExportContext {
  language: Language;
  /** Version of the product. */
  version: string;
  /** ISO 8601, UTC. */
  generatedAt: string;
  /** The detections that alerts name. */
  detections: ReadonlyMap<string, Detection>;
  /** What is known of an address, in a few words: `KR, Example Telecom`. */
  placeOf?: (ip: string) => string | undefined;
  /** What could not be judged, by reason. */
  lost?: Readonly<Record<string, number>>;
}

/** Writes incidents in one format, piece by piece. */
export interface IncidentExporter {
  mediaType: string;
  extension: string;
  write(
    incidents: Iterable<ExportIncident> | AsyncIterable<ExportIncident>,
    context: ExportContext,
  ): AsyncGenerator<string>;
}
