export { CSV_START, csvLine } from './csv.ts';
export { escapeHtml, htmlPage, severityBadge, tableHead } from './html.ts';
export * as ocsf from './ocsf.ts';
export { placeOfResource, type SarifPlace, type SarifResult, type SarifRule, sarifLog } from './sarif.ts';
export type { ExportContext, Exporter } from './types.ts';
