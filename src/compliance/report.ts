import type { Language } from '../model/index.ts';
import { CSV_START, csvLine } from '../platform/exports/index.ts';
import { type Assessment, eachAssessed } from './assess.ts';
import { htmlReport, type ReportOptions } from './report-html.ts';
import type { StatusCounts } from './state.ts';
import { assessmentWords, countWords, evidenceWords, reportWords, stateWords } from './words.ts';

/** One report in the two forms in which it is filed. */
export interface ComplianceReport {
  /** One HTML page that needs nothing else: no script, no file, no network. */
  html: string;
  /** One row a requirement. */
  csv: string;
}

/** Makes the report of an assessment. The same assessment and options give the same bytes. */
export function complianceReport(assessment: Assessment, options: ReportOptions): ComplianceReport {
  return { html: htmlReport(assessment, options), csv: csvReport(assessment, options.language) };
}

function csvReport(assessment: Assessment, language: Language): string {
  const words = reportWords(language);
  const statuses = Object.keys(countWords) as (keyof StatusCounts)[];
  const header = [
    words.framework,
    words.assessedAt,
    words.section,
    words.id,
    words.requirement,
    words.assessment,
    words.state,
    words.technical,
    ...statuses.map((status) => countWords[status][language]),
    words.controls,
    words.notRun,
    words.answeredThrough,
    words.evidenceAsked,
    words.evidence,
    words.statement,
    words.link,
    words.by,
    words.validUntil,
  ];
  const rows: (string | number)[][] = [header];
  for (const { requirement, sections } of eachAssessed(assessment.nodes)) {
    const { statement, state } = requirement.evidence;
    rows.push([
      `${assessment.framework.title[language]} ${assessment.framework.version}`,
      assessment.assessedAt,
      sections.map((section) => `${section.id} ${section.title[language]}`).join(' > '),
      requirement.id,
      requirement.title[language],
      assessmentWords[requirement.assessment][language],
      stateWords[requirement.state].name[language],
      stateWords[requirement.technical].name[language],
      ...statuses.map((status) => requirement.counts[status]),
      requirement.controls.map((control) => control.id).join('; '),
      requirement.controls.filter((control) => !control.counts).length,
      requirement.answeredBy?.join('; ') ?? '',
      requirement.evidenceAsked?.[language] ?? '',
      evidenceWords[state][language],
      statement?.statement ?? '',
      statement?.link ?? '',
      statement?.by ?? '',
      statement?.validUntil ?? '',
    ]);
  }
  return CSV_START + rows.map(csvLine).join('');
}
