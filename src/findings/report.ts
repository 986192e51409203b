import {
  type Control,
  findingId,
  type Result,
  type Severity,
  type Status,
  severities,
  statuses,
} from '../model/index.ts';

/** A failed result with what a reader needs beside it. */
export interface ReportFinding extends Result {
  id: string;
  severity: Severity;
  assetName: string;
}

/** Results that are unknown for one and the same reason. */
export interface UnknownGroup {
  operation: string;
  code: string;
  permission?: string;
  /** How many results. */
  results: number;
  controls: string[];
  /** `account/region` of where. */
  places: string[];
}

/** What one scan says. Passes are counted, failures listed, unknowns grouped by what was missing. */
export interface Report {
  startedAt: string;
  finishedAt: string;
  accounts: string[];
  regions: string[];
  assets: number;
  counts: Record<Status, number>;
  /** Failed results by severity of their control. */
  failed: Record<Severity, number>;
  /** Worst first, then by control and asset. */
  findings: ReportFinding[];
  unknown: UnknownGroup[];
  /** Results that broke: a fault of the product or of a user's control. */
  errors: { control: string; asset: string; message: string }[];
  /** Errors beyond those listed. */
  errorsCut: number;
  /** Something was denied, failed or cut. */
  incomplete: boolean;
}

const MAX_ERRORS = 100;
const MAX_PLACES = 50;

export interface ReportBuilder {
  add(result: Result, assetName: string): void;
  finish(about: Pick<Report, 'startedAt' | 'finishedAt' | 'accounts' | 'regions' | 'assets' | 'incomplete'>): Report;
}

/** Collects results as they are judged; memory grows with what failed, not with what was judged. */
export function createReport(controls: readonly Control[]): ReportBuilder {
  const severityOf = new Map(controls.map((control) => [control.id, control.severity]));
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  const failed = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  const findings: ReportFinding[] = [];
  const unknown = new Map<string, { group: UnknownGroup; controls: Set<string>; places: Set<string> }>();
  const errors: Report['errors'] = [];
  let errorsCut = 0;

  function addUnknown(result: Result): void {
    const { operation, code, permission } = result.unknown ?? { operation: '', code: 'Unknown' };
    const key = `${operation}\n${code}`;
    let known = unknown.get(key);
    if (known === undefined) {
      const group: UnknownGroup = { operation, code, results: 0, controls: [], places: [] };
      if (permission !== undefined) group.permission = permission;
      known = { group, controls: new Set(), places: new Set() };
      unknown.set(key, known);
    }
    known.group.results += 1;
    known.controls.add(result.control);
    if (known.places.size < MAX_PLACES) known.places.add(`${result.account}/${result.region}`);
  }

  return {
    add(result, assetName) {
      counts[result.status] += 1;
      switch (result.status) {
        case 'fail': {
          const severity = severityOf.get(result.control) ?? 'medium';
          failed[severity] += 1;
          const id = findingId(result.control, result.asset, result.discriminator);
          findings.push({ ...result, id, severity, assetName });
          break;
        }
        case 'unknown':
          addUnknown(result);
          break;
        case 'error':
          if (errors.length < MAX_ERRORS) {
            errors.push({ control: result.control, asset: result.asset, message: result.error ?? '' });
          } else {
            errorsCut += 1;
          }
          break;
        case 'pass':
        case 'not-applicable':
        case 'manual':
          break;
      }
    },
    finish: (about) => ({
      ...about,
      incomplete: about.incomplete || counts.unknown > 0,
      counts,
      failed,
      findings: findings.sort(worstFirst),
      unknown: [...unknown.values()]
        .map(({ group, controls: ids, places }) => ({
          ...group,
          controls: [...ids].sort(),
          places: [...places].sort(),
        }))
        .sort((a, b) => b.results - a.results),
      errors,
      errorsCut,
    }),
  };
}

function worstFirst(a: ReportFinding, b: ReportFinding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compare(a.control, b.control) ||
    compare(a.account, b.account) ||
    compare(a.region, b.region) ||
    compare(a.asset, b.asset) ||
    compare(a.discriminator, b.discriminator)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
