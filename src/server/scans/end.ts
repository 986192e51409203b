import { type Json, type Text, UserError } from '../../model/index.ts';
import type { ScanState } from '../../platform/store/database.ts';
import { jsonText } from '../../platform/store/index.ts';
import { refuse } from '../http/refusal.ts';
import type { Services } from '../services.ts';
import type { ScanCounts, ScanProblem } from './view.ts';

/** How a scan ended. */
export interface ScanEnd {
  state: Extract<ScanState, 'done' | 'incomplete' | 'failed' | 'cancelled'>;
  counts?: ScanCounts;
  problems?: ScanProblem[];
  error?: Text;
}

/** Writes the end of a scan into its row. */
export async function endScan(services: Services, scan: string, end: ScanEnd): Promise<void> {
  await services.db
    .updateTable('scans')
    .set({
      state: end.state,
      finished_at: services.clock(),
      counts: jsonText({ ...end.counts, ...(end.error === undefined ? {} : { error: end.error }) } as unknown as Json),
      errors: jsonText((end.problems ?? []) as unknown as Json),
    })
    .where('tenant', '=', services.tenant)
    .where('id', '=', scan)
    .execute();
}

/** What a person is told of an error that ended a scan. */
export function errorText(error: unknown): Text {
  return error instanceof UserError ? error.text : refuse('internal').text;
}
