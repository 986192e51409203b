import type { Selectable } from 'kysely';
import { isObject, type Json, type severities, type Text } from '../../model/index.ts';
import type { ScansTable } from '../../platform/store/database.ts';
import type { Routes } from '../api/index.ts';
import type { Context, Output } from '../context.ts';

export type ScanView = Output<Routes['getScan']>;

/** What a running scan writes down now and then. */
export type Progress = ScanView['progress'] & { phase: ScanView['phase'] };

export const noProgress: Progress = {
  phase: 'waiting',
  accountsDone: 0,
  accountsTotal: 0,
  callsDone: 0,
  callsKnown: 0,
  facts: 0,
  errors: 0,
  current: null,
};

/** What a finished scan leaves in its row. */
export interface ScanCounts {
  assets: number;
  results: number;
  opened: number;
  resolved: number;
  open: Record<(typeof severities)[number], number>;
}

export type ScanProblem = ScanView['problems'][number];

/** The query that {@link scanView} reads from. */
export function selectScans({ db, tenant }: Pick<Context, 'db' | 'tenant'>) {
  return db
    .selectFrom('scans')
    .innerJoin('connections', (join) =>
      join.onRef('connections.tenant', '=', 'scans.tenant').onRef('connections.id', '=', 'scans.connection'),
    )
    .selectAll('scans')
    .select('connections.name as connection_name')
    .where('scans.tenant', '=', tenant);
}

/** A scan as the API shows it. */
export function scanView(row: Selectable<ScansTable> & { connection_name: string }): ScanView {
  const { phase, ...progress } = { ...noProgress, ...(row.progress as Partial<Progress>) };
  const { error, ...counts } = row.counts as { error?: Text } & Partial<ScanCounts>;
  const over = row.finished_at !== null;
  return {
    id: row.id,
    connection: row.connection,
    connectionName: row.connection_name,
    state: row.state,
    trigger: row.trigger as ScanView['trigger'],
    target: row.target?.reference ?? null,
    phase: over ? 'finished' : phase,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    progress,
    counts: counts.results === undefined ? null : (counts as ScanCounts),
    error: error ?? null,
    problems: row.errors.filter(isProblem),
  };
}

function isProblem(value: Json): value is ScanProblem & Json {
  return isObject(value) && typeof value.operation === 'string' && typeof value.code === 'string';
}
