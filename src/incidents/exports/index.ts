import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { ocsf } from './ocsf.ts';
import { sarif } from './sarif.ts';
import type { IncidentExporter } from './types.ts';

export type { ExportIncident } from './types.ts';

/** Every format that incidents leave in, by name. */
export const incidentExporters = { json, csv, ocsf, sarif, html } satisfies Record<string, IncidentExporter>;
