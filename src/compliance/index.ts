export {
  type AssessedNode,
  type AssessedRequirement,
  type AssessedSection,
  type Assessment,
  type AssessmentInput,
  assessFramework,
  type ControlStanding,
  eachAssessed,
  type Score,
  type StateCounts,
} from './assess.ts';
export type { Evidence, EvidenceOf, EvidenceState } from './evidence.ts';
export { type ComplianceReport, complianceReport } from './report.ts';
export type { ReportOptions } from './report-html.ts';
export type { RequirementState, StatusCounts, TechnicalState } from './state.ts';
