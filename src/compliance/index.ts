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
export { type Evidence, type EvidenceOf, type EvidenceState, evidenceSchema } from './evidence.ts';
export { type ComplianceReport, complianceReport } from './report.ts';
export type { ReportOptions } from './report-html.ts';
export { type RequirementState, requirementStates, type StatusCounts, type TechnicalState } from './state.ts';
export { tally } from './tally.ts';
