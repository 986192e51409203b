import {
  countsBySeverity,
  findingId,
  type Result,
  type Rule,
  type Severity,
  type SeverityCounts,
  type Status,
  severities,
  statuses,
  type Unjudged,
} from '../model/index.ts';
import type { ImageTrust } from './trust.ts';
import type { Waiver } from './waivers/index.ts';

/** A failed result with what a reader needs beside it. */
export interface ReportFinding extends Result {
  id: string;
  severity: Severity;
  assetName: string;
  rule: Rule;
}

/** One that somebody has taken the risk of: shown, not counted. */
export interface WaivedFinding extends ReportFinding {
  waiver: Waiver;
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
  failed: SeverityCounts;
  /** Worst first, then by control and asset. */
  findings: ReportFinding[];
  waived: WaivedFinding[];
  unknown: UnknownGroup[];
  /** Where software was looked for: what it was judged by, and what nothing is known of. */
  software?: SoftwareReport;
  /** Where a trust policy was given: whether images are trusted, with every signature that was looked at. */
  trust?: ImageTrust[];
  /** Results that broke: a fault of the product or of a user's control. */
  errors: { control: string; asset: string; message: string }[];
  /** Errors beyond those listed. */
  errorsCut: number;
  /** Something was denied, failed or cut. */
  incomplete: boolean;
}

/** What the packages of a scan were judged by. */
export interface SoftwareReport {
  packages: number;
  /** ISO 8601: up to when the advisory database knows; absent: there was none. */
  database?: string;
  unjudged: Unjudged[];
}

const MAX_ERRORS = 100;
const MAX_PLACES = 50;

export interface ReportBuilder {
  /**
   * @param rule what a result is told by that no control is
   * @param waiver why a failed one does not count
   */
  add(result: Result, assetName: string, rule?: Rule, waiver?: Waiver): void;
  finish(
    about: Pick<
      Report,
      'startedAt' | 'finishedAt' | 'accounts' | 'regions' | 'assets' | 'incomplete' | 'software' | 'trust'
    >,
  ): Report;
}

/** Collects results as they are judged; memory grows with what failed, not with what was judged. */
export function createReport(rules: readonly Rule[]): ReportBuilder {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  const failed = countsBySeverity();
  const findings: ReportFinding[] = [];
  const waived: WaivedFinding[] = [];
  const unknown = new Map<string, { group: UnknownGroup; controls: Set<string>; places: Set<string> }>();
  const errors: Report['errors'] = [];
  let errorsCut = 0;

  function addUnknown(result: Result): void {
    const { operation, code, permission } = result.unknown ?? { operation: '', code: 'Unknown' };
    const key = `${operation}\n${code}`;
    let alike = unknown.get(key);
    if (alike === undefined) {
      const group: UnknownGroup = { operation, code, results: 0, controls: [], places: [] };
      if (permission !== undefined) group.permission = permission;
      alike = { group, controls: new Set(), places: new Set() };
      unknown.set(key, alike);
    }
    alike.group.results += 1;
    alike.controls.add(result.control);
    if (alike.places.size < MAX_PLACES) alike.places.add(`${result.account}/${result.region}`);
  }

  return {
    add(result, assetName, rule = known.get(result.control), waiver) {
      if (result.status === 'fail') {
        if (rule === undefined) throw new Error(`a result names the rule ${result.control}, which nobody knows`);
        const severity = result.severity ?? rule.severity;
        const id = findingId(result.control, result.asset, result.discriminator);
        const finding = { ...result, id, severity, assetName, rule };
        if (waiver !== undefined) {
          waived.push({ ...finding, waiver });
          return;
        }
        failed[severity] += 1;
        findings.push(finding);
      }
      counts[result.status] += 1;
      switch (result.status) {
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
        case 'fail':
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
      waived: waived.sort(worstFirst),
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
