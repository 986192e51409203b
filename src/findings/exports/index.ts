import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { ocsf } from './ocsf.ts';
import { sarif } from './sarif.ts';
import type { FindingExporter } from './types.ts';

export type { ExportFinding } from './types.ts';

/** Every format that findings leave in, by name. */
export const exporters = { json, csv, ocsf, sarif, html } satisfies Record<string, FindingExporter>;
